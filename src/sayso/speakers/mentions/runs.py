"""Runs of capitalized words, candidates for proper names, with particles, link words and nicknames inside."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Final

from sayso.speakers.mentions.department_names import fields_end
from sayso.text.vocabulary import folded, small
from sayso.text.words import Words, capital

_MAX_RUN: Final = 12  # tokens
_GAPS: Final = frozenset((" ", "\u00a0", "\u202f", "\u2009", "  ", ". ", ".", " & "))
_MAX_ABBREVIATION: Final = 2  # characters of a word before a full stop inside a name
_BRACKETED: Final = r"\([A-Z][\w’'-]{1,20}(?: [A-Z][\w’'-]{1,20}){0,2}\)"
_NICKNAME: Final = re.compile(rf"\s(?:[“\"‘'«]\s?[^“”\"‘’'«»\n]{{2,30}}[”\"’'»]|{_BRACKETED})\s")
RETIRED: Final = re.compile(r"\s\((?i:ret(?:d|’d|'d|ired)?|rtd)\.?\)\s")


def runs(words: Words, numbers: range) -> Iterator[tuple[int, int]]:
    """The first and last token of each run of capitalized words."""
    next_capital = bisect_left(words.capitals, numbers.start)
    while next_capital < len(words.capitals) and (number := words.capitals[next_capital]) < numbers.stop:
        last = _run_end(words, number, numbers.stop)
        last = max(last, _listed_outlet_end(words, number, numbers.stop), fields_end(words, number, last))
        first = _with_particles(words, number, numbers.start)
        outlet_stop = outlet_end(words, number, last)
        if outlet_stop > number and words.texts[outlet_stop][0].isupper() and not _is_one_name(words, number, last):
            yield number, outlet_stop - 1
            yield outlet_stop, last
        else:
            yield first, last
        next_capital = bisect_left(words.capitals, last + 1, next_capital)


def _run_end(words: Words, first: int, stop: int) -> int:
    """The last token of the run that starts at a token."""
    last, probe = first, first + 1
    while probe < stop and probe - first < _MAX_RUN:
        word = words.texts[probe]
        if joined(words, probe):
            if capital(word):
                last = probe
            elif word not in small("name_particle") or not _continues_run(words, first, probe, stop):
                break
        else:
            next_token = nickname_end(words, probe - 1)
            if (
                next_token is None
                or next_token >= stop
                or not (capital(words.texts[next_token]) or _particle(words, next_token))
            ):
                break
            last = probe = next_token
        probe += 1
    return last


def nickname_end(words: Words, number: int) -> int | None:
    """The token after a nickname in quotation marks or brackets: Ona "Wren" | Tell."""
    end = words.tokens[number][1]
    if words.lower[number] in folded("function_words"):
        return None  # On "Face the Nation," Sen. NAME
    match = _NICKNAME.match(words.text, end) or RETIRED.match(words.text, end)
    if match is None:
        return None
    next_token = bisect_left(words.starts, match.end())
    return next_token if next_token < len(words.starts) and words.starts[next_token] == match.end() else None


def joined(words: Words, number: int) -> bool:
    """Whether only a space separates a token from the previous one."""
    start, end = words.tokens[number - 1]
    gap = words.text[end : words.tokens[number][0]]
    return gap in _GAPS and not (gap.startswith(".") and end - start > _MAX_ABBREVIATION)


def _particle(words: Words, number: int) -> bool:
    return words.texts[number] in small("surname_particle")


def _with_particles(words: Words, first: int, begin: int) -> int:
    """The first token of the name with the particles before it: van den | Brul."""
    while first > begin and _particle(words, first - 1) and joined(words, first):
        first -= 1
    return first


@cache
def _running_outlets() -> tuple[frozenset[str], frozenset[str]]:
    """The outlets with function words in their names, and the first words of these names."""
    outlets = frozenset(
        name for name in folded("outlets") if any(word in small("outlet_small") for word in name.split()[1:])
    )
    return outlets, frozenset(name.split()[0] for name in outlets)


def _listed_outlet_end(words: Words, first: int, stop: int) -> int:
    """The last token of an outlet's name with function words, ``Face the Nation``, else the first token."""
    known, openers = _running_outlets()
    text = words.texts[first]
    last = first
    if text.casefold() not in openers:
        return last
    for number in range(first + 1, min(first + 5, stop)):
        if not joined(words, number):
            break
        text += " " + words.texts[number]
        if text.casefold() in known:
            last = number
    return last


def _continues_run(words: Words, first: int, number: int, stop: int) -> bool:
    """Whether a function word continues the run: a particle of a surname, or a link word in the name of a body."""
    word = words.texts[number]
    following = number + 1
    if following >= stop or not joined(words, following):
        return False
    next_word = words.texts[following]
    if word == "and" and _joins_body_name(words, first, number, stop):
        return True
    if word in small("name_link"):
        return _continues_body_name(words, first, number, next_word)
    return capital(next_word) or next_word in small("name_particle")


def _continues_body_name(words: Words, first: int, number: int, next_word: str) -> bool:
    """Whether a link word is part of the name of a body: Department | of Harbours, Nurses | for Change."""
    word, before = words.texts[number], words.lower[number - 1]
    is_group = before in folded("groups") or before in small("name_opens")
    if word == "for" and is_group and words.texts[number - 1][0].isupper():
        return capital(next_word)
    if word == "the":
        return before in ("of", "for", "on") and capital(next_word)
    has_body_noun = before in folded("organizations") or any(
        words.lower[n] in small("body_with_fields") for n in range(first, number)
    )
    return has_body_noun and (capital(next_word) or next_word == "the") and word != "and"


def _joins_body_name(words: Words, first: int, number: int, stop: int) -> bool:
    """Whether "and" is part of the name of one body: the Harbour | and | River Trade Commission."""
    starts_with_the = words.lower[first] == "the"
    if not starts_with_the and not (first and words.lower[first - 1] == "the" and joined(words, first)):
        return False
    begin = first + starts_with_the
    first_part = " ".join(words.texts[n] for n in range(begin, number)).casefold()
    last = words.texts[number - 1]
    known = _proper_names()
    if (
        not first_part
        or first_part in known
        or last.casefold() in known
        or last.isupper()
        or last.casefold() in folded("groups")
    ):
        return False
    end = number + 1
    while end + 1 < min(stop, number + 6) and joined(words, end + 1) and capital(words.texts[end + 1]):
        end += 1
    return end > number + 1 and words.lower[end] in small("body_end")


@cache
def _proper_names() -> frozenset[str]:
    """The listed names of bodies, places, outlets and peoples."""
    return folded("organizations") | folded("places") | folded("outlets") | folded("demonyms")


def is_outlet(words: Words, first: int, last: int) -> bool:
    """Whether the list of outlets contains these words."""
    return " ".join(words.texts[n] for n in range(first, last + 1)).casefold() in folded("outlets")


def outlet_end(words: Words, first: int, last: int) -> int:
    """The token after an outlet's name at the start of a run with a person's name: ``Fox News | Ann Bell``."""
    for end in range(min(first + 4, last), first, -1):
        if is_outlet(words, first, end - 1):
            return end
    return first


def _is_one_name(words: Words, first: int, last: int) -> bool:
    """Whether the whole run is the name of one outlet or body that starts with the name of another."""
    ends = (folded("outlet_nouns"), small("outlet_end"), folded("organizations"))
    return is_outlet(words, first, last) or any(words.lower[last] in end for end in ends)
