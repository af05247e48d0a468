"""Converts annotated articles to training examples: a tag per token, and the pointer targets of cues and contents."""

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
# Pointer targets: the index of the first token of a span, NONE (a cue without a source), or SKIP (no pointer here).
NONE, SKIP = -1, -100
_ROLE_TAG = {"content": 5, "source": 1, "cue": 3}
_MARKS = (("“", "”"), ('"', '"'), ("«", "»"), ("‘", "’"), ("'", "'"))
_POOL_WINDOWS = 2000  # windows sorted by length together: similar lengths in a batch, different batches in each epoch


@dataclass(frozen=True, slots=True)
class Example:
    """The annotation of an article by one annotator: tokens, tags and pointers (token index, NONE or SKIP).

    ``source`` has a target at the first token of each cue, ``cue`` at the first token of each part of a content.
    ``hand`` is the number of the annotator, 0 for none.
    """

    tokens: Tokens
    tags: NDArray[np.int64]
    source: NDArray[np.int64]
    cue: NDArray[np.int64]
    hand: int = 0


def line_spans(text: str) -> list[tuple[int, int]]:
    """The non-empty lines of a text."""
    return [match.span() for match in re.finditer(r"(?<![^\r\n])[^\S\r\n]*+\S[^\r\n]*", text)]


def example(
    article: Annotated, relations: Sequence[Relation], tokenizer: Tokenizer, text: str | None = None
) -> Example:
    """The example of one annotator. ``text`` is a variant of the article text with the same offsets."""
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
    """Tag the tokens of one piece, split at line ends, and yield the first token of each part."""
    first = int(np.searchsorted(tokens.ends, piece[0], side="right"))
    last = int(np.searchsorted(tokens.starts, piece[1], side="left"))
    if first >= last:
        return
    borders = [first, *(int(b) for b in np.unique(tokens.lines) if first < b < last), last]
    for start, end in itertools.pairwise(borders):
        tags[start] = begin
        tags[start + 1 : end] = begin + 1
        yield start


def requoted(text: str, random_: random.Random) -> str:
    """The text with its double quotation marks in another style and the same offsets."""
    opening, closing = random_.choice(_MARKS)
    if opening in "‘'" and re.search(r"[‘'](?=\w)", text):
        return text
    from sayso.text.quotation_marks import CLOSING, OPENING, quote_states

    states = quote_states(text)
    chars = list(text)
    for index in np.flatnonzero((states == OPENING) | (states == CLOSING)):
        if chars[index] in '“”"':
            chars[index] = opening if states[index] == OPENING else closing
    return "".join(chars)


@dataclass(frozen=True, slots=True)
class TrainingStep:
    """The input and targets of an optimizer step. Pointer targets are cells of the row, 0 for none.

    ``hand`` is the number of the annotator of each row.
    """

    batch: Batch
    tags: NDArray[np.int64]
    source: NDArray[np.int64]
    cue: NDArray[np.int64]
    hand: NDArray[np.int64]


def steps(
    examples: Sequence[Example], budget: int, limits: tuple[int, int], random_: random.Random
) -> list[TrainingStep]:
    """The steps of one epoch: windows of random size within ``limits``, in batches of about ``budget`` cells."""
    windows = []
    for annotated in examples:
        windows += [(annotated, window) for window in pack(annotated.tokens, random_.randint(*limits))]
    random_.shuffle(windows)
    result = []
    for start in range(0, len(windows), _POOL_WINDOWS):
        part = sorted(windows[start : start + _POOL_WINDOWS], key=lambda item: item[1][1] - item[1][0])
        group: list[tuple[Example, tuple[int, int]]] = []
        for item in part:
            longest = item[1][1] - item[1][0] + 8
            if group and longest * (len(group) + 1) > budget:
                result.append(_step(group))
                group = []
            group.append(item)
        if group:
            result.append(_step(group))
    random_.shuffle(result)
    return result


def _step(group: Sequence[tuple[Example, tuple[int, int]]]) -> TrainingStep:
    """The step of a batch of windows."""
    batches = [batch(annotated.tokens, [window]) for annotated, window in group]
    width = max(single.ids.shape[1] for single in batches)

    def stack(arrays: Sequence[NDArray[np.int64]], fill: int) -> NDArray[np.int64]:
        stacked = np.full((len(arrays), width), fill, dtype=np.int64)
        for row, array in enumerate(arrays):
            stacked[row, : array.shape[-1]] = array.reshape(-1)
        return stacked

    tags: list[NDArray[np.int64]] = []
    source: list[NDArray[np.int64]] = []
    cue: list[NDArray[np.int64]] = []
    for (annotated, _), single in zip(group, batches, strict=True):
        place = single.place[0]
        cell_of = {int(token): cell for cell, token in enumerate(place) if token >= 0}
        row_tags = np.where(place >= 0, annotated.tags[np.maximum(place, 0)], 0)
        # The second window of a split line can start inside a span: start a new span there.
        row_tags[1] -= row_tags[1] > 0 and row_tags[1] % 2 == 0
        tags.append(row_tags)
        for pointer, rows in ((annotated.source, source), (annotated.cue, cue)):
            values = np.where(place >= 0, pointer[np.maximum(place, 0)], SKIP)
            row = np.full(len(place), SKIP, dtype=np.int64)
            for cell in np.flatnonzero(values != SKIP):
                # A target in another window counts as none.
                row[cell] = cell_of.get(int(values[cell]), 0)
            rows.append(row)
    merged = Batch(
        stack([single.ids for single in batches], 0),
        stack([single.case for single in batches], 0),
        stack([single.quote for single in batches], 0),
        stack([single.mask for single in batches], 0),
        stack([single.place for single in batches], -1),
    )
    hand = np.array([annotated.hand for annotated, _ in group], dtype=np.int64)
    return TrainingStep(merged, stack(tags, 0), stack(source, SKIP), stack(cue, SKIP), hand)
