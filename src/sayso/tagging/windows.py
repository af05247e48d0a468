"""Article text to the model's input: tokens with their code points, letter case, quotation state, packed windows."""

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
from sayso.text.quotation_marks import quote_states

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS: Final = 101
SEP: Final = 102
CASES: Final = 5
# Tokenising in pieces keeps memory flat on a line of megabytes; pieces end at a space.
_PIECE: Final = 20_000

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens of some lines of one text, as parallel arrays of length n, and where each line begins in them.

    ``starts`` and ``ends`` are code points of the text; ``case`` is 0 (no capital), 1 (first letter), 2 (all),
    3 (some other), 4 (a digit first); ``quote`` is a state of :mod:`sayso.text.quotation_marks`; ``lines`` has one
    entry more than there are lines: tokens of line i are ``lines[i]:lines[i + 1]``.
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
    """Tokens of the given ``[start, end)`` lines of the text, none of which reaches over a line end."""
    words: list[str] = []
    places: list[int] = []
    ends_of_lines = [0]
    for line in lines:
        for start, end in _pieces(text, *line):
            for word in text[start:end].split(" "):
                words.append(word)
                places.append(start)
                start += len(word) + 1
        ends_of_lines.append(len(words))
    found = encoded(words, tokenizer)
    sums = np.concatenate([[0], np.cumsum([len(one.ids) for one in found], dtype=np.int64)])
    total = int(sums[-1])
    ids, starts, ends = (
        np.fromiter(chain.from_iterable(map(itemgetter(column), found)), dtype=np.int32, count=total)
        for column in range(len(Encoded._fields))
    )
    base = np.repeat(np.array(places, dtype=np.int32), np.diff(sums))
    starts += base
    ends += base
    states = quote_states(text) if states is None else states
    quote = states[np.minimum(starts, max(len(text) - 1, 0))].astype(np.int32) if total else ids
    return Tokens(ids, starts, ends, _cases(text, starts, ends), quote, sums[ends_of_lines].astype(np.int32))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line itself, or parts of it that end after a space where it is very long."""
    while end - start > _PIECE:
        cut = text.rfind(" ", start + _PIECE // 2, start + _PIECE) + 1 or start + _PIECE
        yield start, cut
        start = cut
    yield start, end


def _cases(text: str, starts: Ints, ends: Ints) -> Ints:
    """The case class of each token (see Tokens)."""
    if not len(starts):
        return np.zeros(0, dtype=np.int32)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    known, which = np.unique(points, return_inverse=True)
    upper = np.array([chr(point).isupper() for point in known])[which]
    digit = np.array([chr(point).isdigit() for point in known])[which]
    sums = np.concatenate([[0], np.cumsum(upper)])
    number = sums[ends] - sums[starts]
    first = upper[np.minimum(starts, len(points) - 1)]
    size = ends - starts
    cases = np.where(number == 0, 0, np.where((number == size) & (size > 1), 2, np.where(first, 1, 3)))
    return np.where(digit[np.minimum(starts, len(points) - 1)], 4, cases).astype(np.int32)


LONGEST: Final = 250
"""Tokens of the longest line that is read whole."""


def pack(tokens: Tokens, limit: int) -> list[tuple[int, int]]:
    """Windows as ``[first, last)`` token indices: whole lines in order, together at most ``limit`` tokens.

    A line over the limit stands alone, and with it the next one where it ends in a colon; one over LONGEST is cut, at a
    sentence's end where one is near. Each line also counts a token for its separator.
    """
    windows: list[tuple[int, int]] = []
    begin, room = 0, limit
    for first, last in _together(tokens):
        size = last - first + 1
        if size > room and first > begin:
            windows.append((begin, first))
            begin, room = first, limit
        while last - begin > max(limit, LONGEST):
            cut = _sentence_end(tokens, begin, begin + LONGEST)
            windows.append((begin, cut))
            begin = cut
        room -= size
    if begin < len(tokens.ids):
        windows.append((begin, len(tokens.ids)))
    return windows


_COLON: Final = 1024


def _together(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Lines as ``[first, last)`` token indices; what follows a line with a colon at its end is one with it."""
    begin = 0
    for first, last in itertools.pairwise(tokens.lines.tolist()):
        if first > begin and (tokens.ids[first - 1] != _COLON or last - begin > LONGEST):
            yield begin, first
            begin = first
    if begin < len(tokens.ids):
        yield begin, len(tokens.ids)


_FULL_STOP: Final = 1012


def _sentence_end(tokens: Tokens, begin: int, limit: int) -> int:
    """The index after the last full stop (and the mark that closes it) in the second half, or the limit."""
    half = (begin + limit) // 2
    stops = np.flatnonzero(tokens.ids[half:limit] == _FULL_STOP)
    if not len(stops):
        return limit
    cut = half + int(stops[-1]) + 1
    return cut + 1 if cut < limit and tokens.quote[cut] == 3 else cut


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows of shape ``(windows, length)``; ``place`` is the token each cell stands for, or -1."""

    ids: NDArray[np.int64]
    case: NDArray[np.int64]
    quote: NDArray[np.int64]
    mask: NDArray[np.int64]
    place: NDArray[np.int64]


def batch(tokens: Tokens, windows: Sequence[tuple[int, int]]) -> Batch:
    """The windows as one padded batch: CLS, then each line and a SEP."""
    first, last = np.array(windows, dtype=np.int64).T
    counts = last - first
    row = np.repeat(np.arange(len(windows)), counts)
    at = np.arange(len(row)) + np.repeat(first - np.cumsum(counts) + counts, counts)
    # The number of the line tells how many separators stand before a token.
    begins = np.unique(tokens.lines)
    line, before = (np.searchsorted(begins, one, side="right") for one in (at, first))
    cell = 1 + at - first[row] + line - before[row]
    size = counts + np.searchsorted(begins, last - 1, side="right") - before + 2
    shape = (len(windows), int(size.max()))
    ids, case, quote = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    place = np.full(shape, -1, dtype=np.int64)
    mask = (np.arange(shape[1]) < size[:, None]).astype(np.int64)
    ids[mask > 0] = SEP
    ids[:, 0] = CLS
    for filled, values in ((ids, tokens.ids[at]), (case, tokens.case[at]), (quote, tokens.quote[at]), (place, at)):
        filled[row, cell] = values
    return Batch(ids, case, quote, mask, place)
