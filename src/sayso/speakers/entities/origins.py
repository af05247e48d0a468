"""The state, town or body that tells holders of a title apart: ``Gov. NAME of | Ohio``, ``the | Danish | premier``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.mentions.names import Name
from sayso.text.vocabulary import roles, singular, small, titles
from sayso.text.words import Words

_PROPER: Final = r"(?:[^\W\da-z_][\w.’'-]*\s?){1,4}"
_AFTER: Final = re.compile(rf"(?:’s|'s)?,?\s(?:of|from|for|in)\s(?:the\s)?(?P<of>{_PROPER})")
_BRACKET: Final = re.compile(rf"\s\((?:[A-Z]{{1,3}}-)?(?P<of>{_PROPER})\)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐‑.][^\W\d_]+)*")


def origin_after(text: str, end: int) -> frozenset[str]:
    """The words of what follows a name or a noun after "of", or in brackets."""
    found = _AFTER.match(text, end, end + 60) or _BRACKET.match(text, end, end + 40)
    return origin_words(found["of"]) if found is not None else frozenset()


def origin_words(said: str) -> frozenset[str]:
    """The words with a capital letter that are no titles, nouns for persons or parties; peoples as their countries."""
    words = (word.removesuffix("’s").removesuffix("'s") for word in _WORD.findall(said) if word[0].isupper())
    return frozenset(_country().get(low, low) for word in words if not _plain(low := word.lower()))


def origin_beside(words: Words, name: Name) -> frozenset[str]:
    """What stands after a name as the place or body that its bearer is of."""
    return origin_after(words.text, name.span.end)


def _plain(word: str) -> bool:
    bare = word.replace(".", "")
    return bare in titles() or singular(bare) in roles() or singular(bare) in small("party") or len(bare) == 1


@cache
def _country() -> dict[str, str]:
    """Each adjective of a people with its country, both in lower case."""
    return {row["term"].lower(): row["place"].lower() for row in lexicon("demonyms") if row["place"] != "-"}
