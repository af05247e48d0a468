"""Tags an article: splits it into windows, and runs the model on each."""

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
from sayso.tagging.topic_labels import after_label
from sayso.tagging.windows import Tokens, batch, densest_left_out, most_tokens, pack, size, tokenize
from sayso.terms import READ_KINDS, Block
from sayso.text.quotation_marks import OUTSIDE
from sayso.text.sentences import sure_stops

WINDOW: Final = 40
"""Maximum tokens of a window, filled with whole paragraphs; a longer paragraph is a separate window (windows.pack)."""
SOURCE, CUE, CONTENT = range(len(ROLES))
_MAX_CELLS: Final = 4096  # of a batch

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The n spans of one role in one window.

    ``starts`` and ``ends`` are offsets in code points, ``lines`` line numbers, and ``quoted`` flags spans that start
    inside quotation marks. ``sure`` ``(n, 3)`` has log-probabilities of tags: the mean over the span, the first token,
    and the token after the span.
    """

    starts: Ints
    ends: Ints
    lines: Ints
    quoted: NDArray[np.bool_]
    sure: Floats


@dataclass(frozen=True, slots=True)
class Window:
    """The candidates of a window by role, and the log-probabilities of the pointers, with column 0 for no target.

    ``to_source`` has shape ``(cues, 1 + sources)``, ``to_cue`` ``(contents, 1 + cues)``.
    """

    source: Candidates
    cue: Candidates
    content: Candidates
    to_source: Floats
    to_cue: Floats


_WORD: Final = re.compile(r"[^\W\d_]{2}")
_NO_SPANS: Final = Candidates(
    *(np.zeros(0, dtype=np.int64),) * 3, np.zeros(0, dtype=bool), np.zeros((0, 3), np.float32)
)
_EMPTY_WINDOW: Final = Window(_NO_SPANS, _NO_SPANS, _NO_SPANS, *(np.zeros((0, 1), dtype=np.float32),) * 2)
"""The result for a window without a cue or without a content, which contains no attribution."""


@dataclass(frozen=True, slots=True)
class Tags:
    """All windows of an article in text order, with name and heads of the model.

    ``stops`` are the sorted offsets of full stops that certainly end a sentence. ``remaining`` is the number of tokens
    that a second pass over parts of the same text may read.
    """

    windows: tuple[Window, ...]
    model: str
    heads: dict[str, Floats]
    stops: Ints
    remaining: int = 0


def tag(analysis: Analysis, *, folder: Path | None = None, most: int | None = None) -> Tags:
    """Find sources, cues and contents in headline, dek, captions and body, but not in furniture.

    ``folder`` contains the model; the default is the bundled one. ``most`` is the maximum number of tokens to read; the
    default grows with the text. Raises ModelError if the files of the model are damaged.
    """
    model, article = load(folder), analysis.article
    lines = [line for line in _lines(article.text, article.blocks) if line[0] < line[1]]
    if not lines:
        return Tags((), model.name, model.heads, np.zeros(0, dtype=np.int64))
    tokens = tokenize(article.text, lines, model.tokenizer, analysis.quotation_states)
    ends = np.array(sure_stops(article.text), dtype=np.int64)
    stops = np.isin(tokens.starts, ends)
    spans = [
        (first, last)
        for first, last in pack(tokens, WINDOW)
        if _WORD.search(article.text, int(tokens.starts[first]), int(tokens.ends[last - 1]))
    ]
    most = most_tokens(article.text) if most is None else most
    spans = densest_left_out(tokens, spans, article.text, most)
    windows = {
        index: window
        for group in _groups(spans)
        for index, window in zip(group, _read(model, tokens, stops, [spans[i] for i in group]), strict=True)
    }
    remaining = most_tokens(article.text, twice=True) - int(size(tokens, spans).sum())
    return Tags(tuple(windows[i] for i in range(len(spans))), model.name, model.heads, ends, remaining)


def _lines(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The read blocks without surrounding white space and topic labels. No span crosses their borders.

    Blocks without a word of two letters (rows of dashes, numbers or brackets) contain no attribution and are skipped;
    ``tag`` also skips such windows of a long block.
    """
    for block in blocks:
        words = block.span.of(text)
        if block.kind in READ_KINDS and _WORD.search(words):
            start = block.span.start + len(words) - len(words.lstrip())
            end = max(start, block.span.end - len(words) + len(words.rstrip()))
            yield after_label(text, start, end), end


def _groups(spans: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The indices of windows in batches of similar length with at most _MAX_CELLS cells."""
    order = sorted(range(len(spans)), key=lambda i: spans[i][1] - spans[i][0])
    group: list[int] = []
    for i in order:
        if group and (spans[i][1] - spans[i][0] + 4) * (len(group) + 1) > _MAX_CELLS:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def _read(model: Model, tokens: Tokens, stops: Flags, spans: Sequence[tuple[int, int]]) -> list[Window]:
    """The windows of one batch. ``stops`` flags the tokens that end a sentence."""
    cells = batch(tokens, spans)
    scores, hidden = model.encode(cells)
    border = cells.place < 0
    tags = apart(viterbi(scores, model.transitions, border), stops[cells.place] & ~border)
    best = np.take_along_axis(log_softmax(masked(scores, border)), tags[..., None].astype(np.int64), 2)[..., 0]
    rows = runs(tags)
    has_cue, has_content = (np.isin(np.arange(len(spans)), rows[rows[:, 1] == role, 0]) for role in (CUE, CONTENT))
    kept = np.flatnonzero(has_cue & has_content)
    windows = [_EMPTY_WINDOW] * len(spans)
    for index, window in zip(
        kept.tolist(), _windows(model, tokens, cells.place, kept, rows, best, hidden), strict=True
    ):
        windows[index] = window
    return windows


def _windows(
    model: Model, tokens: Tokens, place: Ints, kept: Ints, rows: Ints, best: Floats, hidden: Floats
) -> Iterator[Window]:
    """The results of the windows ``kept``, from the spans ``rows`` and the log-probabilities ``best`` of their tags."""
    roles = [rows[rows[:, 1] == role][:, [0, 2, 3]] for role in (SOURCE, CUE, CONTENT)]
    source, cue, content = (_by_window(kept, role) for role in roles)
    to_source = model.source.scores(hidden, kept, cue, source)
    to_cue = model.cue.scores(hidden, kept, content, cue)
    zeros = np.zeros((len(best), 1), dtype=np.float32)
    sums, best = np.hstack([zeros, np.cumsum(best, axis=1)]), np.hstack([best, zeros])
    candidates = zip(*(_candidates(tokens, place, kept, role, sums, best) for role in roles), strict=True)
    for number, (sources, cues, contents) in enumerate(candidates):
        yield Window(
            sources,
            cues,
            contents,
            to_source[number, : len(cues.starts), : 1 + len(sources.starts)],
            to_cue[number, : len(contents.starts), : 1 + len(cues.starts)],
        )


def _by_window(kept: Ints, rows: Ints) -> Ints:
    """The first cells of the spans of one role, with a row for each window in ``kept``, padded with -1."""
    first = np.searchsorted(rows[:, 0], kept)
    count = np.searchsorted(rows[:, 0], kept, side="right") - first
    rank = np.arange(count.max(initial=0))
    index = np.minimum(first[:, None] + rank, len(rows) - 1)
    return np.where(rank < count[:, None], rows[index, 1], -1)


def _candidates(tokens: Tokens, place: Ints, kept: Ints, rows: Ints, sums: Floats, best: Floats) -> list[Candidates]:
    """The candidates of one role for each window in ``kept``, from the spans ``(window, first cell, end cell)``.

    ``best`` are the log-probabilities of the tags, ``sums`` their cumulative sums before each cell.
    """
    window, first, end = rows.T
    first_token, last_token = place[window, first], place[window, end - 1]
    mean = (sums[window, end] - sums[window, first]) / np.maximum(end - first, 1)
    columns = (
        tokens.starts[first_token].astype(np.int64),
        tokens.ends[last_token].astype(np.int64),
        np.searchsorted(tokens.lines, first_token, side="right"),
        tokens.quote[first_token] != OUTSIDE,
        np.stack([mean, best[window, first], best[window, end]], axis=1),
    )
    cuts = zip(*(np.searchsorted(window, kept, side=side).tolist() for side in ("left", "right")), strict=True)
    return [Candidates(*(column[start:stop] for column in columns)) for start, stop in cuts]
