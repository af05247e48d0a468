"""Names of bodies by their context: ``NAME, the insurer``, ``Pell said its plant``, ``Pell, which``."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Final

import msgspec

from sayso.lexicons import lexicon
from sayso.speakers.entities.outlet_context import is_outlet
from sayso.speakers.kinds import PERSONS, describes_body
from sayso.speakers.mentions.names import Name
from sayso.speakers.mentions.noun_phrases import core_of, head_of
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, folded, saying, small
from sayso.text.words import Words

_MAX_LOOKBACK: Final = 60
_APPOSITION_AFTER: Final = re.compile(
    r"(?:,| is| was) (?:an? (?P<phrase>[^,.;:()\n]{2,80})|(?<=, )the (?P<the>[\w’'& -]{2,60}),)"
)
_APPOSITION_BEFORE: Final = re.compile(
    r"\s*[“\"]?(?:But |And )?(?:an?|the|its|their) (?P<phrase>(?:[\w’'-]+ ){0,4}[\w’'-]+), ", re.IGNORECASE
)
_MARKS: Final = tuple(",.;)")
_IS: Final = re.compile(r" (?:is|was) an? ")


def apposed_body_noun(words: Words, name: Name) -> str:
    """The common noun for a body in apposition to a name; empty if there is none."""
    if name.title:
        return ""
    text = words.text
    if text[name.span.end : name.span.end + 1] not in _MARKS and not _IS.match(text, name.span.end):
        return ""
    after = _APPOSITION_AFTER.match(text, name.span.end)
    if after is not None:
        return _body_noun(words, Span(*after.span("phrase" if after["phrase"] else "the")))
    begin = words.bounds(words.sentence(name.span.start))[0]
    is_near = name.span.start - begin <= _MAX_LOOKBACK
    before = _APPOSITION_BEFORE.fullmatch(text, begin, name.span.start) if is_near else None
    if before is not None:
        return _body_noun(words, Span(*before.span("phrase")))
    return ""


def outlet_or_body(words: Words, name: Name) -> Name:
    """The name with the kind that an adjacent word implies: ``Orlo magazine``, ``the firm Orlo``."""
    text = words.text
    is_titled = name.sort is SpeakerKind.ORGANIZATION and text.endswith(" The ", 0, name.span.start)  # The Stage Door
    if name.title or not (name.sort in PERSONS or is_titled):
        return name
    noun = text[max(0, name.span.start - _MAX_LOOKBACK) : name.span.start].rpartition(" ")[0].split()[-1:]
    is_adjacent = text[name.span.start - 1] == " " and bool(noun)
    if is_adjacent and (noun[0] == "PAC" or noun[0] in small("before_name") or describes_body(noun[0], name.words)):
        return msgspec.structs.replace(name, sort=SpeakerKind.ORGANIZATION)
    return msgspec.structs.replace(name, sort=SpeakerKind.OUTLET) if is_outlet(words, name) else name


def _body_noun(words: Words, span: Span) -> str:
    """The head noun of a phrase, if it denotes a body."""
    numbers = words.within(span.start, span.end)
    if not len(numbers):
        return ""
    core = core_of(words, span, numbers, [words.lower[number] for number in numbers])
    head, plural = head_of(words, words.within(core.start, core.end))
    is_body = head in common_bodies() or head in small("company")
    return head if not plural and is_body and head not in folded("roles") else ""


_MAX_DISTANCE: Final = 90
_WHICH: Final = re.compile(r"(?:,| –| —|—) which\b")
_VERB: Final = re.compile(r"[’']?s? ?(?:(?:has|had|have|also|later|then) )?(?P<verb>[a-z]+)\b")
_REPORTING_VERB: Final = re.compile(r" (?:said|says|reported|reports|announced|declined|denied)\b")
_TIME: Final = r"(?:(?: on| late| early| last| earlier this)? \w+,?| in (?:a|its) \w+,?){0,2}"
_NEUTER_PRONOUN: Final = re.compile(
    rf"{_TIME}(?: that)? (?P<it>its?)(?:['’]s| itself)? (?P<next>[a-z]+)(?: (?P<after>[a-z]+))?"
)
_HUMAN_PRONOUN: Final = re.compile(rf"{_TIME}(?: that)? (?:he|she|his|her|himself|herself)\b")
_PREPOSITION: Final = re.compile(r"\b(?:by|of|from|with|to|for|about|on|at|in) (?:the )?$")
_LATER_REFERENCE: Final = re.compile(r"[.!?][”\"’']? The (?:[A-Z]\w+-\w+ )?(?P<noun>[a-z]+)\b")


def body_by_context(words: Words, name: Name, surnames: Collection[str]) -> Name:
    """The name as the name of a body, if its context refers to it as one: "it would appeal", "its hotels".

    After a person with this surname (``surnames``), "The company" in the next sentence is no such context.
    """
    if name.title or name.nickname or name.sort not in PERSONS:
        return name
    has_apposition = len(name.words) == 1 and apposed_body_noun(words, name) != ""
    if not (
        has_apposition
        or _has_article(words, name)
        or _has_which_clause(words, name)
        or _acts_as_body(words, name, name.key in surnames)
        or _has_body_phrase(words, name)
        or _has_staff_or_shares(words, name)
    ):
        return name
    return msgspec.structs.replace(name, sort=SpeakerKind.ORGANIZATION, by_context=True)


def _has_which_clause(words: Words, name: Name) -> bool:
    """Whether "which" follows a name without a preposition before it."""
    start = name.span.start
    if _WHICH.match(words.text, name.span.end) is None:
        return False
    return _PREPOSITION.search(words.text, max(0, start - _MAX_DISTANCE), start) is None


def _acts_as_body(words: Words, name: Name, is_surname: bool) -> bool:
    """Whether the name speaks of "its" things or of "it" as a body, or the next sentence refers to "The company"."""
    verb = _VERB.match(words.text, name.span.end)
    if verb is None or not saying(verb["verb"]):
        return False
    match = _NEUTER_PRONOUN.match(words.text, verb.end(), verb.end() + _MAX_DISTANCE)
    if match is None and _HUMAN_PRONOUN.match(words.text, verb.end(), verb.end() + _MAX_DISTANCE):
        return False
    if match is None:
        return len(name.words) == 1 and not is_surname and _has_later_reference(words, name)
    if match["it"] == "its":
        return True
    if match["next"] in small("be"):
        is_progressive = (match["after"] or "").endswith("ing") and match["after"] in small("body_does")
        return is_progressive or match["after"] in small("body_is")  # but not "it was close"
    return bool({match["next"], match["after"]} & small("body_does"))


def _has_article(words: Words, name: Name) -> bool:
    """Whether "the" precedes a single-word name, which excludes a person: ``The | Lancet said``."""
    is_single = len(name.words) == 1 and name.text[1:].islower()
    start = name.span.start
    return (
        is_single
        and words.text[max(0, start - 4) : start].lower() == "the "
        and _REPORTING_VERB.match(words.text, name.span.end) is not None
    )


def _has_body_phrase(words: Words, name: Name) -> bool:
    """Whether a phrase that only bodies take follows a name: ``voted to leave``, ``shares``, ``posted a loss``."""
    return len(name.words) == 1 and _body_phrases().match(words.text, name.span.end) is not None


def _has_staff_or_shares(words: Words, name: Name) -> bool:
    """Whether a noun that only bodies have precedes a name: ``shares in``, ``workers at``."""
    number = words.within(name.span.start, name.span.end).start
    if len(name.words) > 1 or number < 2 or words.lower[number - 1] not in ("in", "at"):
        return False
    return words.lower[number - 2] in small("of_body")


@cache
def _body_phrases() -> re.Pattern[str]:
    """The phrases that only bodies take, as one pattern."""
    terms = "|".join(row["term"] for row in lexicon("body_phrases"))
    return re.compile(rf"(?:['’]s?)? (?:{terms})\b")


def _has_later_reference(words: Words, name: Name) -> bool:
    """Whether the next sentence starts with "The company", and the page has not used that noun before."""
    start, end = words.bounds(words.sentence(name.span.start))
    reference = _LATER_REFERENCE.search(words.text, max(start, end - 4), end + _MAX_DISTANCE)
    if reference is None or name.span.start - start > 1 or reference["noun"] not in small("company"):
        return False
    return reference["noun"] not in words.text[:end].lower()
