"""Annotated articles to training examples: tags a token, and which token each cue and content points to."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.tagging.windows import Batch, Tokens, batch, pack, tokenize
from sayso.train.data.annotated import Annotated, Relation

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
# Where a token points: at the first token of a span, at nothing (a cue without source), or not asked.
NONE, SKIP = -1, -100
_ROLE_TAG = {"content": 5, "source": 1, "cue": 3}


@dataclass(frozen=True, slots=True)
class Example:
    """One article under one annotator: tokens, their tags, and pointers (token index, NONE or SKIP).

    ``source`` is asked at the first token of each cue; ``cue`` at the first token of each piece of content. ``hand`` is
    the annotator's number, 0 for nobody in particular.
    """

    tokens: Tokens
    tags: NDArray[np.int64]
    source: NDArray[np.int64]
    cue: NDArray[np.int64]
    hand: int = 0


def line_spans(text: str) -> list[tuple[int, int]]:
    """The non-empty lines of a text."""
    return [match.span() for match in re.finditer(r"[^\r\n]*\S[^\r\n]*", text)]


def example(
    article: Annotated, relations: Sequence[Relation], tokenizer: Tokenizer, text: str | None = None
) -> Example:
    """The example of one annotator; ``text`` may be a variant of the article's with the same offsets."""
    tokens = tokenize(text or article.text, line_spans(article.text), tokenizer)
    size = len(tokens.ids)
    tags = np.zeros(size, dtype=np.int64)
    source, cue = np.full(size, SKIP, dtype=np.int64), np.full(size, SKIP, dtype=np.int64)
    firsts: dict[tuple[str, int], list[int]] = {}
    for role in ("content", "source", "cue"):
        for number, relation in enumerate(relations):
            firsts[role, number] = [
                first for piece in getattr(relation, role) for first in _mark(tokens, piece, tags, _ROLE_TAG[role])
            ]
    for number in range(len(relations)):
        cues, sources = firsts["cue", number], firsts["source", number]
        for first in cues[:1]:
            source[first] = sources[0] if sources else NONE
        for first in firsts["content", number]:
            cue[first] = cues[0] if cues else NONE
    return Example(tokens, tags, source, cue)


def _mark(tokens: Tokens, piece: tuple[int, int], tags: NDArray[np.int64], begin: int) -> Iterator[int]:
    """Tag the tokens of one piece, a new span at each line; gives the first token of each."""
    first = int(np.searchsorted(tokens.ends, piece[0], side="right"))
    last = int(np.searchsorted(tokens.starts, piece[1], side="left"))
    if first >= last:
        return
    borders = [first, *(int(b) for b in np.unique(tokens.lines) if first < b < last), last]
    for start, end in itertools.pairwise(borders):
        tags[start] = begin
        tags[start + 1 : end] = begin + 1
        yield start


_MARKS = (("“", "”"), ('"', '"'), ("«", "»"), ("‘", "’"), ("'", "'"))


def requoted(text: str, random_: random.Random) -> str:
    """The text with its double quotation marks in another style, offsets unchanged."""
    opening, closing = random_.choice(_MARKS)
    if opening in "‘'" and re.search(r"[‘'](?=\w)", text):
        return text
    from sayso.text.quotation_marks import CLOSING, OPENING, quote_states

    states = quote_states(text)
    chars = list(text)
    for at in np.flatnonzero((states == OPENING) | (states == CLOSING)):
        if chars[at] in '“”"':
            chars[at] = opening if states[at] == OPENING else closing
    return "".join(chars)


@dataclass(frozen=True, slots=True)
class TrainingStep:
    """What one optimiser step sees: a padded batch and its targets, pointers as cells of the row (0 is none).

    ``hand`` is the annotator of each row.
    """

    batch: Batch
    tags: NDArray[np.int64]
    source: NDArray[np.int64]
    cue: NDArray[np.int64]
    hand: NDArray[np.int64]


def steps(
    examples: Sequence[Example], budget: int, limits: tuple[int, int], random_: random.Random
) -> list[TrainingStep]:
    """One epoch: windows of random size within limits, grouped by length into batches of about ``budget`` cells."""
    windows = []
    for one in examples:
        shifted = pack(one.tokens, random_.randint(*limits))
        windows += [(one, window) for window in shifted]
    random_.shuffle(windows)
    # Sorted within pools, so that batches have like lengths and yet differ from epoch to epoch.
    out = []
    pool = 2000
    for begin in range(0, len(windows), pool):
        part = sorted(windows[begin : begin + pool], key=lambda item: item[1][1] - item[1][0])
        group: list[tuple[Example, tuple[int, int]]] = []
        for item in part:
            longest = item[1][1] - item[1][0] + 8
            if group and longest * (len(group) + 1) > budget:
                out.append(_step(group))
                group = []
            group.append(item)
        if group:
            out.append(_step(group))
    random_.shuffle(out)
    return out


def _step(group: Sequence[tuple[Example, tuple[int, int]]]) -> TrainingStep:
    """Targets laid out like the batch's cells."""
    batches = [batch(one.tokens, [window]) for one, window in group]
    width = max(one.ids.shape[1] for one in batches)

    def stack(arrays: Sequence[NDArray[np.int64]], fill: int) -> NDArray[np.int64]:
        out = np.full((len(arrays), width), fill, dtype=np.int64)
        for row, array in enumerate(arrays):
            out[row, : array.shape[-1]] = array.reshape(-1)
        return out

    tags: list[NDArray[np.int64]] = []
    source: list[NDArray[np.int64]] = []
    cue: list[NDArray[np.int64]] = []
    for (one, _), single in zip(group, batches, strict=True):
        place = single.place[0]
        cell_of = {int(at): cell for cell, at in enumerate(place) if at >= 0}
        row_tags = np.where(place >= 0, one.tags[np.maximum(place, 0)], 0)
        # A line that is cut in two begins its second window inside a span: there the span begins anew.
        row_tags[1] -= row_tags[1] > 0 and row_tags[1] % 2 == 0
        tags.append(row_tags)
        for pointer, rows in ((one.source, source), (one.cue, cue)):
            values = np.where(place >= 0, pointer[np.maximum(place, 0)], SKIP)
            row = np.full(len(place), SKIP, dtype=np.int64)
            for cell in np.flatnonzero(values != SKIP):
                # A target in another window is, from here, none.
                row[cell] = cell_of.get(int(values[cell]), 0)
            rows.append(row)
    merged = Batch(
        stack([one.ids for one in batches], 0),
        stack([one.case for one in batches], 0),
        stack([one.quote for one in batches], 0),
        stack([one.mask for one in batches], 0),
        stack([one.place for one in batches], -1),
    )
    hand = np.array([one.hand for one, _ in group], dtype=np.int64)
    return TrainingStep(merged, stack(tags, 0), stack(source, SKIP), stack(cue, SKIP), hand)
