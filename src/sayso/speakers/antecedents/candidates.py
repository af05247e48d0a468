"""Candidate antecedents of a mention: entities mentioned before it and previous speakers, the nearest first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.queries import Candidate, Query
from sayso.speakers.entities.registry import PERSONS, Entity, Place
from sayso.terms import SpeakerKind

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import State

WINDOW: Final = 40  # mentions
RECENT: Final = 8  # previous speakers, and pairs
_MAX_UNNAMED: Final = 12  # extra mentions (pairs, unnamed persons) per window
_THEY_KINDS: Final = (SpeakerKind.GROUP, SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)
_IT_KINDS: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)


def window(state: State, query: Query) -> list[Place]:
    """The places of candidates before a mention, the nearest first."""
    places = state.entities.before(query.place, WINDOW)
    extra_mentions = {"many": state.pairs, "one": state.unnamed}.get(query.column, ())
    if extra_mentions:
        first = places[-1].span.start if len(places) == WINDOW else 0
        nearby = extra_mentions[
            bisect_left(extra_mentions, first, key=start_of) : bisect_left(extra_mentions, query.place, key=start_of)
        ][-_MAX_UNNAMED:]
        places = sorted((*places, *nearby), key=start_of, reverse=True)
    return [place for place in places if not any(place.span in span for span in query.apart)]


def candidates(state: State, query: Query, places: Sequence[Place]) -> list[Candidate]:
    """The candidates of a mention: entities by their nearest place, then previous speakers outside the window."""
    nearest: dict[int, Candidate] = {}
    for place in places:
        if place.entity.number not in nearest and _agrees(state, query, place.entity):
            nearest[place.entity.number] = Candidate(place.entity, place)
    for _, entity in reversed(query.said[-RECENT:]):
        if entity.number not in nearest and _agrees(state, query, entity):
            nearest[entity.number] = Candidate(entity, None)
    return list(nearest.values())


def pairs_before(state: State, place: int) -> tuple[Place, ...]:
    """The last coordinated pairs before a position, the nearest first."""
    end = bisect_left(state.pairs, place, key=start_of)
    return state.pairs[max(0, end - RECENT) : end][::-1]


def unnamed_at(state: State, start: int) -> Entity | None:
    """The unnamed person mentioned at a position."""
    number = bisect_left(state.unnamed, start, key=start_of)
    mention = state.unnamed[number] if number < len(state.unnamed) else None
    return mention.entity if mention is not None and mention.span.start == start else None


def start_of(place: Place) -> int:
    """The offset of a place, as a sort key."""
    return place.span.start


def _agrees(state: State, query: Query, entity: Entity) -> bool:
    """Whether an entity agrees with the number and kind of a mention."""
    kind = entity.kind
    if query.column in ("one", "role"):
        return kind in PERSONS or (kind is SpeakerKind.UNNAMED and not entity.plural)
    if query.column == "many":
        return kind in _THEY_KINDS or (kind is SpeakerKind.PERSON and state.sexes.they(entity, query.place))
    if query.column == "folk":
        return kind in _THEY_KINDS and (entity.plural or kind is not SpeakerKind.ORGANIZATION)
    if query.mention is not None and query.mention.kind is SpeakerKind.DOCUMENT:
        return kind in (SpeakerKind.DOCUMENT, SpeakerKind.OUTLET)
    if query.column == "body":
        return kind in (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.GROUP, SpeakerKind.UNNAMED)
    return kind in _IT_KINDS
