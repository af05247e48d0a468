"""What a name is told to be by the noun beside it: ``the insurer, NAME,`` or ``NAME, a shipping company``."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from sayso.speakers.entities.outlet_context import is_outlet
from sayso.speakers.mentions.names import Name
from sayso.speakers.mentions.noun_phrases import core_of, head_of
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, folded, small
from sayso.text.words import Words

_BACK: Final = 60
_AFTER: Final = re.compile(r", (?:an? (?P<phrase>[^,.;:()\n]{2,80})|the (?P<the>[\w’'& -]{2,60}),)")
_BEFORE: Final = re.compile(
    r"\s*[“\"]?(?:But |And )?(?:the|its|their) (?P<phrase>(?:[\w’'-]+ ){0,4}[\w’'-]+), ", re.IGNORECASE
)
_MARKS: Final = tuple(",.;)")


def body_told(words: Words, name: Name) -> str:
    """The common noun for a body that stands in apposition to a name; empty where none does."""
    if name.title:
        return ""
    text = words.text
    if text[name.span.end : name.span.end + 1] not in _MARKS:
        return ""
    after = _AFTER.match(text, name.span.end)
    if after is not None:
        return _body(words, Span(*after.span("phrase" if after["phrase"] else "the")))
    begin = words.bounds(words.sentence(name.span.start))[0]
    near = name.span.start - begin <= _BACK
    before = _BEFORE.fullmatch(text, begin, name.span.start) if near else None
    if before is not None:
        return _body(words, Span(*before.span("phrase")))
    return ""


def published(words: Words, name: Name) -> Name:
    """The name as an outlet's or a body's, where the word beside it says so: ``Orlo magazine``, ``the PAC Orlo``."""
    if name.sort not in (None, SpeakerKind.PERSON) or name.title:
        return name
    text = words.text
    if text.endswith(" PAC ", 0, name.span.start):
        return msgspec.structs.replace(name, sort=SpeakerKind.ORGANIZATION)
    return msgspec.structs.replace(name, sort=SpeakerKind.OUTLET) if is_outlet(words, name) else name


def _body(words: Words, span: Span) -> str:
    """The head noun of a phrase if it is one for a body."""
    numbers = words.within(span.start, span.end)
    if not len(numbers):
        return ""
    core = core_of(words, span, numbers, [words.lower[number] for number in numbers])
    head, plural = head_of(words, words.within(core.start, core.end))
    body = head in common_bodies() or head in small("company")
    return head if not plural and body and head not in folded("roles") else ""
