"""``prefix*`` in an index of stems: the words and prefixes to ask for, so that all words that begin so are found.

Stems cut words: ``investigat*`` must find investigation, which stands as *investig*, and ``bus*`` must not become the
prefix *bu*, the stem of bus.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import Final

from sayso.lexicons import terms

TOKENIZER: Final = "porter unicode61 remove_diacritics 2"
"""The tokenizer of the index of statements, as the schema has it."""

_DEPTH: Final = 2

Asked = tuple[str, bool]
"""A word, and whether it is a prefix."""


@lru_cache(maxsize=1024)
def begun(prefix: str) -> tuple[Asked, ...]:
    """The words and prefixes that together find every word that begins so; a prefix is its own stem."""
    words, prefixes = _spelled(prefix, 0)
    words += [prefix + ending for ending in _endings(prefix)]
    whole: dict[str, str] = {}  # one word of each stem that no prefix finds
    for word, stem in zip(words, stems(words), strict=True):
        if not stem.startswith(tuple(prefixes)):
            whole.setdefault(stem, word)
    return tuple([(word, False) for word in whole.values()] + [(one, True) for one in prefixes])


def _spelled(prefix: str, depth: int) -> tuple[list[str], list[str]]:
    """A prefix as it is where it is its own stem, else the word alone and the prefixes that are a letter longer."""
    if stems([prefix])[0] == prefix:
        return [], [prefix]
    words, prefixes = [prefix], []
    if depth < _DEPTH:
        longer = [prefix + letter for letter in ascii_lowercase]
        for one, stem in zip(longer, stems(longer), strict=True):
            more, further = ([], [one]) if stem == one else _spelled(one, depth + 1)
            words += more
            prefixes += further
    return words, prefixes


def _endings(prefix: str) -> list[str]:
    """The endings that may follow: whole ones, and the rest of one that the prefix has begun."""
    whole = sorted(terms("stem_endings"))
    rests = [ending[n:] for ending in whole for n in range(1, len(ending)) if prefix.endswith(ending[:n])]
    return list(dict.fromkeys([*whole, *rests]))


def stems(words: Sequence[str]) -> list[str]:
    """The stem of each word, by the stemmer that the index has."""
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE VIRTUAL TABLE told USING fts5 (word, tokenize='{TOKENIZER}')")
        database.execute("CREATE VIRTUAL TABLE stem USING fts5vocab (told, instance)")
        database.executemany("INSERT INTO told (rowid, word) VALUES (?, ?)", enumerate(words))
        found = dict(database.execute("SELECT doc, term FROM stem"))
    database.close()
    return [found.get(number, word) for number, word in enumerate(words)]
