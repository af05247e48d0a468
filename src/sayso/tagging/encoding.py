"""Words to the tokenizer's tokens, each word once: a page says most of its words again, and so does the next page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_KEPT: Final = 50_000  # words, at some 400 bytes each
_LONGEST: Final = 40  # characters of a word that is kept: longer ones hardly come again
_AT_ONCE: Final = 4_000  # words given to the tokenizer together: keeps memory flat on a page of megabytes


class Encoded(NamedTuple):
    """The tokens of what stands between two spaces: their numbers, and where each starts and ends in it."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def encoded(words: Sequence[str], tokenizer: Tokenizer) -> list[Encoded]:
    """The tokens of each word. None reaches over a space, so that those of a word are the same wherever it stands."""
    known = _known(tokenizer)
    found = {word: one for word in words if (one := known.get(word)) is not None}
    new = [word for word in dict.fromkeys(words) if word not in found]
    for at in range(0, len(new), _AT_ONCE):
        found.update(_looked_at(new[at : at + _AT_ONCE], tokenizer))
    if len(known) > _KEPT:
        known.clear()
    known.update((word, found[word]) for word in new if len(word) <= _LONGEST)
    return [found[word] for word in words]


@lru_cache(maxsize=2)
def _known(_: Tokenizer) -> dict[str, Encoded]:
    """The words of a tokenizer that are kept."""
    return {}


def _looked_at(words: Sequence[str], tokenizer: Tokenizer) -> Iterator[tuple[str, Encoded]]:
    """The tokens of some words, asked for as one text of them all: that is quicker than one by one."""
    one = tokenizer.encode(" ".join(words), add_special_tokens=False)
    begins = list(accumulate((len(word) + 1 for word in words), initial=0))
    ids, starts, ends = one.ids, [start for start, _ in one.offsets], [end for _, end in one.offsets]
    cuts = np.searchsorted(np.array(starts, dtype=np.int64), begins).tolist()
    for word, begin, (first, last) in zip(words, begins, pairwise(cuts), strict=False):
        parts = (ids[first:last], [at - begin for at in starts[first:last]], [at - begin for at in ends[first:last]])
        yield word, Encoded(*map(tuple, parts))
