"""MinHash signatures of contents and their bands. Contents that share a band may be the same quotation.

A function word counts as one item of the set, any other word as three, so that significant words dominate the
similarity. A signature has 48 minima of 16 bits in 16 bands of 3. The probability of a common band is 0.996 at a
Jaccard similarity of 0.67 (the average when a fifth of the words change), 0.88 at 0.5, and 0.002 at 0.05. Common
phrases find the copies that share no band (see :mod:`sayso.archive.quotations.copies`). The tests compare the
estimate with datasketch.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sayso.lexicons import terms
from sayso.text.searchable import words

BANDS: Final = 16
ROWS: Final = 3
FEWEST: Final = 4
"""The minimum number of words of a content with a signature."""

_SIZE: Final = BANDS * ROWS
_DRAWN: Final = 72  # hash functions that the generator draws; signatures used to have 72 minima
_PRIME: Final = np.uint64((1 << 31) - 1)
_MAX_WORDS: Final = 20_000  # of a content with a signature
_MAX_CACHED_WORDS: Final = 100_000
_MAX_CACHED_CHARS: Final = 4_000_000
_BATCH_WORDS: Final = 4_000  # words looked up in one step, so that the rows fit into the processor's cache
_WEIGHT: Final = 3  # items of a word that is not a function word
_MIX: Final = np.array([2654435761, 2246822519, 3266489917], dtype=np.uint64)


def _coefficients() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    generator = np.random.default_rng(20260501)
    high = int(_PRIME)
    factors = generator.integers(1, high, _DRAWN, dtype=np.uint64)
    offsets = generator.integers(0, high, _DRAWN, dtype=np.uint64)
    return factors[:_SIZE], offsets[:_SIZE]


_A, _B = _coefficients()


class _Rows(dict[str, int]):
    """Maps each word to its row in a table of the minimum hash values of its items; adds missing words."""

    def __init__(self) -> None:
        self.table = np.empty((1024, _SIZE), dtype=np.uint32)
        self.function_words = terms("function_words")
        self.characters = 0

    def __missing__(self, word: str) -> int:
        number = len(self)
        if number == len(self.table):
            self.table = np.concatenate([self.table, np.empty_like(self.table)])
        count = 1 if word in self.function_words else _WEIGHT
        items = np.array([crc32(f"{word}#{n}".encode()) & 0x7FFFFFFF for n in range(count)], dtype=np.uint64)
        self.table[number] = ((items[:, None] * _A + _B) % _PRIME).min(axis=0)
        self.characters += len(word)
        self[word] = number
        return number


class WordHashes:
    """A thread-safe cache of the minimum hash values of words."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows = _Rows()

    def of(self, words: Sequence[str]) -> NDArray[np.uint32]:
        """Return an array with one row for each word. It is a copy, so that no other thread changes it."""
        with self._lock:
            if len(self._rows) > _MAX_CACHED_WORDS or self._rows.characters > _MAX_CACHED_CHARS:
                self._rows = _Rows()
            numbers = [self._rows[word] for word in words]
            return np.take(self._rows.table, np.array(numbers, dtype=np.intp), axis=0)


_HASHES: Final = WordHashes()


def signature(words: Sequence[str]) -> bytes | None:
    """Return the signature of folded words (96 bytes), or None if there are too few or too many words."""
    return signatures([words])[0]


def signatures(texts: Iterable[Sequence[str]]) -> list[bytes | None]:
    """Return the signatures of several texts, each given as folded words."""
    result: list[bytes | None] = []
    batch: list[str] = []
    starts: list[int] = []
    indexes: list[int] = []
    for index, text_words in enumerate(texts):
        result.append(None)
        if FEWEST <= len(text_words) <= _MAX_WORDS:
            indexes.append(index)
            starts.append(len(batch))
            batch += text_words
            if len(batch) > _BATCH_WORDS:
                _fill(result, indexes, batch, starts)
                batch, starts, indexes = [], [], []
    if indexes:
        _fill(result, indexes, batch, starts)
    return result


def _fill(result: list[bytes | None], indexes: list[int], words: list[str], starts: list[int]) -> None:
    """Compute the signatures of a batch. ``words`` holds the words of all texts; each text begins at its start."""
    minima = np.minimum.reduceat(_HASHES.of(words), starts, axis=0)
    # The minima are small numbers, so multiply to spread their bits before 16 bits are kept.
    data = ((minima.astype(np.uint64) * _MIX[0] >> np.uint64(7)) & np.uint64(0xFFFF)).astype("<u2").tobytes()
    for n, index in enumerate(indexes):
        result[index] = data[n * 2 * _SIZE : (n + 1) * 2 * _SIZE]


def signature_of(text: str) -> bytes | None:
    """Return the signature of a text."""
    return signature(words(text))


def bands(signature: bytes) -> list[int]:
    """Return the bands of a signature as signed 32-bit integers. The hash of a band includes its number."""
    return bands_of([signature])[0]


def bands_of(signatures: Sequence[bytes]) -> list[list[int]]:
    """Return the bands of several signatures."""
    rows: list[list[int]] = _band_hashes(signatures).view(np.int32).tolist()
    return rows


def band_words(signatures: Sequence[bytes]) -> list[str]:
    """Return for each signature a string with its bands as words of eight hexadecimal digits."""
    digits = _band_hashes(signatures).astype(">u4").tobytes().hex(" ", 4)
    step = 9 * BANDS
    return [digits[at : at + step - 1] for at in range(0, len(signatures) * step, step)]


def _band_hashes(signatures: Sequence[bytes]) -> NDArray[np.uint32]:
    """Return the hashes of the bands, with one row for each signature."""
    parts = np.frombuffer(b"".join(signatures), dtype="<u2").reshape(len(signatures), BANDS, ROWS).astype(np.uint64)
    mixed = (parts * _MIX).sum(axis=2) + np.arange(BANDS, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    high: NDArray[np.uint32] = (mixed >> np.uint64(32)).astype(np.uint32)
    return high


def similarity(signature: bytes, others: Sequence[bytes]) -> NDArray[np.float64]:
    """Return the estimated Jaccard similarity of a signature to each of the others."""
    if not others:
        return np.zeros(0)
    table = np.frombuffer(b"".join(others), dtype="<u2").reshape(len(others), _SIZE)
    estimates: NDArray[np.float64] = (table == np.frombuffer(signature, dtype="<u2")).mean(axis=1)
    return estimates
