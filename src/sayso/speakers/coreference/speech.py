"""First-person sources, missing sources, and addressees as passive subjects."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sayso.attributions.acts import bases
from sayso.speakers.coreference.decisions import Decision, Way, place_of
from sayso.speakers.coreference.relative_clauses import COORDINATED_CLAUSE
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.terms import Attribution, SpeakerKind
from sayso.text.vocabulary import small

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State

_MAX_CUE: Final = 200


def is_addressee(text: str, attribution: Attribution) -> bool:
    """Whether the source is the addressee, not the speaker: ``he had been accused``, ``she was told``."""
    if not attribution.cue or not attribution.source or attribution.source[0].start > attribution.cue[0].start:
        return False
    cue = attribution.cue[0].of(text)[:_MAX_CUE].lower().split()
    if {("as", "saying"), ("expected", "to")} & set(pairwise(cue)):
        return False  # quoted as saying, expected to announce: the subject is the speaker
    words = bases(" ".join(cue))
    if len(words) != len(cue):
        return False
    verbs = [
        position
        for position, word in enumerate(words)
        if word in small("patient_verb") and cue[position].endswith(("ed", "told", "said"))
    ]
    return any(position and small("be") & set(cue[max(0, position - 2) : position]) for position in verbs)


_MAX_LOOKBACK: Final = 24
_MAX_NEIGHBOURS: Final = 8  # attributions before and after a position that are searched for its speech
_ASKED: Final = re.compile(r"(?i)(?:when |later )?(?:asked|pressed|questioned)\b")
_ON_OUTLET: Final = re.compile(r"\b(?:on|in an interview (?:on|with)|during an interview (?:on|with))\s")


def first_person(state: State, source: Source) -> Decision:
    """Resolve "I" and "we" to the speaker of the surrounding direct speech, else to the writer."""
    mention = source.mention
    assert mention.span is not None
    start = mention.span.start
    if state.words.quoted[start] or source.outer is not None:
        entity = source.outer.entity if source.outer is not None else speaker_around(state, start)
        if entity is None and source.outer is None:
            entity = next((speaker for _, speaker in reversed(source.said)), None)
        return Decision(mention, entity, Way.FIRST)
    return Decision(mention, writer(state, start, mention.pronoun[1] == "many"), Way.FIRST)


def speaker_around(state: State, place: int) -> Entity | None:
    """The speaker of the direct speech at a position: of an overlapping attribution, else of the paragraph."""
    quoted = state.words.quoted
    begin = quoted.rfind(b"\x00", 0, place) + 1
    end = quoted.find(b"\x00", place)
    end = len(quoted) if end < 0 else end
    line = state.words.line(place)
    same_paragraph: list[tuple[int, Entity]] = []
    number = bisect_left(state.attributions, place, key=place_of)
    for attribution in state.attributions[max(0, number - _MAX_NEIGHBOURS) : number + _MAX_NEIGHBOURS]:
        decision = state.decisions.get(attribution.id)
        position = place_of(attribution)
        if decision is None or decision.entity is None or begin <= position < end:
            continue
        if any(span.start < end and begin < span.end for span in attribution.content):
            return decision.entity
        if state.words.line(position) == line and not quoted[position]:
            same_paragraph.append((abs(position - place), decision.entity))
    return min(same_paragraph, key=lambda pair: pair[0])[1] if same_paragraph else None


def writer(state: State, place: int | None = None, several: bool = False) -> Entity:
    """The writer at a position: the signer of the letter, the issuer of the press release, else the author."""
    signer = state.authors.signer(place, several) if place is not None else None
    signer = signer or (state.authors.issuer if several else None)
    if signer is not None:
        return state.entities.entity(signer)
    if state.author is None:
        name, span = state.authors.author
        state.author = state.entities.make(name, SpeakerKind.AUTHOR, span)
    return state.author


def speaker_without_source(state: State, source: Source) -> Entity | None:
    """The speaker of an attribution without a source: the previous one, if the sentence or its quotation continues."""
    text, attribution, said = state.words.text, source.attribution, source.said
    last = said[-1] if said else None
    if not attribution.cue:
        content = attribution.content[:1]
        return last[1] if last and content and state.words.quoted[content[0].end - 2] else None
    start = attribution.cue[0].start
    asker = _asker(state, attribution)
    if asker is not None:
        return asker
    if is_unattributed_question(text, attribution):
        return None
    sentence = state.words.bounds(state.words.sentence(start))[0]
    in_same_sentence = last is not None and last[0] >= sentence
    if (
        last is not None
        and in_same_sentence
        and COORDINATED_CLAUSE.search(text, max(sentence, start - _MAX_LOOKBACK), start)
    ):
        return last[1]
    if not any(word.endswith("ing") for word in attribution.cue[0].of(text).split()[:2]):
        return None
    if last is not None and in_same_sentence:
        return last[1]
    for place in reversed(state.entities.before(start, _MAX_LOOKBACK)):
        if place.span.start >= sentence and place.entity.kind in PERSONS and place.named:
            return place.entity
    return last[1] if last is not None and state.words.line(last[0]) == state.words.line(start) else None


def is_unattributed_question(text: str, attribution: Attribution) -> bool:
    """Whether the cue is a question without a source: ``when | pressed on``, ``asked whether``."""
    return not attribution.source and bool(attribution.cue) and _ASKED.match(attribution.cue[0].of(text)) is not None


def _asker(state: State, attribution: Attribution) -> Entity | None:
    """The outlet after "asked on", which is the source of the question."""
    text, cue = state.words.text, attribution.cue[-1]
    on = _ON_OUTLET.search(text, cue.start, cue.end + _MAX_LOOKBACK) if _ASKED.match(cue.of(text)) else None
    place = next(iter(state.entities.following(on.end(), 1)), None) if on is not None else None
    if on is None or place is None or not place.named or place.span.start - on.end() > len("the "):
        return None
    return place.entity if place.entity.kind is SpeakerKind.OUTLET else None
