"""Coordinated names in a source: "A and B", "A, B and C", but not the halves of one name."""

from __future__ import annotations

import itertools
import re
from typing import Final

from sayso.speakers.kinds import PERSONS
from sayso.speakers.mentions.names import Name, names_within
from sayso.terms import Span
from sayso.text.vocabulary import roles
from sayso.text.words import Words

_MAX_PREFIX: Final = 24
_SEPARATOR: Final = re.compile(r"(?:,| and|, and| &| nor)\s(?:the\s)?")


def several(words: Words, span: Span, core: Span, names: list[Name]) -> tuple[Name, ...]:
    """The coordinated names of a source; empty if it has fewer than two."""
    text = words.text
    if len(names) > 1 and names[0].span.start - core.start < _MAX_PREFIX:
        gaps = [text[first_name.span.end : second_name.begin] for first_name, second_name in itertools.pairwise(names)]
        first = len(gaps) - 1
        while first >= 0 and _SEPARATOR.fullmatch(gaps[first]):
            first -= 1
        coordinated = tuple(name for name in names[first + 1 :] if name is names[first + 1] or not _is_office(name))
        if (
            len(coordinated) > 1
            and re.search(r"\b(?:and|nor)\b|&", "".join(gaps[first + 1 :]))
            and _is_coordination(coordinated)
        ):
            return coordinated
    name_list = _list(words, span)
    if name_list:
        return name_list
    if not names or names[0].sort not in PERSONS:
        return ()
    others = [name for name in names_within(words, core.end, span.end) if name.sort in PERSONS and not _is_office(name)]
    for other in others:
        before = text[core.end : other.begin]
        if re.search(r", and (?:the [a-z ]+, )?$", before) and (other.title or len(other.words) > 1):
            return (names[0], other)
    whole = text[names[0].span.start : span.end].strip()
    if len(others) == 1 and whole == f"{names[0].text}, {others[0].text}" and len(others[0].words) == 1:
        return (names[0], others[0])
    return ()


def _list(words: Words, span: Span) -> tuple[Name, ...]:
    """A list of names with commas and "and", without other words."""
    text = span.of(words.text)
    names = tuple(names_within(words, span.start, span.end)) if ", " in text and " and " in text else ()
    if not _MIN_LIST <= len(names) <= _MAX_LIST or not _is_coordination(names):
        return ()
    starts = [name.begin for name in names]
    gaps = [words.text[name.span.end : start] for name, start in zip(names, starts[1:], strict=False)]
    rest = words.text[span.start : starts[0]] + words.text[names[-1].span.end : span.end]
    are_joined = all(_SEPARATOR.fullmatch(gap) for gap in gaps) and "and" in gaps[-1]
    return names if are_joined and not rest.strip(" ,.") else ()


_MIN_LIST: Final = 3  # names
_MAX_LIST: Final = 6


def _is_office(name: Name) -> bool:
    """Whether a single capitalized word is an office: ``Ada Reed, Director``."""
    return len(name.words) == 1 and not name.title and name.words[0].lower() in roles()


def _is_coordination(names: tuple[Name, ...]) -> bool:
    """Whether names joined by "and" are of the same kind, and not the halves of a body's name."""
    persons = [name.sort in PERSONS for name in names]
    if all(persons):
        return True
    return not any(
        person and not (name.title or len(name.words) > 1) for name, person in zip(names, persons, strict=True)
    ) and (not any(persons) or all(name.sort in PERSONS or name.text.isupper() for name in names))
