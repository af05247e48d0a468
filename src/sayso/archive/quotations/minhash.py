"""MinHash of a content's words, and its bands: contents that share a band may be the same quotation.

Function words count once, others three times (as three different items), so that quotations are alike by what they
say. 48 minima of 16 bits each, in 16 bands of 3: at a Jaccard similarity of 0.67, which a fifth of changed words leaves
on average, the chance to share a band is 0.996, at 0.5 it is 0.88, at 0.05 it is 0.002. What the bands miss, shared
phrases find (see copies). A dozen lines of numpy; the estimate is tested against datasketch.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sayso.archive.queries.query_language import words
from sayso.lexicons import terms

BANDS: Final = 16
ROWS: Final = 3
FEWEST: Final = 4
"""Words that a content needs to be compared at all."""

_SIZE: Final = BANDS * ROWS
_DRAWN: Final = 72  # hash functions that were drawn once: the first ones stay the same
_PRIME: Final = np.uint64((1 << 31) - 1)
_MOST: Final = 20_000  # words of a content beyond which it is no quotation
_REMEMBERED: Final = 100_000  # words whose hash values are kept
_CHARACTERS: Final = 4_000_000  # of these words together
_AT_ONCE: Final = 4_000  # words that are looked up in one step: they fit into a cache
_WEIGHT: Final = 3
_MIX: Final = np.array([2654435761, 2246822519, 3266489917], dtype=np.uint64)


def _coefficients() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    made = np.random.default_rng(20260501)
    high = int(_PRIME)
    drawn = made.integers(1, high, _DRAWN, dtype=np.uint64), made.integers(0, high, _DRAWN, dtype=np.uint64)
    return drawn[0][:_SIZE], drawn[1][:_SIZE]


_A, _B = _coefficients()


class _Rows(dict[str, int]):
    """The number of each word's row in a table of the least hash values of the items that it stands for."""

    def __init__(self) -> None:
        self.table = np.empty((1024, _SIZE), dtype=np.uint32)
        self.small = terms("function_words")
        self.characters = 0

    def __missing__(self, word: str) -> int:
        number = len(self)
        if number == len(self.table):
            self.table = np.concatenate([self.table, np.empty_like(self.table)])
        count = 1 if word in self.small else _WEIGHT
        items = np.array([crc32(f"{word}#{n}".encode()) & 0x7FFFFFFF for n in range(count)], dtype=np.uint64)
        self.table[number] = ((items[:, None] * _A + _B) % _PRIME).min(axis=0)
        self.characters += len(word)
        self[word] = number
        return number


class WordHashes:
    """The least hash values of words, remembered from call to call. Any number of threads may share one object."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows = _Rows()

    def of(self, words: Sequence[str]) -> NDArray[np.uint32]:
        """The values of each word, a row for each: a copy, which no other thread writes into."""
        with self._lock:
            if len(self._rows) > _REMEMBERED or self._rows.characters > _CHARACTERS:
                self._rows = _Rows()
            numbers = [self._rows[word] for word in words]
            return np.take(self._rows.table, np.array(numbers, dtype=np.intp), axis=0)


_HASHES: Final = WordHashes()


def signature(found: Sequence[str]) -> bytes | None:
    """The signature of folded words, 96 bytes; None where they are too few, or far too many."""
    return signatures([found])[0]


def signatures(texts: Iterable[Sequence[str]]) -> list[bytes | None]:
    """The signatures of several texts' words at once."""
    out: list[bytes | None] = []
    waiting: list[str] = []
    starts: list[int] = []
    fit: list[int] = []
    for place, found in enumerate(texts):
        out.append(None)
        if FEWEST <= len(found) <= _MOST:
            fit.append(place)
            starts.append(len(waiting))
            waiting += found
            if len(waiting) > _AT_ONCE:
                _fill(out, fit, waiting, starts)
                waiting, starts, fit = [], [], []
    if fit:
        _fill(out, fit, waiting, starts)
    return out


def _fill(out: list[bytes | None], places: list[int], words: list[str], starts: list[int]) -> None:
    """Write the signatures of texts whose words stand one after another."""
    least = np.minimum.reduceat(_HASHES.of(words), starts, axis=0)
    # The minima are small numbers: all their bits are mixed before 16 are kept.
    made = ((least.astype(np.uint64) * _MIX[0] >> np.uint64(7)) & np.uint64(0xFFFF)).astype("<u2").tobytes()
    for n, place in enumerate(places):
        out[place] = made[n * 2 * _SIZE : (n + 1) * 2 * _SIZE]


def signature_of(text: str) -> bytes | None:
    """The signature of a text."""
    return signature(words(text))


def bands(made: bytes) -> list[int]:
    """The bands of a signature as signed 32-bit integers; the number of the band is part of each."""
    return bands_of([made])[0]


def bands_of(made: Sequence[bytes]) -> list[list[int]]:
    """The bands of many signatures at once."""
    numbers: list[list[int]] = _mixed(made).view(np.int32).tolist()
    return numbers


def band_words(made: Sequence[bytes]) -> list[str]:
    """The bands of many signatures as words of eight hexadecimal digits, those of one signature in one string."""
    told = _mixed(made).astype(">u4").tobytes().hex(" ", 4)
    step = 9 * BANDS
    return [told[at : at + step - 1] for at in range(0, len(made) * step, step)]


def _mixed(made: Sequence[bytes]) -> NDArray[np.uint32]:
    """The bands, a row for each signature."""
    parts = np.frombuffer(b"".join(made), dtype="<u2").reshape(len(made), BANDS, ROWS).astype(np.uint64)
    mixed = (parts * _MIX).sum(axis=2) + np.arange(BANDS, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    high: NDArray[np.uint32] = (mixed >> np.uint64(32)).astype(np.uint32)
    return high


def similarity(one: bytes, others: Sequence[bytes]) -> NDArray[np.float64]:
    """The estimated similarity of a signature to each of some others."""
    if not others:
        return np.zeros(0)
    table = np.frombuffer(b"".join(others), dtype="<u2").reshape(len(others), _SIZE)
    out: NDArray[np.float64] = (table == np.frombuffer(one, dtype="<u2")).mean(axis=1)
    return out
