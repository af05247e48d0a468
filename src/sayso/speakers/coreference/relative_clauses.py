"""The antecedent of "who": the noun before it, or before the first of several relative clauses."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.speakers.kinds import BODIES
from sayso.speakers.mentions.source_mention import Mention, Type, mention
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, folded, roles, singular, small
from sayso.text.words import Words

QUANTITY: Final = re.compile(
    r"(?i)\b(?:some|many|most|several|few|two|three|four|five|six|seven|eight|nine|ten|dozens of) $"
)
FROM: Final = re.compile(r"\b(?:from|in|near|at|outside)(?: the)? $")
_MAX_LOOKBACK: Final = 90
_CONTEXT: Final = 24
COORDINATED_CLAUSE: Final = re.compile(r"\b(?:and|but|or)(?: \w+){0,2} $")


@cache
def before_noun() -> re.Pattern[str]:
    """A preposition, optionally with a determiner, before a noun: ``the head | of the``."""
    links = "|".join(("because of", *sorted(small("stands_in"))))
    return re.compile(rf"\s(?:{links})\s(?:the\s|an?\s|his\s|her\s|their\s)?$")


@cache
def _phrase_boundary() -> re.Pattern[str]:
    """A boundary where a noun phrase can start: punctuation, a function word or a determiner."""
    opens, ends = ("|".join(sorted(small(use))) for use in ("chunk_opens", "chunk_ends"))
    return re.compile(rf"(?i)[,;:(–—]\s*|\b(?:{opens})\s|\b(?:{ends})\s")


def first_clause(words: Words, start: int) -> int:
    """The start of the first of several coordinated relative clauses: ``Reed, | who owns it, and who said``."""
    if not COORDINATED_CLAUSE.search(words.text, max(0, start - _CONTEXT), start):
        return start
    sentence = words.bounds(words.sentence(start))[0]
    before = max(words.text.rfind(f" {word} ", sentence, start) for word in ("who", "which", "that"))
    return before + 1 if before >= 0 else start


def joined_before(words: Words, start: int) -> Span | None:
    """Two coordinated nouns for people before a position: ``Democrats and young voters | who``."""
    begin = max(words.bounds(words.sentence(start))[0], start - _MAX_LOOKBACK)
    match = _COORDINATED_NOUNS.search(words.text, begin, start)
    if match is None or match.end() != start:
        return None
    left, right = match["left"].split(), match["right"].split()
    if not _denotes_people(right[-1].lower()):
        return None
    is_described = len(right) > 1 and left[-1].casefold() in folded("demonyms") | folded("groups")
    is_owned = left[0].lower() in small("possessive") and left[-1].lower() in common_bodies()
    if _denotes_people(left[-1].lower()) or is_owned or is_described:
        return Span(match.start("left"), match.end("whole"))
    return None


_LEFT: Final = r"(?:(?:the|many|some|most|his|her|their|its) )?(?:[A-Z][\w’'-]+ )?[\w’'-]+"
_RIGHT: Final = r"(?P<right>(?:[\w’'-]+ ){0,2}[\w’'-]+)(?: (?:across|in|from) the [a-z]+)?"
_COORDINATED_NOUNS: Final = re.compile(rf"(?<=\s)(?P<left>{_LEFT}) and (?P<whole>{_RIGHT}),? $")


def _denotes_people(word: str) -> bool:
    """Whether a word is a plural or collective noun for people."""
    noun = singular(word)
    return word in folded("groups") or (noun != word and noun in roles())


def noun_before(words: Words, start: int) -> Span | None:
    """The noun phrase that ends before a position, from its determiner."""
    begin = max(words.bounds(words.sentence(start))[0], start - _MAX_LOOKBACK)
    phrase = words.text[begin:start].rstrip(" ,—–-")
    phrase_start = 0
    for boundary in _phrase_boundary().finditer(phrase):
        phrase_start = max(
            phrase_start,
            boundary.start() if boundary.group().strip().lower() in small("chunk_opens") else boundary.end(),
        )
    numbers = words.within(begin + phrase_start, begin + len(phrase))
    if all(words.lower[number] in folded("function_words") for number in numbers):
        return None
    return Span(words.tokens[numbers.start][0], words.tokens[numbers.stop - 1][1]) if len(numbers) else None


_MAX_STEPS: Final = 3
_HUMAN_KINDS: Final = (SpeakerKind.UNNAMED, SpeakerKind.GROUP)
_OFFICE_APPOSITION: Final = re.compile(r", (?:(?:an?|the|its|their) )?[\w' ’-]{3,60} ")
_INSERTION: Final = re.compile(r"\([^()]*+\)|\b\d{1,3}\b|\b(?:of|from|in) (?:[A-Z][\w.]*[ ,]*)+")


def relative(words: Words, entities: Entities, said: Mention) -> Entity | Span | None:
    """The antecedent immediately before "who": a named entity, or the span of a noun phrase."""
    assert said.span is not None
    text, start = words.text, first_clause(words, said.span.start)
    coordinated = joined_before(words, start)
    for place in entities.before(start, _MAX_STEPS) if coordinated is None else ():
        gap = text[place.span.end : start]
        if not place.named and QUANTITY.search(text, max(0, place.span.start - _CONTEXT), place.span.start):
            break  # a quantity is part of the noun phrase: "some economists who"
        if _INSERTION.sub("", gap).strip(" ,—–-") == "" and not _is_location(words, place):
            return _head_entity(words, entities, said, place)
    return coordinated or _human_noun_phrase(words, said, start)


def _head_entity(words: Words, entities: Entities, said: Mention, place: Place) -> Entity:
    """The antecedent of "who" after an organization: ``Ivo Marr, the head of the Harbour Fund, | who``."""
    begin = place.span.start
    if said.head != "who" or not place.named or place.entity.kind not in BODIES:
        return place.entity
    for before in (
        entities.before(begin, _MAX_STEPS) if before_noun().search(words.text, max(0, begin - 8), begin) else ()
    ):
        office = _OFFICE_APPOSITION.fullmatch(words.text[before.span.end : begin])
        if before.named and before.entity.kind is SpeakerKind.PERSON and office:
            return before.entity
    return place.entity


def _is_location(words: Words, place: Place) -> bool:
    """Whether a name is the location or origin of the antecedent, not the antecedent."""
    entity, begin = place.entity, place.span.start
    if not place.named:
        return False
    is_bare_surname = len(entity.words) == 1 and entity.kind in PERSONS and not entity.heads
    preposition = is_bare_surname and FROM.search(words.text, max(0, begin - _CONTEXT), begin)
    return bool(preposition) or entity.name.casefold() in folded("places")


def _human_noun_phrase(words: Words, said: Mention, start: int) -> Span | None:
    """The human noun phrase before "who"; of several joined by "of" or "in", the last one."""
    nearest = span = noun_before(words, start)
    for _ in range(_MAX_STEPS if said.head in ("who", "whom") else 0):
        if span is None:
            break
        noun = mention(words, (span,))
        begin = max(0, span.start - _CONTEXT)
        location = FROM.search(words.text, begin, span.start)
        if noun.kind in _HUMAN_KINDS or (noun.type is Type.NAME and noun.kind in PERSONS and location is None):
            return span
        before = before_noun().search(words.text, begin, span.start)
        span = noun_before(words, before.start() + 1) if before is not None else None
    return nearest
