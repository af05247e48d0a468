"""The noun that "who" takes up: right before it, or before the first of several clauses."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.speakers.mentions.source_mention import Mention, Type, mention
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, folded, roles, singular, small
from sayso.text.words import Words

QUANTITY: Final = re.compile(
    r"(?i)\b(?:some|many|most|several|few|two|three|four|five|six|seven|eight|nine|ten|dozens of) $"
)
FROM: Final = re.compile(r"\b(?:from|in|near|at|outside)(?: the)? $")
_BACK: Final = 90
_NEAR: Final = 24
_JOINED: Final = re.compile(r"\b(?:and|but|or)(?: \w+){0,2} $")


@cache
def before_noun() -> re.Pattern[str]:
    """A preposition, perhaps with a determiner, at the end of a stretch: ``the head | of the``."""
    links = "|".join(("because of", *sorted(small("stands_in"))))
    return re.compile(rf"\s(?:{links})\s(?:the\s|an?\s|his\s|her\s|their\s)?$")


@cache
def _chunk() -> re.Pattern[str]:
    """Where a noun phrase can begin: after a mark or a small word, or at a determiner."""
    opens, ends = ("|".join(sorted(small(use))) for use in ("chunk_opens", "chunk_ends"))
    return re.compile(rf"(?i)[,;:(–—]\s*|\b(?:{opens})\s|\b(?:{ends})\s")


def first_clause(words: Words, start: int) -> int:
    """Where the first of several clauses of one noun begins: ``Reed, | who owns it, and who said``."""
    if not _JOINED.search(words.text, max(0, start - _NEAR), start):
        return start
    sentence = words.bounds(words.sentence(start))[0]
    before = max(words.text.rfind(f" {word} ", sentence, start) for word in ("who", "which", "that"))
    return before + 1 if before >= 0 else start


def joined_before(words: Words, start: int) -> Span | None:
    """Two nouns for people with "and" between them that end before this place: ``Democrats and young voters | who``."""
    begin = max(words.bounds(words.sentence(start))[0], start - _BACK)
    found = _TWO.search(words.text, begin, start)
    if found is None or found.end() != start:
        return None
    left, right = found["left"].split(), found["right"].split()
    if not _people(right[-1].lower()):
        return None
    described = len(right) > 1 and left[-1].casefold() in folded("demonyms") | folded("groups")
    owned = left[0].lower() in small("possessive") and left[-1].lower() in common_bodies()
    if _people(left[-1].lower()) or owned or described:
        return Span(found.start("left"), found.end("whole"))
    return None


_OWN: Final = r"(?:(?:the|many|some|most|his|her|their|its) )?(?:[A-Z][\w’'-]+ )?[\w’'-]+"
_RIGHT: Final = r"(?P<right>(?:[\w’'-]+ ){0,2}[\w’'-]+)(?: (?:across|in|from) the [a-z]+)?"
_TWO: Final = re.compile(rf"(?<=\s)(?P<left>{_OWN}) and (?P<whole>{_RIGHT}),? $")


def _people(word: str) -> bool:
    """Whether a word is a plural noun for people."""
    one = singular(word)
    return word in folded("groups") or (one != word and one in roles())


def noun_before(words: Words, start: int) -> Span | None:
    """The noun phrase that ends before this place, from its determiner on."""
    begin = max(words.bounds(words.sentence(start))[0], start - _BACK)
    chunk = words.text[begin:start].rstrip(" ,—–-")
    cut = 0
    for found in _chunk().finditer(chunk):
        cut = max(cut, found.start() if found.group().strip().lower() in small("chunk_opens") else found.end())
    numbers = words.within(begin + cut, begin + len(chunk))
    if all(words.lower[number] in folded("function_words") for number in numbers):
        return None
    return Span(words.tokens[numbers.start][0], words.tokens[numbers.stop - 1][1]) if len(numbers) else None


_STEPS: Final = 3
_HUMAN: Final = (SpeakerKind.UNNAMED, SpeakerKind.GROUP)
_BODIES: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)
_OFFICE: Final = re.compile(r", (?:(?:an?|the|its|their) )?[\w' ’-]{3,60} ")
_BETWEEN: Final = re.compile(r"\([^()]*+\)|\b\d{1,3}\b|\b(?:of|from|in) (?:[A-Z][\w.]*[ ,]*)+")


def relative(words: Words, entities: Entities, said: Mention) -> Entity | Span | None:
    """What stands right before "who": an entity by its name, or the place of a noun phrase."""
    assert said.span is not None
    text, start = words.text, first_clause(words, said.span.start)
    both = joined_before(words, start)
    for place in entities.before(start, _STEPS) if both is None else ():
        gap = text[place.span.end : start]
        if not place.named and QUANTITY.search(text, max(0, place.span.start - _NEAR), place.span.start):
            break  # a quantity belongs to the name: "some economists who"
        if _BETWEEN.sub("", gap).strip(" ,—–-") == "" and not _where(words, place):
            return _head(words, entities, said, place)
    return both or _whom(words, said, start)


def _head(words: Words, entities: Entities, said: Mention, place: Place) -> Entity:
    """Who is meant where "who" follows the name of a body: ``Ivo Marr, the head of the Harbour Fund, | who``."""
    begin = place.span.start
    if said.head != "who" or not place.named or place.entity.kind not in _BODIES:
        return place.entity
    for before in entities.before(begin, _STEPS) if before_noun().search(words.text, max(0, begin - 8), begin) else ():
        office = _OFFICE.fullmatch(words.text[before.span.end : begin])
        if before.named and before.entity.kind is SpeakerKind.PERSON and office:
            return before.entity
    return place.entity


def _where(words: Words, place: Place) -> bool:
    """Whether a name is where somebody is or comes from, so that "who" is not said of it."""
    entity, begin = place.entity, place.span.start
    if not place.named:
        return False
    alone = len(entity.words) == 1 and entity.kind in PERSONS and not entity.heads
    from_ = alone and FROM.search(words.text, max(0, begin - _NEAR), begin)
    return bool(from_) or entity.name.casefold() in folded("places")


def _whom(words: Words, said: Mention, start: int) -> Span | None:
    """The noun phrase that "who" takes up: of several with "of" or "in" between them the last that is human."""
    near = span = noun_before(words, start)
    for _ in range(_STEPS if said.head in ("who", "whom") else 0):
        if span is None:
            break
        found = mention(words, (span,))
        begin = max(0, span.start - _NEAR)
        where = FROM.search(words.text, begin, span.start)
        if found.kind in _HUMAN or (found.type is Type.NAME and found.kind in PERSONS and where is None):
            return span
        before = before_noun().search(words.text, begin, span.start)
        span = noun_before(words, before.start() + 1) if before is not None else None
    return near
