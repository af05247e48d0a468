"""Names that the page treats as a body's: ``NAME, the insurer``, ``Pell said its plant``, ``Pell, which``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

from sayso.lexicons import lexicon
from sayso.speakers.entities.outlet_context import is_outlet
from sayso.speakers.mentions.names import Name
from sayso.speakers.mentions.noun_phrases import core_of, head_of
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, folded, saying, small
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


_PERSONS: Final = (None, SpeakerKind.PERSON)
_FAR: Final = 90
_WHICH: Final = re.compile(r"(?:,| –| —|—) which\b")
_VERB: Final = re.compile(r"[’']?s? ?(?:(?:has|had|have|also|later|then) )?(?P<verb>[a-z]+)\b")
_SAYS: Final = re.compile(r" (?:said|says|reported|reports|announced|declined|denied)\b")
_WHEN: Final = r"(?:(?: on| late| early| last| earlier this)? \w+,?| in (?:a|its) \w+,?){0,2}"
_ITS: Final = re.compile(rf"{_WHEN}(?: that)? (?P<it>its?)(?:['’]s| itself)? (?P<next>[a-z]+)(?: (?P<after>[a-z]+))?")
_PREPOSITION: Final = re.compile(r"\b(?:by|of|from|with|to|for|about|on|at|in) (?:the )?$")
_TAKEN_UP: Final = re.compile(r"[.!?][”\"’']? The (?P<noun>[a-z]+)\b")


def told_as_body(words: Words, name: Name) -> Name:
    """The name as a body's, where the words after it take it up as a thing: "it would appeal", "its hotels"."""
    if name.title or name.nickname or name.sort not in _PERSONS:
        return name
    called = len(name.words) == 1 and body_told(words, name) != ""
    if not (called or _the(words, name) or _which(words, name) or _acts(words, name) or _does(words, name)):
        return name
    return msgspec.structs.replace(name, sort=SpeakerKind.ORGANIZATION, told=True)


def _which(words: Words, name: Name) -> bool:
    """Whether "which", not "who", follows a name that no preposition leads to."""
    start = name.span.start
    if _WHICH.match(words.text, name.span.end) is None:
        return False
    return _PREPOSITION.search(words.text, max(0, start - _FAR), start) is None


def _acts(words: Words, name: Name) -> bool:
    """Whether it says something of "its" things, or that "it" does what only a body does; else a company follows."""
    verb = _VERB.match(words.text, name.span.end)
    if verb is None or not saying(verb["verb"]):
        return False
    found = _ITS.match(words.text, verb.end(), verb.end() + _FAR)
    if found is None:
        return len(name.words) == 1 and _taken_up(words, name)
    if found["it"] == "its":
        return True
    if found["next"] in small("be"):
        return (found["after"] or "").endswith("ing") and found["after"] in small("body_does")  # not "it was close"
    return bool({found["next"], found["after"]} & small("body_does"))


def _the(words: Words, name: Name) -> bool:
    """Whether "the" stands before a lone name, as before no person's: ``The | Lancet said``."""
    lone = len(name.words) == 1 and name.text[1:].islower()
    start = name.span.start
    return (
        lone
        and words.text[max(0, start - 4) : start].lower() == "the "
        and _SAYS.match(words.text, name.span.end) is not None
    )


def _does(words: Words, name: Name) -> bool:
    """Whether what follows a lone name is said of bodies alone: ``voted to leave``, ``shares``, ``posted a loss``."""
    return len(name.words) == 1 and _body_phrases().match(words.text, name.span.end) is not None


@cache
def _body_phrases() -> re.Pattern[str]:
    """What is said of bodies alone, after a name."""
    terms = "|".join(row["term"] for row in lexicon("body_phrases"))
    return re.compile(rf"(?:['’]s?)? (?:{terms})\b")


def _taken_up(words: Words, name: Name) -> bool:
    """Whether the next sentence goes on with "The company", of which the page has told nothing before."""
    start, end = words.bounds(words.sentence(name.span.start))
    found = _TAKEN_UP.search(words.text, max(start, end - 4), end + _FAR)
    if found is None or name.span.start - start > 1 or found["noun"] not in small("company"):
        return False
    return found["noun"] not in words.text[:end].lower()
