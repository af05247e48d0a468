"""Bylines to the names in them: "By", "and", roles and outlets removed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from sayso.lexicons import terms

_LEAD: Final = re.compile(
    r"^\s*(?:(?:story|words|text|reporting|analysis|opinion|review)\s+by|(?:written|posted|reported|published|updated)\s+by|by|from)\b[:\s]*",
    re.I,
)
_PART: Final = re.compile(
    r"(?:(?<!\s)\s*)?(?:[,;|•·/\n]|\s[-–—]\s|\band\b|&|\bwith\b|\bfor\b|\bin\b|\bof\b|\bat\b)\s*", re.I
)
_NAME: Final = re.compile(r"^[^\W\d_][\w.'’\-]*(?:\s+(?:[^\W\d_][\w.'’\-]*)){1,4}$")
_SMALL: Final = frozenset(
    [
        "de",
        "da",
        "di",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "du",
        "bin",
        "al",
        "el",
        "y",
        "e",
        "ter",
        "ten",
        "dos",
        "das",
        "ibn",
    ]
)


def people(bylines: Iterable[str]) -> tuple[str, ...]:
    """The people whom the bylines name, each once, in order."""
    out: dict[str, str] = {}
    for byline in bylines:
        for part in _PART.split(_LEAD.sub("", byline.strip()[:400])):
            name = _LEAD.sub("", part).strip(" .,:()[]\"'“”")
            if is_person(name):
                out.setdefault(name.casefold(), _cased(name))
    return tuple(out.values())


def is_person(name: str) -> bool:
    """Whether this looks like the name of a person: two to five words in capitals, none of an outlet or a role."""
    if not _NAME.match(name) or len(name) > 60:
        return False
    words = name.split()
    no_person = terms("no_person")
    if any(word.casefold().strip(".") in no_person for word in words):
        return False
    return all(word[0].isupper() or word.casefold() in _SMALL or not word[0].isascii() for word in words)


def _cased(name: str) -> str:
    """A name that is written all in capitals in the usual way."""
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0] if len(word[0]) < 2 else word[0].capitalize(), name)
