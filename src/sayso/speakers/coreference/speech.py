"""Who says "I", who goes on without being named, and who is spoken to."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sayso.attributions.acts import bases
from sayso.speakers.coreference.decisions import Decision, Way, place_of
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.terms import Attribution, SpeakerKind
from sayso.text.vocabulary import small

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State

_READ: Final = 200


def suffers(text: str, attribution: Attribution) -> bool:
    """Whether the source is the one addressed, not the one who speaks: ``he had been accused``, ``she was told``."""
    if not attribution.cue or not attribution.source or attribution.source[0].start > attribution.cue[0].start:
        return False
    cue = attribution.cue[0].of(text)[:_READ].lower().split()
    if {("as", "saying"), ("expected", "to")} & set(pairwise(cue)):
        return False  # quoted as saying, expected to announce: the one who does speak
    words = bases(" ".join(cue))
    if len(words) != len(cue):
        return False
    verbs = [
        n for n, word in enumerate(words) if word in small("patient_verb") and cue[n].endswith(("ed", "told", "said"))
    ]
    return any(n and small("be") & set(cue[max(0, n - 2) : n]) for n in verbs)


_LIMIT: Final = 24
_NEAR: Final = 8  # attributions before and after a place that may be of its speech
_ASKED: Final = re.compile(r"(?i)(?:when |later )?(?:asked|pressed|questioned)\b")
_ON: Final = re.compile(r"\b(?:on|in an interview (?:on|with)|during an interview (?:on|with))\s")
_JOINED: Final = re.compile(r"\b(?:and|but|or)(?: \w+){0,2} $")


def first_person(state: State, source: Source) -> Decision:
    """Lead "I" and "we" to the speaker of the direct speech around, wherever he is named; else to who writes here."""
    said = source.mention
    assert said.span is not None
    start = said.span.start
    if state.words.quoted[start] or source.outer is not None:
        entity = source.outer.entity if source.outer is not None else speaker_around(state, start)
        if entity is None and source.outer is None:
            entity = next((spoke for _, spoke in reversed(source.said)), None)
        return Decision(said, entity, Way.FIRST)
    return Decision(said, writer(state, start, said.pronoun[1] == "many"), Way.FIRST)


def speaker_around(state: State, place: int) -> Entity | None:
    """The speaker of the direct speech around a place: of an attribution with words of it, else of the paragraph."""
    quoted = state.words.quoted
    begin = quoted.rfind(b"\x00", 0, place) + 1
    end = quoted.find(b"\x00", place)
    end = len(quoted) if end < 0 else end
    line = state.words.line(place)
    beside: list[tuple[int, Entity]] = []
    number = bisect_left(state.attributions, place, key=place_of)
    for attribution in state.attributions[max(0, number - _NEAR) : number + _NEAR]:
        decision = state.decisions.get(attribution.id)
        told = place_of(attribution)
        if decision is None or decision.entity is None or begin <= told < end:
            continue
        if any(span.start < end and begin < span.end for span in attribution.content):
            return decision.entity
        if state.words.line(told) == line and not quoted[told]:
            beside.append((abs(told - place), decision.entity))
    return min(beside, key=lambda one: one[0])[1] if beside else None


def writer(state: State, place: int | None = None, several: bool = False) -> Entity:
    """Who writes at this place: who signs the letter, who issues the press release, else the page's author."""
    signer = state.authors.signer(place, several) if place is not None else None
    signer = signer or (state.authors.issuer if several else None)
    if signer is not None:
        return state.entities.entity(signer)
    if state.author is None:
        name, span = state.authors.author
        state.author = state.entities.make(name, SpeakerKind.AUTHOR, span)
    return state.author


def unsaid(state: State, source: Source) -> Entity | None:
    """Who speaks where no source is given: the one before, if the sentence goes on or a quotation follows."""
    text, attribution, said = state.words.text, source.attribution, source.said
    last = said[-1] if said else None
    if not attribution.cue:
        content = attribution.content[:1]
        return last[1] if last and content and state.words.quoted[content[0].end - 2] else None
    start = attribution.cue[0].start
    asker = _asker(state, attribution)
    if asker is not None:
        return asker
    if asked_by_nobody(text, attribution):
        return None
    sentence = state.words.bounds(state.words.sentence(start))[0]
    begun = last is not None and last[0] >= sentence
    if last is not None and begun and _JOINED.search(text, max(sentence, start - _LIMIT), start):
        return last[1]
    if not any(word.endswith("ing") for word in attribution.cue[0].of(text).split()[:2]):
        return None
    if last is not None and begun:
        return last[1]
    for place in reversed(state.entities.before(start, _LIMIT)):
        if place.span.start >= sentence and place.entity.kind in PERSONS and place.named:
            return place.entity
    return last[1] if last is not None and state.words.line(last[0]) == state.words.line(start) else None


def asked_by_nobody(text: str, attribution: Attribution) -> bool:
    """Whether somebody is asked and it is not said by whom: ``when | pressed on``, ``asked whether``."""
    return not attribution.source and bool(attribution.cue) and _ASKED.match(attribution.cue[0].of(text)) is not None


def _asker(state: State, attribution: Attribution) -> Entity | None:
    """The outlet that asks where somebody is "asked on" it, and nobody else is said to ask."""
    text, cue = state.words.text, attribution.cue[-1]
    on = _ON.search(text, cue.start, cue.end + _LIMIT) if _ASKED.match(cue.of(text)) else None
    place = next(iter(state.entities.following(on.end(), 1)), None) if on is not None else None
    if on is None or place is None or not place.named or place.span.start - on.end() > len("the "):
        return None
    return place.entity if place.entity.kind is SpeakerKind.OUTLET else None
