"""Splits a run of capitalized words into prefix, title, name and post-nominal letters."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.speakers.kinds import describes_body, meaning
from sayso.speakers.mentions.runs import is_outlet
from sayso.text.vocabulary import (
    also_names,
    common_bodies,
    first_names,
    folded,
    noun_kinds,
    office,
    roles,
    singular,
    small,
    titles,
)
from sayso.text.words import Words

SEATED: Final = ("-based", "-listed", "-registered", "-headquartered")
"""Endings of words for the seat of a body: ``the Tarn-based company``."""
_SUFFIXES: Final = "endorsed|backed|led|style|era|aligned|leaning|owned|run|funded|" + "|".join(SEATED).replace("-", "")
_COMPOUND_MODIFIER: Final = re.compile(rf"-(?:born|raised|area|year-old|of-\w+|{_SUFFIXES})$")
_NEVER_NAME: Final = re.compile(rf"^I['’]|-(?:goers?|{_SUFFIXES})$")
_OFFICE_OF: Final = re.compile(r"([A-Za-z]+) (?:of|for) (?:the )?$")
_LOOKBACK: Final = 40
_MIN_WORDS_WITH_HONOURS: Final = 3  # words of a run that can end in post-nominal letters


def last_of_name(words: Words, first: int, last: int) -> int:
    """The last token of the name, without words of time and post-nominal letters."""
    while last >= first and words.lower[last] in small("time") and not is_outlet(words, first, last):
        last -= 1
    while last - first >= _MIN_WORDS_WITH_HONOURS - 1 and is_honour(words.texts[last]):
        last -= 1
    return last


def is_honour(word: str) -> bool:
    """Whether a word is post-nominal letters: ``KC``, ``MBE``, ``PhD``."""
    return word.lower().replace(".", "") in small("post_nominal") and word[1:] != word[1:].lower()


def first_of_name(words: Words, first: int, last: int) -> int:
    """The first token of the name or its title, after other words; ``last + 1`` if nothing remains."""
    function = folded("function_words")
    while (
        first <= last
        and words.lower[first] in function
        and not (
            is_outlet(words, first, last)
            or _is_given_name_will(words, first, last)
            or _is_sunday_paper(words, first, last)
        )
    ):
        first += 1
    while first < last and _COMPOUND_MODIFIER.search(words.texts[first]):
        first += 1
    if first < last and _is_interview_turn(words, first):
        first += 1
    first = _without_prefix(words, first, last)
    return last + 1 if first == last and _NEVER_NAME.search(words.texts[first]) else first


def _is_interview_turn(words: Words, number: int) -> bool:
    """Whether a letter marks the turn of an interview: ``Q. | Best``."""
    start = words.tokens[number][0]
    return words.texts[number] in ("Q.", "A.") and (start == 0 or words.text[start - 1] == "\n")


def _is_given_name_will(words: Words, first: int, last: int) -> bool:
    """Whether "Will" is a first name: a surname follows, and the sentence is no question."""
    sentence = words.text[slice(*words.bounds(words.sentence(words.starts[first])))].rstrip("”\"’' \n")
    return words.texts[first] == "Will" and last == first + 1 and not sentence.endswith("?")


def _is_sunday_paper(words: Words, first: int, last: int) -> bool:
    """Whether "Sunday" is part of the name of a newspaper: ``the | Sunday Standard``."""
    after_the = first > 0 and words.lower[first - 1] == "the"
    return (
        after_the
        and words.lower[first] == "sunday"
        and last == first + 1
        and words.lower[last] in folded("outlet_nouns")
    )


def _without_prefix(words: Words, first: int, last: int) -> int:
    """The first token of the name without other words: Speaker of the House | Ann Bell, Poor | Mexico."""
    if last - first < 1:
        return first
    start = words.tokens[first][0]
    if words.texts[first] == "PAC" or _field_of_office(words, first, last) or describes_body(words.lower[first]):
        return first + 1
    rest = " ".join(words.texts[n] for n in range(first + 1, last + 1)).casefold()
    if last - first >= 2 and words.texts[first] in ("House", "Senate") and words.text[:start].endswith(" of the "):
        return first if rest.split()[-1] in folded("organizations") else first + 1
    phrase = f"{words.texts[first]} {rest}".casefold()
    is_initial = start - words.bounds(words.sentence(start))[0] <= 1 or words.text[start - 1] in "“\"‘'"
    first_word = words.lower[first]
    if is_initial and rest in folded("places") and phrase not in folded("places") and first_word not in titles():
        return first + 1
    return first


def _field_of_office(words: Words, number: int, last: int) -> bool:
    """Whether a word is the field of an office before it: Minister of | State, Superintendent of | Police."""
    start = words.tokens[number][0]
    before = _OFFICE_OF.search(words.text, max(0, start - _LOOKBACK), start)
    word = words.lower[number]
    is_before_person = (
        last - number > 1 and word not in first_names() and words.lower[last] not in folded("organizations")
    )
    is_field = word in small("department") or (is_before_person and singular(word) in noun_kinds())
    if before is None or not is_field:
        return False
    return office(before[1].lower()) in titles() or office(before[1].lower()) in roles()


@cache
def _title_nouns() -> frozenset[str]:
    """The nouns for persons that can precede a name, without nouns that are also names unless roles.tsv lists them."""
    return frozenset(roles()) - (also_names() - folded("roles"))


def after_title(words: Words, first: int, last: int) -> int:
    """The token after the last title of a run, at most the last token: ``White House Press Secretary | Sean``."""
    for number in range(last - 1, first - 1, -1):
        if not _is_title(words, first, number, last):
            continue
        rest = " ".join(words.texts[n] for n in range(number + 1, last + 1)).casefold()
        if rest in folded("organizations") or words.lower[last] in common_bodies():
            return first
        is_first = number == first or words.lower[number] in small("after_title")  # Mayor | Don Bell
        is_given_name = is_first and last == number + 1 and _can_be_given_name(words, number)  # Dean | Baker
        if is_given_name or words.texts[number + 1] in small("name_particle") - small("surname_particle"):
            continue
        return number + 1
    return first


def _can_be_given_name(words: Words, number: int) -> bool:
    word = words.lower[number].replace(".", "")
    return office(word) in small("given_name")


def _is_title(words: Words, first: int, number: int, last: int) -> bool:
    """Whether a word of a run is a title: a listed title, or a noun for a person before or among other words."""
    word = office(words.lower[number].replace(".", ""))
    if word in titles():
        return True
    is_before_first_name = last - number >= 2 and words.lower[number + 1] in first_names()
    if number == first and is_before_first_name and word not in first_names() and meaning(word) == "person":
        return True  # Butcher Ann Bell
    before_two_words = last - number >= 2 and word not in folded("demonyms") and words.lower[last] not in small("law")
    is_given_name = number == last - 1 and word in first_names()  # Justice | Sibyl Bell
    is_noun = word in _title_nouns() or (word.endswith("ist") and word not in first_names())  # Epigraphist
    return is_noun and (number > first or before_two_words) and not is_given_name
