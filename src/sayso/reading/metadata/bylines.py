"""Bylines to the names in them: "By", "and", roles and outlets removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sayso.lexicons import terms
from sayso.reading.metadata.dates import DATES

_LEAD: Final = re.compile(
    r"^\s*(?:(?:story|words|text|reporting|analysis|opinion|review)\s+by|(?:written|posted|reported|published|updated)\s+by|by|from)\b[:\s]*",
    re.I,
)
_PART: Final = re.compile(
    r"(?:(?<!\s)\s*)?(?:[,;|•·/\n]|\s[-–—]\s|\band\b|&|\bwith\b|\bfor\b|\bin\b|\bof\b|(?<!-)\bat\b(?!-)|(?-i:\bon\b))\s*",
    re.I,
)
_NAME: Final = re.compile(r"^[^\W\d_][\w.'’\-]*(?:\s+(?:[^\W\d_][\w.'’\-]*)){1,4}$")
_PRINTED: Final = 3
"""The claims before this one are trusted more than what the byline prints."""
_MOST_AUTHORS: Final = 8
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


def authors_of(
    groups: Iterable[Iterable[str]], printed: Sequence[str], persons: Iterable[str], outlet: str | None
) -> tuple[str, ...]:
    """The authors of a page: the most trusted of its claims, or its byline where that names all of these and more.

    ``printed`` are the lines of the byline, ``persons`` the names that the page states to be people: one of a single
    word is taken where it is printed too, and is not the outlet's.
    """
    seen = people(printed, outlet)
    said: tuple[str, ...] = ()
    for rank, group in enumerate(groups):
        said = people(group, outlet)
        if rank == _PRINTED and seen:
            return seen
        if said:
            break
    if seen and set(map(str.casefold, said)) < set(map(str.casefold, seen)) and len(seen) <= _MOST_AUTHORS:
        return seen
    return said or seen or tuple(_single(printed, persons, outlet))


def _single(printed: Sequence[str], persons: Iterable[str], outlet: str | None) -> Iterator[str]:
    """Names of a single word that the page states to be a person and prints after "by"."""
    lines = {_LEAD.sub("", line).strip() for line in printed if _LEAD.match(line)}
    for name in persons:
        known = name.casefold() in terms("no_person") or name in terms("outlets")
        if name in lines and name.isalpha() and name[0].isupper() and not known and not _is_of(name, outlet):
            yield name


def _is_of(name: str, outlet: str | None) -> bool:
    """Whether a name is that of the outlet, or of a part of it."""
    return outlet is not None and _plain(name) in _plain(outlet)


def _plain(name: str) -> str:
    """Letters and digits of a name, in small letters."""
    return "".join(filter(str.isalnum, name.casefold()))


def people(bylines: Iterable[str], outlet: str | None = None) -> tuple[str, ...]:
    """The people whom the bylines name, each once, in order, without the outlet that they work for."""
    out: dict[str, str] = {}
    for byline in bylines:
        for piece in DATES.split(_LEAD.sub("", byline.strip()[:400])):
            named = False
            for part in _PART.split(_LEAD.sub("", piece)):
                name = _without_outlet(_LEAD.sub("", part).strip(" .,:()[]\"'“”"), outlet)
                if is_person(name) and not (outlet and _is_of(name, outlet)):
                    out.setdefault(name.casefold(), _cased(name))
                    named = True
            if named:
                break  # what follows the date is no part of the byline
    return tuple(out.values())


def _without_outlet(name: str, outlet: str | None) -> str:
    """A name without the agency or outlet that stands right behind it: "Ida Marr Associated Press"."""
    words = name.split()
    for start in range(2, min(len(words), 6)):
        rest = " ".join(words[start:])
        if rest in terms("outlets") or (outlet is not None and _plain(rest) == _plain(outlet).removeprefix("the")):
            return " ".join(words[:start])
    return name


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
