"""Tokenizes words with a cache, since most words of a page occur repeatedly, also on the next pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_MAX_CACHED_WORDS: Final = 50_000  # about 400 bytes each
_MAX_CACHED_CHARS: Final = 40  # longer words rarely repeat
_CHUNK_WORDS: Final = 4_000  # words per call of the tokenizer; bounds the memory on pages of megabytes


class Encoded(NamedTuple):
    """The tokens of a word (the text between two spaces): their ids, and their start and end offsets in the word."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def encoded(words: Sequence[str], tokenizer: Tokenizer) -> list[Encoded]:
    """The tokens of each word. Tokens do not cross spaces, so the tokens of a word do not depend on its context."""
    cache = _cache(tokenizer)
    tokens = {word: cached for word in words if (cached := cache.get(word)) is not None}
    new = [word for word in dict.fromkeys(words) if word not in tokens]
    for start in range(0, len(new), _CHUNK_WORDS):
        tokens.update(_tokenized(new[start : start + _CHUNK_WORDS], tokenizer))
    if len(cache) > _MAX_CACHED_WORDS:
        cache.clear()
    cache.update((word, tokens[word]) for word in new if len(word) <= _MAX_CACHED_CHARS)
    return [tokens[word] for word in words]


@lru_cache(maxsize=2)
def _cache(_: Tokenizer) -> dict[str, Encoded]:
    """The cached words of a tokenizer."""
    return {}


def _tokenized(words: Sequence[str], tokenizer: Tokenizer) -> Iterator[tuple[str, Encoded]]:
    """The tokens of each word, from one call for all words, which is faster than a call for each."""
    encoding = tokenizer.encode(" ".join(words), add_special_tokens=False)
    word_starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    ids, starts, ends = encoding.ids, [start for start, _ in encoding.offsets], [end for _, end in encoding.offsets]
    cuts = np.searchsorted(np.array(starts, dtype=np.int64), word_starts).tolist()
    for word, offset, (first, last) in zip(words, word_starts, pairwise(cuts), strict=False):
        yield (
            word,
            Encoded(
                tuple(ids[first:last]),
                tuple(start - offset for start in starts[first:last]),
                tuple(end - offset for end in ends[first:last]),
            ),
        )
