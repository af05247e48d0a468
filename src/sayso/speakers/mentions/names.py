"""The proper names of a page: runs of capitalised words, split from their titles, and of what sort they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec

from sayso.speakers.kinds import kind_of_name
from sayso.speakers.mentions.department_names import fields_end
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import also_names, folded, office, roles, singular, small, titles
from sayso.text.words import Words

_LONGEST: Final = 12


class Name(msgspec.Struct, frozen=True):
    """A proper name at its place: its words without titles, the words before them, and its sort (None: unclear)."""

    span: Span
    words: tuple[str, ...]
    title: str
    title_span: Span | None
    sort: SpeakerKind | None
    sex: str = "-"

    @property
    def text(self) -> str:
        """The name in normal spacing."""
        return " ".join(self.words)

    @property
    def key(self) -> str:
        """The last word of the name that is no suffix, in lower case: what short forms of a person's name share."""
        for word in reversed(self.words):
            if word.lower().strip(".") not in small("name_suffix"):
                return word.lower()
        return self.words[-1].lower()


def native(name: Name) -> bool:
    """Whether it describes who is of a party at a place, and names nobody: Ohio | Republican."""
    if len(name.words) == 1 or singular(name.words[-1].lower()) not in small("party"):
        return False
    return " ".join(name.words[:-1]).casefold() in folded("places")


def names_within(words: Words, start: int, end: int) -> Iterator[Name]:
    """The names that lie in ``[start, end)``, in order."""
    for first, last in _runs(words, words.within(start, end)):
        name = _name(words, first, last)
        if name is not None:
            yield name


def _capital(word: str) -> bool:
    return word[0].isupper() or (word[0].isdigit() and any(c.isupper() for c in word[1:2]))


def _joined(words: Words, number: int) -> bool:
    """Whether only a space stands between this token and the one before."""
    gap = words.text[words.tokens[number - 1][1] : words.tokens[number][0]]
    return gap in (" ", "\u00a0", "  ", ". ", ".", " & ") and not (
        gap.startswith(".") and words.tokens[number - 1][1] - words.tokens[number - 1][0] > 2
    )


def _runs(words: Words, numbers: range) -> Iterator[tuple[int, int]]:
    """First and last token of each run of capitalised words, particles inside it allowed."""
    following = bisect_left(words.capitals, numbers.start)
    while following < len(words.capitals) and (number := words.capitals[following]) < numbers.stop:
        last = number
        probe = number + 1
        while probe < numbers.stop and probe - number < _LONGEST and _joined(words, probe):
            word = words.texts[probe]
            if _capital(word):
                last = probe
            elif word not in small("name_particle") or not _links(words, number, probe, numbers.stop):
                break
            probe += 1
        last = max(last, _medium(words, number, numbers.stop), fields_end(words, number, last))
        if _outlet_before(words, number, last):
            cut = _outlet_end(words, number, last)
            yield number, cut - 1
            yield cut, last
        else:
            yield number, last
        following = bisect_left(words.capitals, last + 1, following)


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
        if not _joined(words, number):
            break
        text += " " + words.texts[number]
        if text.casefold() in known:
            last = number
    return last


def _links(words: Words, first: int, number: int, stop: int) -> bool:
    """Whether a small word goes on the run: a particle of a surname, or a link after the noun of a body."""
    word = words.texts[number]
    following = number + 1
    if following >= stop or not _joined(words, following):
        return False
    if word == "and" and _joint(words, first, number, stop):
        return True
    if word in small("name_link"):
        before = words.lower[number - 1]
        calls = before in folded("groups") or before in small("name_opens")
        if word == "for" and calls and words.texts[number - 1][0].isupper():
            return _capital(words.texts[following])
        if word == "the":
            return before in ("of", "for", "on") and _capital(words.texts[following])
        named = before in folded("organizations") or any(
            words.lower[n] in ("department", "university", "ministry", "office") for n in range(first, number)
        )
        return named and (_capital(words.texts[following]) or words.texts[following] == "the") and word != "and"
    return _capital(words.texts[following]) or words.texts[following] in small("name_particle")


def _joint(words: Words, first: int, number: int, stop: int) -> bool:
    """Whether "and" stands within the name of one body: the Harbour | and | River Trade Commission."""
    opening = words.lower[first] == "the"
    if not opening and not (first and words.lower[first - 1] == "the" and _joined(words, first)):
        return False
    begin = first + opening
    one = " ".join(words.texts[n] for n in range(begin, number)).casefold()
    last = words.texts[number - 1]
    known = _proper()
    if not one or one in known or last.casefold() in known or last.isupper() or last.casefold() in folded("groups"):
        return False
    end = number + 1
    while end + 1 < min(stop, number + 6) and _joined(words, end + 1) and _capital(words.texts[end + 1]):
        end += 1
    return end > number + 1 and words.lower[end] in small("body_end")


@cache
def _proper() -> frozenset[str]:
    """What the lists know as proper names of bodies, places, outlets and peoples."""
    return folded("organizations") | folded("places") | folded("outlets") | folded("demonyms")


def _name(words: Words, first: int, last: int) -> Name | None:
    """The name of a run: function words cut from its start, titles split off."""
    function = folded("function_words")
    while (
        first <= last
        and words.lower[first] in function
        and not (_outlet(words, first, last) or _first_name(words, first, last))
    ):
        first += 1
    while last >= first and words.lower[last] in small("time") and not _outlet(words, first, last):
        last -= 1
    while first < last and _BASED.search(words.texts[first]):
        first += 1
    first = _without_lead(words, first, last)
    if first == last and _NO_NAME.search(words.texts[first]):
        return None
    if first > last or (first < last and words.lower[last].replace(".", "") in titles() and "." in words.texts[last]):
        return None
    begin = _after_title(words, first, last)
    title_span = None
    title = ""
    if begin > first:
        title_span = Span(words.tokens[first][0], words.tokens[begin - 1][1])
        title = title_span.of(words.text)
    span = Span(words.tokens[begin][0], words.tokens[last][1])
    found = tuple(words.texts[number] for number in range(begin, last + 1))
    if " & " in span.of(words.text) or ", " in span.of(words.text):
        found = tuple(span.of(words.text).split())  # a firm: Harrow & Pike; the fields of a committee: no tokens
    return Name(span, found, title, title_span, kind_of_name(found, bool(title)), _sex(words, first, begin))


def _first_name(words: Words, first: int, last: int) -> bool:
    """Whether "Will" is a first name: a surname follows, and no question is asked."""
    sentence = words.text[slice(*words.bounds(words.sentence(words.starts[first])))].rstrip("”\"’' \n")
    return words.texts[first] == "Will" and last == first + 1 and not sentence.endswith("?")


def _without_lead(words: Words, first: int, last: int) -> int:
    """The first token of the name without what only leads to it: Speaker of the House | Ann Bell, Poor | Mexico."""
    if last - first < 1:
        return first
    start = words.tokens[first][0]
    if words.texts[first] == "PAC":
        return first + 1
    rest = " ".join(words.texts[n] for n in range(first + 1, last + 1)).casefold()
    led = words.text[:start].endswith(("ecretary of ", "ecretaries of ", "inister of ", "inisters of "))
    if led and words.lower[first] in small("department"):
        return first + 1
    if last - first >= 2 and words.texts[first] in ("House", "Senate") and words.text[:start].endswith(" of the "):
        return first if rest.split()[-1] in folded("organizations") else first + 1
    both = f"{words.texts[first]} {rest}".casefold()
    opens = start - words.bounds(words.sentence(start))[0] <= 1 or words.text[start - 1] in "“\"‘'"
    lead = words.lower[first]
    if opens and rest in folded("places") and both not in folded("places") and lead not in titles():
        return first + 1
    return first


def _outlet_end(words: Words, first: int, last: int) -> int:
    """The token after an outlet's name at the start of a run that goes on with a person's: ``Fox News | Ann Bell``."""
    for end in range(min(first + 4, last), first, -1):
        if _outlet(words, first, end - 1):
            return end
    return first


def _outlet_before(words: Words, first: int, last: int) -> bool:
    return (
        _outlet_end(words, first, last) > first
        and not _outlet(words, first, last)
        and not any(
            words.lower[last] in ends for ends in (folded("outlet_nouns"), small("outlet_end"), folded("organizations"))
        )
    )


_ENDS: Final = "endorsed|backed|led|style|era|aligned|leaning|owned|run|funded|based"
_BASED: Final = re.compile(rf"-(?:born|raised|area|year-old|{_ENDS})$")
_NO_NAME: Final = re.compile(rf"^I['’]|-(?:goers?|{_ENDS})$")


def _outlet(words: Words, first: int, last: int) -> bool:
    return " ".join(words.texts[n] for n in range(first, last + 1)).casefold() in folded("outlets")


def _after_title(words: Words, first: int, last: int) -> int:
    """The token after the last title in the run, at most the last token: ``White House Press Secretary | Sean``."""
    known, nouns = titles(), roles().keys() - (also_names() - folded("roles"))
    for number in range(last - 1, first - 1, -1):
        word = office(words.lower[number].replace(".", ""))
        rest_long = last - number >= 2 and word not in folded("demonyms") and words.lower[last] not in small("law")
        if word in known or (word in nouns and (number > first or rest_long)):
            rest = " ".join(words.texts[n] for n in range(number + 1, last + 1)).casefold()
            if rest in folded("organizations") or words.lower[last] in folded("organizations"):
                return first
            given = number == first and last == number + 1 and word in small("given_name")  # Dean | Baker
            if words.texts[number + 1] in small("name_particle") or given:
                continue
            return number + 1
    return first


def _sex(words: Words, first: int, begin: int) -> str:
    for number in range(first, begin):
        sex = titles().get(words.lower[number].replace(".", ""), "-")
        if sex != "-":
            return sex
    return "-"
