"""Capitalized common nouns at the end of a source: ``Report:``, ``Critics say``."""

from __future__ import annotations

import re
from typing import Final

from sayso.speakers.kinds import is_human_compound, meaning
from sayso.speakers.mentions.apposed_names import field_of_office
from sayso.speakers.mentions.names import Name, is_party_member
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import (
    also_names,
    common_bodies,
    documents,
    first_names,
    folded,
    is_compound_office,
    roles,
    singular,
    small,
    titles,
)
from sayso.text.words import Words

_FIELD_LENGTH: Final = 60  # characters after an office that can hold its field and a name
_OFFICE_PREPOSITION: Final = re.compile(r" (?:for|of|by) ")


def is_common_noun(words: Words, name: Name, core: Span) -> bool:
    """Whether a capitalized head is a common noun: ``Report:``, ``Critics say``, ``A Trump Aide``."""
    last = name.words[-1].lower()
    noun = singular(last)
    if (
        noun in titles()
        and len(name.words) == 1
        and field_of_office(words.text, name.span.end, name.span.end + _FIELD_LENGTH)
    ):
        return True  # Deputy Secretary of State NAME
    if name.title and len(name.words) == 1 and noun == last and _is_sure_office(noun):
        return True  # the Deputy Minister of Roads
    if (name.title and name.sort is SpeakerKind.PERSON) or name.sort is SpeakerKind.OUTLET:
        return False
    inside = words.within(core.start, core.end)
    first = words.lower[inside.start]
    if len(name.words) == 1:
        return _common_word(words, name, core, last, noun)
    if first == "the" and last in small("paper_end"):
        return False  # the Tarn Star
    if name.sort is SpeakerKind.ORGANIZATION:
        return False
    if name.sort is SpeakerKind.DOCUMENT:
        return _OFFICE_PREPOSITION.match(words.text, name.span.end) is not None  # the Harbour Act of 1909
    if noun in documents():
        return True
    is_human = noun in roles() or last in folded("groups")
    if is_party_member(name):
        return True
    between = words.within(words.tokens[inside.start][1], name.span.start)
    has_role = any(words.lower[number] in roles() for number in between)  # Former governor | Jan Brewer
    return is_human and (
        noun != last
        or (not has_role and (first in small("opens_phrase") or first == "former"))
        or name.words[0].lower() in titles().keys() - small("given_name")
    )


def _is_sure_office(noun: str) -> bool:
    """Whether a noun for an office is no name of a person: ``minister``, ``officer``."""
    return (noun in titles() or noun in folded("roles")) and noun not in also_names() | small("given_name")


def _common_word(words: Words, name: Name, core: Span, last: str, noun: str) -> bool:
    """Whether a single capitalized word, with the singular ``noun``, is a common noun."""
    if name.sort is None and not name.title and _is_sentence_initial(words, name):
        return True
    if noun != last and not name.title and last not in first_names() and is_human_compound(noun):
        return True  # Volcanologists
    if not name.title and last in small("never_name") and not _follows_possessive(words, name):
        return True  # Senator: ... (never a surname)
    if last in folded("organizations") - common_bodies():
        return False  # the GOP
    end = name.span.end
    inside = words.within(core.start, core.end)
    if words.lower[inside.start] == "the" and is_compound_office(last):
        return True  # the Vice-Chancellor, the Editor-in-Chief
    if words.lower[inside.start] in small("indefinite") and len(inside) > 1 and meaning(noun) == "person":
        return True  # a YouTuber, one Londoner
    is_office = noun in titles() or noun in roles()
    is_plain = noun in roles() or last in common_bodies() or (noun in titles() and not name.title)
    are_initials = name.text.isupper() and is_office and noun not in folded("organizations")  # the town's MP, the CEO
    if is_plain and (are_initials or words.text[end : end + 1] == ":"):  # Reporter:
        return True
    is_bare = len(inside) == 1 and noun == last and not _OFFICE_PREPOSITION.match(words.text, end)  # "Baker said"
    return (
        last in folded("groups")
        or noun in documents()
        or (is_plain and not is_bare and not _follows_possessive(words, name))
    )


def _is_sentence_initial(words: Words, name: Name) -> bool:
    """Whether a word is capitalized only because it starts a sentence: ``Close | to 50 interviews``."""
    start = name.span.start
    is_initial = start - words.bounds(words.sentence(start))[0] <= 1
    if not is_initial or not _COMPLEMENT.match(words.text, name.span.end):
        return False
    number = words.within(start, start + 1).start
    return words.counts[words.texts[number]] == 1


_COMPLEMENT: Final = re.compile(r" (?:to|for|by|with|about|on) [a-z\d]")


def _follows_possessive(words: Words, name: Name) -> bool:
    """Whether a possessive precedes a capitalized noun: New York's 19th District."""
    return words.text[max(0, name.span.start - 2) : name.span.start] in ("s ", "’ ", "' ")
