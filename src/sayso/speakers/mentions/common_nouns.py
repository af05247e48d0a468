"""Whether a capitalised word at the end of a source is a common noun after all: ``Report:``, ``Critics say``."""

from __future__ import annotations

import re
from typing import Final

from sayso.speakers.mentions.apposed_names import FIELD
from sayso.speakers.mentions.names import Name, native
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, documents, folded, roles, singular, small, titles
from sayso.text.words import Words

_OFFICE: Final = re.compile(r" (?:for|of|by) ")


def common(words: Words, name: Name, core: Span) -> bool:
    """Whether a capitalised head is a common noun after all: ``Report:``, ``Critics say``, ``A Trump Aide``."""
    last = name.words[-1].lower()
    one = singular(last)
    if one in titles() and len(name.words) == 1 and FIELD.match(words.text, name.span.end):
        return True  # Deputy Secretary of State NAME
    if (name.title and name.sort is SpeakerKind.PERSON) or name.sort is SpeakerKind.OUTLET:
        return False
    inside = words.within(core.start, core.end)
    first = words.lower[inside.start]
    if len(name.words) == 1:
        return _common_word(words, name, core, last, one)
    if name.sort is SpeakerKind.ORGANIZATION:
        return False
    if name.sort is SpeakerKind.DOCUMENT:
        return _OFFICE.match(words.text, name.span.end) is not None  # the Harbour Act of 1909
    if one in documents():
        return True
    human = one in roles() or last in folded("groups")
    if native(name):
        return True
    between = words.within(words.tokens[inside.start][1], name.span.start)
    held = any(words.lower[number] in roles() for number in between)  # Former governor | Jan Brewer
    return human and (
        one != last
        or (not held and (first in small("opens_phrase") or first == "former"))
        or name.words[0].lower() in titles().keys() - small("given_name")
    )


def _common_word(words: Words, name: Name, core: Span, last: str, one: str) -> bool:
    """Whether a lone capitalised word, ``one`` in the singular, is a common noun."""
    if name.sort is None and not name.title and _ordinary(words, name):
        return True
    if not name.title and last in small("never_name") and not _led(words, name):
        return True  # Senator: ..., as no surname is
    if last in folded("organizations") - common_bodies():
        return False  # the GOP
    end = name.span.end
    inside = words.within(core.start, core.end)
    office = one in titles() or one in roles()
    plain = one in roles() or last in common_bodies() or (one in titles() and not name.title)
    initials = name.text.isupper() and office and one not in folded("organizations")  # the town's MP, the CEO
    if plain and (initials or words.text[end : end + 1] == ":"):  # Reporter:
        return True
    alone = len(inside) == 1 and one == last and not _OFFICE.match(words.text, end)  # "Baker said"
    return last in folded("groups") or one in documents() or (plain and not alone and not _led(words, name))


def _ordinary(words: Words, name: Name) -> bool:
    """Whether a lone word has its capital only from the sentence that it opens: ``Close | to 50 interviews``."""
    start = name.span.start
    opens = start - words.bounds(words.sentence(start))[0] <= 1
    if not opens or not _GOES_ON.match(words.text, name.span.end):
        return False
    number = words.within(start, start + 1).start
    return words.counts[words.texts[number]] == 1


_GOES_ON: Final = re.compile(r" (?:to|for|by|with|about|on) [a-z\d]")


def _led(words: Words, name: Name) -> bool:
    """Whether a capitalised noun for a body stands at the end of a possessive name: New York's 19th District."""
    return words.text[max(0, name.span.start - 2) : name.span.start] in ("s ", "’ ", "' ")
