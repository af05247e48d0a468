"""Prepares the model's input: tokens with offsets, letter case and quotation state, packed into windows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sayso.tagging.encoding import Encoded, encoded
from sayso.text.quotation_marks import CLOSING, quote_states

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS: Final = 101
SEP: Final = 102
CASES: Final = 5
_PIECE_CHARS: Final = 20_000  # a longer line is tokenized in pieces that end at spaces; bounds the memory
LONGEST: Final = 250
"""Maximum tokens of a line that is not split."""
_TOKENS_PER_BYTE: Final = 0.4
_TOKENS_PER_BYTE_TWICE: Final = 0.5
_FREE_TOKENS: Final = 2000
"""With these, the most tokens that the model reads on a page, in the first pass and in both. Prose has 0.20 to 0.26
tokens per byte (40 articles of PolNeAR dev), and a page of speech is read nearly twice."""
_COLON: Final = 1024  # token ids of the tokenizer
_FULL_STOP: Final = 1012

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of the lines of a text, as parallel arrays of length n.

    ``starts`` and ``ends`` are offsets in code points. ``case`` is 0 (no capital), 1 (first letter), 2 (all letters),
    3 (another letter) or 4 (starts with a digit). ``quote`` is a state of :mod:`sayso.text.quotation_marks`. The tokens
    of line i are ``lines[i]:lines[i + 1]``.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    case: Ints
    quote: Ints
    lines: Ints


def tokenize(
    text: str, lines: Sequence[tuple[int, int]], tokenizer: Tokenizer, states: NDArray[np.uint8] | None = None
) -> Tokens:
    """The tokens of the given lines ``[start, end)`` of the text. No token crosses a line end."""
    words: list[str] = []
    offsets: list[int] = []
    line_ends = [0]
    for line in lines:
        for start, end in _pieces(text, *line):
            for word in text[start:end].split(" "):
                words.append(word)
                offsets.append(start)
                start += len(word) + 1
        line_ends.append(len(words))
    encoded_words = encoded(words, tokenizer)
    sums = np.concatenate([[0], np.cumsum([len(word.ids) for word in encoded_words], dtype=np.int64)])
    total = int(sums[-1])
    ids, starts, ends = (
        np.fromiter(chain.from_iterable(map(itemgetter(column), encoded_words)), dtype=np.int32, count=total)
        for column in range(len(Encoded._fields))
    )
    base = np.repeat(np.array(offsets, dtype=np.int32), np.diff(sums))
    starts += base
    ends += base
    states = quote_states(text) if states is None else states
    quote = states[np.minimum(starts, max(len(text) - 1, 0))].astype(np.int32) if total else ids
    return Tokens(ids, starts, ends, _cases(text, starts, ends), quote, sums[line_ends].astype(np.int32))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A line, or if it is very long, its pieces, which end after a space if possible."""
    while end - start > _PIECE_CHARS:
        cut = text.rfind(" ", start + _PIECE_CHARS // 2, start + _PIECE_CHARS) + 1 or start + _PIECE_CHARS
        yield start, cut
        start = cut
    yield start, end


def _cases(text: str, starts: Ints, ends: Ints) -> Ints:
    """The ``case`` of each token (see Tokens)."""
    if not len(starts):
        return np.zeros(0, dtype=np.int32)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    distinct = sorted(set(text))
    is_upper, is_digit = (np.zeros(ord(distinct[-1]) + 1, dtype=bool) for _ in range(2))
    for character in distinct:
        is_upper[ord(character)], is_digit[ord(character)] = character.isupper(), character.isdigit()
    upper, digit = is_upper[points], is_digit[points]
    sums = np.concatenate([np.zeros(1, dtype=np.int32), np.cumsum(upper, dtype=np.int32)])
    number = sums[ends] - sums[starts]
    first = upper[np.minimum(starts, len(points) - 1)]
    size = ends - starts
    cases = np.where(number == 0, 0, np.where((number == size) & (size > 1), 2, np.where(first, 1, 3)))
    return np.where(digit[np.minimum(starts, len(points) - 1)], 4, cases).astype(np.int32)


def pack(tokens: Tokens, limit: int) -> list[tuple[int, int]]:
    """Pack lines into windows ``[first, last)`` of token indices with at most ``limit`` tokens.

    A longer line is a separate window, together with the next line if it ends in a colon. A line over LONGEST is split,
    if possible at a sentence end. Each line counts one additional token for its separator.
    """
    windows: list[tuple[int, int]] = []
    start, room = 0, limit
    for first, last in _joined_lines(tokens):
        size = last - first + 1
        if size > room and first > start:
            windows.append((start, first))
            start, room = first, limit
        while last - start > max(limit, LONGEST):
            cut = _sentence_end(tokens, start, start + LONGEST)
            windows.append((start, cut))
            start = cut
        room -= size
    if start < len(tokens.ids):
        windows.append((start, len(tokens.ids)))
    return windows


def most_tokens(text: str, *, twice: bool = False) -> int:
    """The most tokens of a page that the model reads: bounds the time on text with shorter tokens than prose.

    ``twice`` is the limit of both passes together.
    """
    tokens_per_byte = _TOKENS_PER_BYTE_TWICE if twice else _TOKENS_PER_BYTE
    return _FREE_TOKENS + int(tokens_per_byte * len(text.encode("utf-8", "replace")))


def size(tokens: Tokens, windows: Sequence[tuple[int, int]]) -> Ints:
    """The number of tokens of each window, with a separator for each line."""
    first, last = np.array(windows, dtype=np.int32).reshape(-1, 2).T
    line_starts = np.unique(tokens.lines)
    lines = np.searchsorted(line_starts, last, side="left") - np.searchsorted(line_starts, first, side="right") + 1
    return (last - first + lines + 1).astype(np.int32)


def densest_left_out(tokens: Tokens, windows: list[tuple[int, int]], text: str, most: int) -> list[tuple[int, int]]:
    """The windows in text order, without the densest ones if they have more than ``most`` tokens together.

    The density is the tokens per byte of text. Marks, single letters and pieces of words are denser than prose.
    """
    sizes = size(tokens, windows)
    if sizes.sum() <= most:
        return windows
    parts = (text[tokens.starts[first] : tokens.ends[last - 1]] for first, last in windows)
    density = sizes / np.array([len(part.encode("utf-8", "replace")) for part in parts])
    order = np.argsort(density, kind="stable")
    kept = np.sort(order[np.cumsum(sizes[order], dtype=np.int64) <= most])
    return [windows[i] for i in kept.tolist()]


def _joined_lines(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The lines as ``[first, last)`` token indices; a line that ends in a colon is joined with the next one."""
    start = 0
    for first, last in itertools.pairwise(tokens.lines.tolist()):
        if first > start and (tokens.ids[first - 1] != _COLON or last - start > LONGEST):
            yield start, first
            start = first
    if start < len(tokens.ids):
        yield start, len(tokens.ids)


def _sentence_end(tokens: Tokens, start: int, limit: int) -> int:
    """The index after the last full stop (and its closing mark) in the second half of a range, else the limit."""
    half = (start + limit) // 2
    stops = np.flatnonzero(tokens.ids[half:limit] == _FULL_STOP)
    if not len(stops):
        return limit
    cut = half + int(stops[-1]) + 1
    return cut + 1 if cut < limit and tokens.quote[cut] == CLOSING else cut


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows of shape ``(windows, length)``. ``place`` is the token index of each cell, or -1."""

    ids: NDArray[np.int64]
    case: NDArray[np.int64]
    quote: NDArray[np.int64]
    mask: NDArray[np.int64]
    place: NDArray[np.int64]


def batch(tokens: Tokens, windows: Sequence[tuple[int, int]]) -> Batch:
    """The windows as one padded batch: CLS, then each line followed by SEP."""
    first, last = np.array(windows, dtype=np.int64).T
    counts = last - first
    row = np.repeat(np.arange(len(windows)), counts)
    token = np.arange(len(row)) + np.repeat(first - np.cumsum(counts) + counts, counts)
    # The number of separators before a token is its line number within the window.
    line_starts = np.unique(tokens.lines)
    line, first_line = (np.searchsorted(line_starts, index, side="right") for index in (token, first))
    cell = 1 + token - first[row] + line - first_line[row]
    size = counts + np.searchsorted(line_starts, last - 1, side="right") - first_line + 2
    shape = (len(windows), int(size.max()))
    ids, case, quote = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    place = np.full(shape, -1, dtype=np.int64)
    mask = (np.arange(shape[1]) < size[:, None]).astype(np.int64)
    ids[mask > 0] = SEP
    ids[:, 0] = CLS
    ids[row, cell] = tokens.ids[token]
    case[row, cell] = tokens.case[token]
    quote[row, cell] = tokens.quote[token]
    place[row, cell] = token
    return Batch(ids, case, quote, mask, place)
