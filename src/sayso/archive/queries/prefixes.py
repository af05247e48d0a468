"""Expands ``prefix*`` to terms of an index of Porter stems, so that it matches exactly the words with that prefix.

A stem can be shorter than the prefix: ``investigat*`` must match investigation, which is indexed as *investig*. The
stem of a prefix can be too short: ``bus*`` must not match all words that begin with *bu*, the stem of bus.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import Final

from sayso.lexicons import terms

TOKENIZER: Final = "porter unicode61 remove_diacritics 2"
"""The tokenizer of the full-text index; it must be the one in the schema."""

_MAX_DEPTH: Final = 2  # letters that may be added to a prefix to get prefixes that are their own stems

IndexTerm = tuple[str, bool]
"""A word to look up in the index, and whether it is a prefix."""


@lru_cache(maxsize=1024)
def expand_prefix(prefix: str) -> tuple[IndexTerm, ...]:
    """Return the words and prefixes that together match every word with the prefix. Each prefix is its own stem."""
    words, prefixes = _words_and_prefixes(prefix, 0)
    words += [prefix + ending for ending in _endings(prefix)]
    word_by_stem: dict[str, str] = {}  # of the stems that no prefix matches
    for word, stem in zip(words, stems(words), strict=True):
        if not stem.startswith(tuple(prefixes)):
            word_by_stem.setdefault(stem, word)
    return tuple([(word, False) for word in word_by_stem.values()] + [(prefix, True) for prefix in prefixes])


def _words_and_prefixes(prefix: str, depth: int) -> tuple[list[str], list[str]]:
    """Return the words and prefixes to look up. A prefix that is not its own stem is a word, and is extended."""
    if stems([prefix])[0] == prefix:
        return [], [prefix]
    words, prefixes = [prefix], []
    if depth < _MAX_DEPTH:
        longer = [prefix + letter for letter in ascii_lowercase]
        for candidate, stem in zip(longer, stems(longer), strict=True):
            if stem == candidate:
                prefixes.append(candidate)
            else:
                more_words, more_prefixes = _words_and_prefixes(candidate, depth + 1)
                words += more_words
                prefixes += more_prefixes
    return words, prefixes


def _endings(prefix: str) -> list[str]:
    """Return the endings that can complete a prefix, and the rest of each ending whose start is the prefix's end."""
    endings = sorted(terms("stem_endings"))
    rests = [ending[n:] for ending in endings for n in range(1, len(ending)) if prefix.endswith(ending[:n])]
    return list(dict.fromkeys([*endings, *rests]))


def stems(words: Sequence[str]) -> list[str]:
    """Return the stem of each word, from the stemmer of the index."""
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE VIRTUAL TABLE input USING fts5 (word, tokenize='{TOKENIZER}')")
        database.execute("CREATE VIRTUAL TABLE stem USING fts5vocab (input, instance)")
        database.executemany("INSERT INTO input (rowid, word) VALUES (?, ?)", enumerate(words))
        stem_by_row = dict(database.execute("SELECT doc, term FROM stem"))
    database.close()
    return [stem_by_row.get(number, word) for number, word in enumerate(words)]
