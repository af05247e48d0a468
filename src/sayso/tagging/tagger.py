"""The pass over an article: lines to windows, windows to tags and pointers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.tagging.decode import ROLES, apart, masked, runs, viterbi
from sayso.tagging.model import Floats, Ints, Model, load, log_softmax
from sayso.tagging.quotes import OUTSIDE
from sayso.tagging.sentences import sure_stops
from sayso.tagging.windows import Tokens, batch, pack, tokenize
from sayso.terms import READ_KINDS, Article, Block

WINDOW: Final = 40
"""Tokens a window holds at most; whole paragraphs are packed into it, a longer one stands alone (see windows.pack)."""
SOURCE, CUE, CONTENT = range(len(ROLES))
_CELLS: Final = 4096
_WASTE: Final = 1.2


Places = NDArray[np.int32]
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


_NONE: Final = Candidates(*(np.zeros(0, dtype=np.int64),) * 3, np.zeros(0, dtype=bool), np.zeros((0, 3), np.float32))
_NOTHING: Final = Window(_NONE, _NONE, _NONE, *(np.zeros((0, 1), dtype=np.float32),) * 2)
"""A window without a cue or without a content: it can hold no attribution."""


@dataclass(frozen=True, slots=True)
class Tags:
    """All windows of an article in order of the text, with the model that made them."""

    windows: tuple[Window, ...]
    model: str
    heads: dict[str, Floats]


def tag(article: Article, *, folder: Path | None = None) -> Tags:
    """Source, cue and content spans in headline, dek, captions and body; never in furniture.

    ``folder`` is that of another model than the shipped one. Raises ModelError where its files are damaged.
    """
    model = load(folder)
    lines = [line for line in _lines(article.text, article.blocks) if line[0] < line[1]]
    if not lines:
        return Tags((), model.name, model.heads)
    tokens = tokenize(article.text, lines, model.tokenizer)
    stops = np.isin(tokens.starts, sure_stops(article.text))
    spans = pack(tokens, WINDOW)
    found = {
        row: window
        for group in _groups(spans)
        for row, window in zip(group, _read(model, tokens, stops, [spans[i] for i in group]), strict=True)
    }
    return Tags(tuple(found[i] for i in range(len(spans))), model.name, model.heads)


def _lines(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The blocks that are read, without the space at their ends: borders that no span crosses."""
    for block in blocks:
        if block.kind in READ_KINDS:
            words = block.span.of(text)
            start = block.span.start + len(words) - len(words.lstrip())
            yield start, max(start, block.span.end - len(words) + len(words.rstrip()))


def _groups(spans: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Windows of like length together, so that little is spent on padding."""
    order = sorted(range(len(spans)), key=lambda i: spans[i][1] - spans[i][0])
    group: list[int] = []
    filled = 0
    for i in order:
        size = spans[i][1] - spans[i][0] + 4
        if group and (size * (len(group) + 1) > min(_CELLS, _WASTE * (filled + size))):
            yield group
            group, filled = [], 0
        group.append(i)
        filled += size
    if group:
        yield group


def _read(model: Model, tokens: Tokens, stops: Flags, spans: Sequence[tuple[int, int]]) -> list[Window]:
    """The windows of one batch; ``stops`` are the tokens that end a sentence."""
    cells = batch(tokens, spans)
    scores, hidden = model.encode(cells)
    border = cells.place < 0
    tags = apart(viterbi(scores, model.transitions, border), stops[cells.place] & ~border)
    found = runs(tags)
    sure = log_softmax(masked(scores, border))
    best = np.take_along_axis(sure, tags[..., None].astype(np.int64), 2)[..., 0]
    holds = [np.isin(np.arange(len(spans)), found[found[:, 1] == role, 0]) for role in (CUE, CONTENT)]
    return [
        _window(model, tokens, cells.place[row], found[found[:, 0] == row], best[row], hidden[row])
        if holds[0][row] and holds[1][row]
        else _NOTHING
        for row in range(len(spans))
    ]


def _window(model: Model, tokens: Tokens, place: Places, found: Ints, best: Floats, hidden: Floats) -> Window:
    """Candidates and pointers of one window from its runs of tags; ``best`` are the log-probabilities of its tags."""
    sums = np.concatenate([np.zeros(1, dtype=np.float32), np.cumsum(best)])
    padded = np.append(best, np.float32(0))
    firsts: list[Ints] = []
    by_role: list[Candidates] = []
    for role in (SOURCE, CUE, CONTENT):
        first, end = found[found[:, 1] == role, 2:].T
        mean = (sums[end] - sums[first]) / np.maximum(end - first, 1)
        by_role.append(
            Candidates(
                starts=tokens.starts[place[first]].astype(np.int64),
                ends=tokens.ends[place[end - 1]].astype(np.int64),
                lines=np.searchsorted(tokens.lines, place[first], side="right"),
                quoted=tokens.quote[place[first]] != OUTSIDE,
                sure=np.stack([mean, best[first], padded[end]], axis=1),
            )
        )
        firsts.append(first)
    source, cue, content = firsts
    return Window(
        source=by_role[0],
        cue=by_role[1],
        content=by_role[2],
        to_source=model.source.scores(hidden, cue, source),
        to_cue=model.cue.scores(hidden, content, cue),
    )
