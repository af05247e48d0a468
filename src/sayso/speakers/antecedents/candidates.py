"""Whom a mention can mean: those named or spoken of before it, and those who spoke, the nearest first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.queries import Candidate, Query
from sayso.speakers.entities.registry import PERSONS, Entity, Place
from sayso.terms import SpeakerKind

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import State

WINDOW: Final = 40
RECENT: Final = 8
_MORE: Final = 12  # nouns without a name that are looked at
_PLURAL: Final = (SpeakerKind.GROUP, SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)
_THING: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)


def window(state: State, query: Query) -> list[Place]:
    """The places before a mention at which candidates stand, the nearest first."""
    found = state.entities.before(query.place, WINDOW)
    more = {"many": state.pairs, "one": state.unnamed}.get(query.column, ())
    if more:
        first = found[-1].span.start if len(found) == WINDOW else 0
        near = more[bisect_left(more, first, key=_start) : bisect_left(more, query.place, key=_start)][-_MORE:]
        found = sorted((*found, *near), key=_start, reverse=True)
    return [place for place in found if not any(place.span in span for span in query.apart)]


def candidates(state: State, query: Query, places: Sequence[Place]) -> list[Candidate]:
    """The candidates of a mention: by their nearest place, then those who spoke further back."""
    nearest: dict[int, Candidate] = {}
    for place in places:
        if place.entity.number not in nearest and _can_mean(state, query, place.entity):
            nearest[place.entity.number] = Candidate(place.entity, place)
    for _, entity in reversed(query.said[-RECENT:]):
        if entity.number not in nearest and _can_mean(state, query, entity):
            nearest[entity.number] = Candidate(entity, None)
    return list(nearest.values())


def pairs_before(state: State, place: int) -> tuple[Place, ...]:
    """The last pairs named before a place, the nearest first."""
    end = bisect_left(state.pairs, place, key=_start)
    return state.pairs[max(0, end - RECENT) : end][::-1]


def unnamed_at(state: State, start: int) -> Entity | None:
    """The one who is spoken of without a name at a place."""
    number = bisect_left(state.unnamed, start, key=_start)
    found = state.unnamed[number] if number < len(state.unnamed) else None
    return found.entity if found is not None and found.span.start == start else None


def _start(place: Place) -> int:
    return place.span.start


def _can_mean(state: State, query: Query, entity: Entity) -> bool:
    """Whether number and kind of a mention allow this entity."""
    kind = entity.kind
    if query.column in ("one", "role"):
        return kind in PERSONS or (kind is SpeakerKind.UNNAMED and not entity.plural)
    if query.column == "many":
        return kind in _PLURAL or (kind is SpeakerKind.PERSON and state.sexes.they(entity, query.place))
    if query.column == "folk":
        return kind in _PLURAL and (entity.plural or kind is not SpeakerKind.ORGANIZATION)
    if query.mention is not None and query.mention.kind is SpeakerKind.DOCUMENT:
        return kind in (SpeakerKind.DOCUMENT, SpeakerKind.OUTLET)
    if query.column == "body":
        return kind in (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.GROUP, SpeakerKind.UNNAMED)
    return kind in _THING
