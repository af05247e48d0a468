"""What of a run of capitalised words is no part of the name: words before it, titles, letters after it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.speakers.mentions.runs import is_outlet
from sayso.text.vocabulary import also_names, folded, office, roles, small, titles
from sayso.text.words import Words

_ENDS: Final = "endorsed|backed|led|style|era|aligned|leaning|owned|run|funded|based"
_BASED: Final = re.compile(rf"-(?:born|raised|area|year-old|of-\w+|{_ENDS})$")
_NO_NAME: Final = re.compile(rf"^I['’]|-(?:goers?|{_ENDS})$")
_OFFICE_OF: Final = re.compile(r"([A-Za-z]+) of (?:the )?$")
_BACK: Final = 40
_LETTERS: Final = 3  # words of a run that letters after a name may end


def last_of_name(words: Words, first: int, last: int) -> int:
    """The last token of the name: without a time, and without letters of honour after two words or more."""
    while last >= first and words.lower[last] in small("time") and not is_outlet(words, first, last):
        last -= 1
    while last - first >= _LETTERS - 1 and _honour(words, last):
        last -= 1
    return last


def _honour(words: Words, number: int) -> bool:
    """Whether a word is letters after a name: ``KC``, ``MBE``, ``PhD``."""
    word = words.texts[number]
    return word.lower().replace(".", "") in small("post_nominal") and word[1:] != word[1:].lower()


def first_of_name(words: Words, first: int, last: int) -> int:
    """The first token of the name or its title, behind what only leads to it; beyond the last where none is left."""
    function = folded("function_words")
    while (
        first <= last
        and words.lower[first] in function
        and not (is_outlet(words, first, last) or _first_name(words, first, last))
    ):
        first += 1
    while first < last and _BASED.search(words.texts[first]):
        first += 1
    if first < last and _turn(words, first):
        first += 1
    first = _without_lead(words, first, last)
    return last + 1 if first == last and _NO_NAME.search(words.texts[first]) else first


def _turn(words: Words, number: int) -> bool:
    """Whether a letter opens the turn of an interview: ``Q. | Best``."""
    start = words.tokens[number][0]
    return words.texts[number] in ("Q.", "A.") and (start == 0 or words.text[start - 1] == "\n")


def _first_name(words: Words, first: int, last: int) -> bool:
    """Whether "Will" is a first name: a surname follows, and no question is asked."""
    sentence = words.text[slice(*words.bounds(words.sentence(words.starts[first])))].rstrip("”\"’' \n")
    return words.texts[first] == "Will" and last == first + 1 and not sentence.endswith("?")


def _without_lead(words: Words, first: int, last: int) -> int:
    """The first token of the name without what only leads to it: Speaker of the House | Ann Bell, Poor | Mexico."""
    if last - first < 1:
        return first
    start = words.tokens[first][0]
    if words.texts[first] == "PAC" or _field_of_office(words, first):
        return first + 1
    rest = " ".join(words.texts[n] for n in range(first + 1, last + 1)).casefold()
    if last - first >= 2 and words.texts[first] in ("House", "Senate") and words.text[:start].endswith(" of the "):
        return first if rest.split()[-1] in folded("organizations") else first + 1
    both = f"{words.texts[first]} {rest}".casefold()
    opens = start - words.bounds(words.sentence(start))[0] <= 1 or words.text[start - 1] in "“\"‘'"
    lead = words.lower[first]
    if opens and rest in folded("places") and both not in folded("places") and lead not in titles():
        return first + 1
    return first


def _field_of_office(words: Words, number: int) -> bool:
    """Whether a word is what an office before it is of: Minister of | State, Superintendent of | Police."""
    start = words.tokens[number][0]
    before = _OFFICE_OF.search(words.text, max(0, start - _BACK), start)
    if before is None or words.lower[number] not in small("department"):
        return False
    return office(before[1].lower()) in titles() or office(before[1].lower()) in roles()


@cache
def _title_nouns() -> frozenset[str]:
    """The nouns for persons that stand before a name; those that are names too only where a list of ours has them."""
    return frozenset(roles()) - (also_names() - folded("roles"))


def after_title(words: Words, first: int, last: int) -> int:
    """The token after the last title in the run, at most the last token: ``White House Press Secretary | Sean``."""
    for number in range(last - 1, first - 1, -1):
        if not _is_title(words, first, number, last):
            continue
        rest = " ".join(words.texts[n] for n in range(number + 1, last + 1)).casefold()
        if rest in folded("organizations") or words.lower[last] in folded("organizations"):
            return first
        given = number == first and last == number + 1 and _given(words, number)  # Dean | Baker
        if given or words.texts[number + 1] in small("name_particle") - small("surname_particle"):
            continue
        return number + 1
    return first


def _given(words: Words, number: int) -> bool:
    word = words.lower[number].replace(".", "")
    return office(word) in small("given_name")


def _is_title(words: Words, first: int, number: int, last: int) -> bool:
    """Whether a word of a run is a title: one of the list, or a noun for a person before two words or within it."""
    word = office(words.lower[number].replace(".", ""))
    if word in titles():
        return True
    rest_long = last - number >= 2 and word not in folded("demonyms") and words.lower[last] not in small("law")
    return word in _title_nouns() and (number > first or rest_long)
