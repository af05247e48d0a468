"""Extract names from bylines, without "By", roles and outlets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sayso.lexicons import small, terms
from sayso.reading.metadata.dates import DATES

_BYLINE_PREFIX: Final = re.compile(
    r"^\s*(?:(?:story|words|text|reporting|analysis|opinion|review)(?:\s+by\b|\s?:)|"
    r"(?:(?:written|posted|reported|published|updated)\s+by|by|from)\b)[:\s]*",
    re.I,
)
_SEPARATOR: Final = re.compile(
    r"(?:(?<!\s)\s*)?(?:[,;|•·/\n]|\s[-–—]\s|\band\b|&|\bwith\b|\bfor\b|\bin\b|\bof\b|(?<!-)\bat\b(?!-)|(?-i:\bon\b))\s*",
    re.I,
)
_OTHER_CREDITS: Final = re.compile(
    r"(?:^|(?<=[.,;|·•/\s]))(?:photo(?:s|graphs?|graphy)?|pictures?|images?|illustrations?|videos?|graphics?)(?:\s{1,2}by\b|\s?:).*",
    re.I,
)
"""Credits of pictures after the authors: ``. Pictures: Rob Clough``."""
_NAME: Final = re.compile(r"^[^\W\d_][\w.'’\-]*(?:\s+(?:[^\W\d_][\w.'’\-]*)){1,4}$")
_TRUSTED_GROUPS: Final = 3
"""This number of claim groups, the first ones, precede the printed byline."""
_MAX_PRINTED_AUTHORS: Final = 8


def authors_of(
    groups: Iterable[Iterable[str]], printed: Sequence[str], persons: Iterable[str], outlet: str | None
) -> tuple[str, ...]:
    """Return the authors from the most trusted claims, or from the byline if it names all of these and more.

    ``printed`` contains the byline lines, ``persons`` the names stated as persons in the metadata: a single-word name
    counts only if the byline has it and it is not the name of the outlet.
    """
    printed_names = people(printed, outlet)
    claimed: tuple[str, ...] = ()
    for rank, group in enumerate(groups):
        claimed = people(group, outlet)
        if rank == _TRUSTED_GROUPS and printed_names:
            return printed_names
        if claimed:
            break
    if (
        printed_names
        and set(map(str.casefold, claimed)) < set(map(str.casefold, printed_names))
        and len(printed_names) <= _MAX_PRINTED_AUTHORS
    ):
        return printed_names
    return claimed or printed_names or tuple(_single_names(printed, persons, outlet))


def _single_names(printed: Sequence[str], persons: Iterable[str], outlet: str | None) -> Iterator[str]:
    """Yield single-word names that the metadata states as persons and the byline has after "by"."""
    lines = {_BYLINE_PREFIX.sub("", line).strip() for line in printed if _BYLINE_PREFIX.match(line)}
    for name in persons:
        known = name.casefold() in terms("no_person") or name in terms("outlets")
        if name in lines and name.isalpha() and name[0].isupper() and not known and not _is_outlet_name(name, outlet):
            yield name


def _is_outlet_name(name: str, outlet: str | None) -> bool:
    """Return whether a name is the outlet name or a part of it."""
    return outlet is not None and letters_and_digits(name) in letters_and_digits(outlet)


def letters_and_digits(name: str) -> str:
    """Return the letters and digits of a name in lower case."""
    return "".join(filter(str.isalnum, name.casefold()))


def people(bylines: Iterable[str], outlet: str | None = None) -> tuple[str, ...]:
    """Return the distinct names of people in the bylines, in order, without their outlet."""
    names: dict[str, str] = {}
    for byline in bylines:
        for piece in DATES.split(_BYLINE_PREFIX.sub("", _OTHER_CREDITS.sub(" ", byline.strip()[:400]))):
            named = False
            for part in _SEPARATOR.split(_BYLINE_PREFIX.sub("", piece)):
                name = _without_outlet(_BYLINE_PREFIX.sub("", part).strip(" .,:()[]\"'“”"), outlet)
                if is_person(name) and not (outlet and _is_outlet_name(name, outlet)):
                    names.setdefault(name.casefold(), _title_cased(name))
                    named = True
            if named:
                break  # text after the date is not part of the byline
    return tuple(names.values())


def _without_outlet(name: str, outlet: str | None) -> str:
    """Return a name without an agency or outlet after it, as in "Ida Marr Associated Press"."""
    words = name.split()
    for start in range(2, min(len(words), 6)):
        rest = " ".join(words[start:])
        if rest in terms("outlets") or (
            outlet is not None and letters_and_digits(rest) == letters_and_digits(outlet).removeprefix("the")
        ):
            return " ".join(words[:start])
    return name


def names_authors(line: str) -> bool:
    """Return whether a line has the words of a byline, "By" or "Reported by", before the name of a person."""
    prefix = _BYLINE_PREFIX.match(line)
    return prefix is not None and line[:1].isupper() and bool(people([line]))


def is_person(name: str) -> bool:
    """Return whether this looks like a person name: two to five capitalized words, no word of an outlet or role."""
    if not _NAME.match(name) or len(name) > 60:
        return False
    words = name.split()
    no_person, particles = terms("no_person"), small("name_particle") - small("name_link")
    if any(word.casefold().strip(".") in no_person for word in words):
        return False
    return all(word[0].isupper() or word.casefold() in particles or not word[0].isascii() for word in words)


def _title_cased(name: str) -> str:
    """Return a name in upper case in title case, any other name unchanged."""
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0] if len(word[0]) < 2 else word[0].capitalize(), name)
