"""The pass over an article: lines to windows, windows to tags and pointers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.analysis import Analysis
from sayso.tagging.decode import ROLES, apart, masked, runs, viterbi
from sayso.tagging.model import Floats, Ints, Model, load, log_softmax
from sayso.tagging.windows import Tokens, batch, pack, tokenize
from sayso.terms import READ_KINDS, Block
from sayso.text.quotation_marks import OUTSIDE
from sayso.text.sentences import sure_stops

WINDOW: Final = 40
"""Tokens a window holds at most; whole paragraphs are packed into it, a longer one stands alone (see windows.pack)."""
SOURCE, CUE, CONTENT = range(len(ROLES))
_CELLS: Final = 4096


Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The spans of one role in one window, n of them.

    ``starts`` and ``ends`` are code points of the text; ``lines`` are the numbers of the lines they stand on, and
    ``quoted`` says which begin in quotation marks. ``sure`` ``(n, 3)`` are log-probabilities of the tags: the
    span's mean, its first token's, and that of the border at its end.
    """

    starts: Ints
    ends: Ints
    lines: Ints
    quoted: NDArray[np.bool_]
    sure: Floats


@dataclass(frozen=True, slots=True)
class Window:
    """What one window holds: candidates by role, and log-probabilities of the pointers, column 0 for none.

    ``to_source`` is ``(cues, 1 + sources)``, ``to_cue`` ``(contents, 1 + cues)``.
    """

    source: Candidates
    cue: Candidates
    content: Candidates
    to_source: Floats
    to_cue: Floats


_WORD: Final = re.compile(r"[^\W_]")
_NONE: Final = Candidates(*(np.zeros(0, dtype=np.int64),) * 3, np.zeros(0, dtype=bool), np.zeros((0, 3), np.float32))
_NOTHING: Final = Window(_NONE, _NONE, _NONE, *(np.zeros((0, 1), dtype=np.float32),) * 2)
"""A window without a cue or without a content: it can hold no attribution."""


@dataclass(frozen=True, slots=True)
class Tags:
    """All windows of an article in order of the text, with the model that made them.

    ``stops`` are the code points of the stops that end a sentence for certain, in order.
    """

    windows: tuple[Window, ...]
    model: str
    heads: dict[str, Floats]
    stops: Ints


def tag(analysis: Analysis, *, folder: Path | None = None) -> Tags:
    """Source, cue and content spans in headline, dek, captions and body; never in furniture.

    ``folder`` is that of another model than the shipped one. Raises ModelError where its files are damaged.
    """
    model, article = load(folder), analysis.article
    lines = [line for line in _lines(article.text, article.blocks) if line[0] < line[1]]
    if not lines:
        return Tags((), model.name, model.heads, np.zeros(0, dtype=np.int64))
    tokens = tokenize(article.text, lines, model.tokenizer, analysis.quotation_states)
    ends = np.array(sure_stops(article.text), dtype=np.int64)
    stops = np.isin(tokens.starts, ends)
    spans = pack(tokens, WINDOW)
    found = {
        row: window
        for group in _groups(spans)
        for row, window in zip(group, _read(model, tokens, stops, [spans[i] for i in group]), strict=True)
    }
    return Tags(tuple(found[i] for i in range(len(spans))), model.name, model.heads, ends)


def _lines(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The blocks to tag, without leading and trailing space: no span crosses their borders.

    Blocks without a letter or digit (rows of dashes or asterisks) hold no attribution and are skipped.
    """
    for block in blocks:
        words = block.span.of(text)
        if block.kind in READ_KINDS and _WORD.search(words):
            start = block.span.start + len(words) - len(words.lstrip())
            yield start, max(start, block.span.end - len(words) + len(words.rstrip()))


def _groups(spans: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Windows of like length together, as many as _CELLS allow: what numpy does is done once for all of them."""
    order = sorted(range(len(spans)), key=lambda i: spans[i][1] - spans[i][0])
    group: list[int] = []
    for i in order:
        if group and (spans[i][1] - spans[i][0] + 4) * (len(group) + 1) > _CELLS:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def _read(model: Model, tokens: Tokens, stops: Flags, spans: Sequence[tuple[int, int]]) -> list[Window]:
    """The windows of one batch; ``stops`` are the tokens that end a sentence."""
    cells = batch(tokens, spans)
    scores, hidden = model.encode(cells)
    border = cells.place < 0
    tags = apart(viterbi(scores, model.transitions, border), stops[cells.place] & ~border)
    best = np.take_along_axis(log_softmax(masked(scores, border)), tags[..., None].astype(np.int64), 2)[..., 0]
    found = runs(tags)
    holds = [np.bincount(found[found[:, 1] == role, 0], minlength=len(spans)) > 0 for role in (CUE, CONTENT)]
    kept = np.flatnonzero(holds[0] & holds[1])
    windows = [_NOTHING] * len(spans)
    for row, window in zip(kept.tolist(), _windows(model, tokens, cells.place, kept, found, best, hidden), strict=True):
        windows[row] = window
    return windows


def _windows(
    model: Model, tokens: Tokens, place: Ints, kept: Ints, found: Ints, best: Floats, hidden: Floats
) -> Iterator[Window]:
    """Candidates and pointers of the windows ``kept``, from the runs of tags of all and their log-probabilities."""
    roles = [found[found[:, 1] == role][:, [0, 2, 3]] for role in (SOURCE, CUE, CONTENT)]
    source, cue, content = (_by_window(kept, role) for role in roles)
    to_source = model.source.scores(hidden, kept, cue, source)
    to_cue = model.cue.scores(hidden, kept, content, cue)
    rest = np.zeros((len(best), 1), dtype=np.float32)
    sums, best = np.hstack([rest, np.cumsum(best, axis=1)]), np.hstack([best, rest])
    parts = zip(*(_candidates(tokens, place, kept, role, sums, best) for role in roles), strict=True)
    for number, (who, verb, what) in enumerate(parts):
        sources, cues, contents = len(who.starts), len(verb.starts), len(what.starts)
        yield Window(who, verb, what, to_source[number, :cues, : 1 + sources], to_cue[number, :contents, : 1 + cues])


def _by_window(kept: Ints, runs: Ints) -> Ints:
    """The first cells of the runs of one role, a row for each window kept, padded with -1."""
    first = np.searchsorted(runs[:, 0], kept)
    count = np.searchsorted(runs[:, 0], kept, side="right") - first
    rank = np.arange(count.max(initial=0))
    at = np.minimum(first[:, None] + rank, len(runs) - 1)
    return np.where(rank < count[:, None], runs[at, 1], -1)


def _candidates(tokens: Tokens, place: Ints, kept: Ints, runs: Ints, sums: Floats, best: Floats) -> list[Candidates]:
    """The candidates of one role, for each window kept, from its runs ``(window, first cell, end cell)``.

    ``best`` are the log-probabilities of the tags, ``sums`` those of all cells before a cell.
    """
    window, first, end = runs.T
    begins, last = place[window, first], place[window, end - 1]
    mean = (sums[window, end] - sums[window, first]) / np.maximum(end - first, 1)
    columns = (
        tokens.starts[begins].astype(np.int64),
        tokens.ends[last].astype(np.int64),
        np.searchsorted(tokens.lines, begins, side="right"),
        tokens.quote[begins] != OUTSIDE,
        np.stack([mean, best[window, first], best[window, end]], axis=1),
    )
    cuts = zip(*(np.searchsorted(window, kept, side=side).tolist() for side in ("left", "right")), strict=True)
    return [Candidates(*(column[start:stop] for column in columns)) for start, stop in cuts]
