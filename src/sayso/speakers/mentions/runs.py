"""Runs of capitalised words: where a proper name may stand, particles, links and a nickname inside it allowed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Final

from sayso.speakers.mentions.department_names import fields_end
from sayso.text.vocabulary import folded, small
from sayso.text.words import Words, capital

_LONGEST: Final = 12
_GAPS: Final = frozenset((" ", "\u00a0", "\u202f", "\u2009", "  ", ". ", ".", " & "))
_ABBREVIATION: Final = 2  # characters of a word that a full stop may follow inside a name
_NICKNAME: Final = re.compile(r"\s(?:[“\"‘'«]\s?[^“”\"‘’'«»\n]{2,30}[”\"’'»]|\([A-Z][\w’'-]{1,20}\))\s")
_RETIRED: Final = re.compile(r"\s\((?:ret(?:d|’d|'d|ired)?|rtd)\.?\)\s")


def runs(words: Words, numbers: range) -> Iterator[tuple[int, int]]:
    """First and last token of each run of capitalised words."""
    following = bisect_left(words.capitals, numbers.start)
    while following < len(words.capitals) and (number := words.capitals[following]) < numbers.stop:
        last = _end(words, number, numbers.stop)
        last = max(last, _medium(words, number, numbers.stop), fields_end(words, number, last))
        first = _with_particles(words, number, numbers.start)
        cut = outlet_end(words, number, last)
        if cut > number and not _one_outlet(words, number, last):
            yield number, cut - 1
            yield cut, last
        else:
            yield first, last
        following = bisect_left(words.capitals, last + 1, following)


def _end(words: Words, first: int, stop: int) -> int:
    """The last token of the run that begins here."""
    last, probe = first, first + 1
    while probe < stop and probe - first < _LONGEST:
        word = words.texts[probe]
        if joined(words, probe):
            if capital(word):
                last = probe
            elif word not in small("name_particle") or not _links(words, first, probe, stop):
                break
        else:
            after = nickname_end(words, probe - 1)
            if after is None or after >= stop or not (capital(words.texts[after]) or _particle(words, after)):
                break
            last = probe = after
        probe += 1
    return last


def nickname_end(words: Words, number: int) -> int | None:
    """The token after a nickname in quotation marks or brackets that follows this one: Ona "Wren" | Tell."""
    end = words.tokens[number][1]
    if words.lower[number] in folded("function_words"):
        return None  # On "Face the Nation," Sen. NAME
    match = _NICKNAME.match(words.text, end) or _RETIRED.match(words.text, end)
    if match is None:
        return None
    after = bisect_left(words.starts, match.end())
    return after if after < len(words.starts) and words.starts[after] == match.end() else None


def joined(words: Words, number: int) -> bool:
    """Whether only a space, or a folded line's end, stands between this token and the one before."""
    start, end = words.tokens[number - 1]
    gap = words.text[end : words.tokens[number][0]]
    if gap == "\n":
        return end in words.wraps
    return gap in _GAPS and not (gap.startswith(".") and end - start > _ABBREVIATION)


def _particle(words: Words, number: int) -> bool:
    return words.texts[number] in small("surname_particle")


def _with_particles(words: Words, first: int, begin: int) -> int:
    """The first token of the name with the particles before it: van den | Brul."""
    while first > begin and _particle(words, first - 1) and joined(words, first):
        first -= 1
    return first


@cache
def _running_outlets() -> tuple[frozenset[str], frozenset[str]]:
    """The outlets whose names have small words in them, and the words that such names begin with."""
    found = frozenset(
        name for name in folded("outlets") if any(word in small("outlet_small") for word in name.split()[1:])
    )
    return found, frozenset(name.split()[0] for name in found)


def _medium(words: Words, first: int, stop: int) -> int:
    """The last token of an outlet's name that small words run through: ``Face the Nation``; else the first."""
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


def _links(words: Words, first: int, number: int, stop: int) -> bool:
    """Whether a small word goes on the run: a particle of a surname, or a link after the noun of a body."""
    word = words.texts[number]
    following = number + 1
    if following >= stop or not joined(words, following):
        return False
    after = words.texts[following]
    if word == "and" and _joint(words, first, number, stop):
        return True
    if word in small("name_link"):
        return _body_goes_on(words, first, number, after)
    return capital(after) or after in small("name_particle")


def _body_goes_on(words: Words, first: int, number: int, after: str) -> bool:
    """Whether a link word stands within the name of a body: Department | of Harbours, Nurses | for Change."""
    word, before = words.texts[number], words.lower[number - 1]
    calls = before in folded("groups") or before in small("name_opens")
    if word == "for" and calls and words.texts[number - 1][0].isupper():
        return capital(after)
    if word == "the":
        return before in ("of", "for", "on") and capital(after)
    named = before in folded("organizations") or any(
        words.lower[n] in small("body_with_fields") for n in range(first, number)
    )
    return named and (capital(after) or after == "the") and word != "and"


def _joint(words: Words, first: int, number: int, stop: int) -> bool:
    """Whether "and" stands within the name of one body: the Harbour | and | River Trade Commission."""
    opening = words.lower[first] == "the"
    if not opening and not (first and words.lower[first - 1] == "the" and joined(words, first)):
        return False
    begin = first + opening
    one = " ".join(words.texts[n] for n in range(begin, number)).casefold()
    last = words.texts[number - 1]
    known = _proper()
    if not one or one in known or last.casefold() in known or last.isupper() or last.casefold() in folded("groups"):
        return False
    end = number + 1
    while end + 1 < min(stop, number + 6) and joined(words, end + 1) and capital(words.texts[end + 1]):
        end += 1
    return end > number + 1 and words.lower[end] in small("body_end")


@cache
def _proper() -> frozenset[str]:
    """What the lists know as proper names of bodies, places, outlets and peoples."""
    return folded("organizations") | folded("places") | folded("outlets") | folded("demonyms")


def is_outlet(words: Words, first: int, last: int) -> bool:
    """Whether the list of outlets has these words as a name."""
    return " ".join(words.texts[n] for n in range(first, last + 1)).casefold() in folded("outlets")


def outlet_end(words: Words, first: int, last: int) -> int:
    """The token after an outlet's name at the start of a run that goes on with a person's: ``Fox News | Ann Bell``."""
    for end in range(min(first + 4, last), first, -1):
        if is_outlet(words, first, end - 1):
            return end
    return first


def _one_outlet(words: Words, first: int, last: int) -> bool:
    """Whether the whole run is the name of one outlet or body that begins as another one does."""
    ends = (folded("outlet_nouns"), small("outlet_end"), folded("organizations"))
    return is_outlet(words, first, last) or any(words.lower[last] in end for end in ends)
