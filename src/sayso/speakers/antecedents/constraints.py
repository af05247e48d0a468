"""What holds whatever the scorer says: whom a mention can never mean, each rule a function of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.queries import Candidate, Query
from sayso.speakers.antecedents.titles import goes_by, heads_of
from sayso.terms import SpeakerKind
from sayso.text.vocabulary import folded, roles, small, titles

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import State

Constraint = Callable[["State", Query, Candidate], bool]
_BARE: Final = 2
_CLOSE: Final = re.compile(r"\s*[,.!?…]*[”\"’'»]")
_OPEN: Final = re.compile(r"[“\"‘'«]\s*(?:(?:[A-Z][a-z]+|[Oo]h|[Nn]o|[Yy]es|[Ww]ell), )?$")


def not_barred(state: State, query: Query, candidate: Candidate) -> bool:
    """Third person in direct speech is not its own speaker."""
    return candidate.entity.number not in query.barred


def not_of_the_other_sex(state: State, query: Query, candidate: Candidate) -> bool:
    """One person is not both he and she on one page."""
    return not state.sexes.contradicts(candidate.entity, query.sex)


def not_addressed(state: State, query: Query, candidate: Candidate) -> bool:
    """One who is addressed is not the speaker: ``"Thank you, Ellen," she said``."""
    return not any(addressed(state, query, start) for start in candidate.entity.places if _within(query, start))


def holds_the_title(state: State, query: Query, candidate: Candidate) -> bool:
    """A title goes to a holder of it, of the same state or body; with a place to one of whom none is told."""
    said, entity = query.mention, candidate.entity
    if said is None or query.column != "role" or entity.kind is SpeakerKind.UNNAMED:
        return said is None or query.column != "role" or goes_by(entity, heads_of(said))
    if said.head in small("epithet") | small("someone") or not (said.head in titles() or said.head in roles()):
        return True
    places = query.words & folded("places")
    if not goes_by(entity, heads_of(said)):
        told = places or ("former" in query.words and not said.modified)
        return bool(told) and not any(head in titles() for head in entity.heads)
    if "former" in query.words and "former" not in entity.told:
        return False
    return not places or bool(places & entity.told) or entity.told.isdisjoint(folded("places"))


def goes_by_the_noun(state: State, query: Query, candidate: Candidate) -> bool:
    """A text, a crowd or a body is taken up by a noun that the page gave it; "the company" by any body's."""
    said = query.mention
    if said is None or query.column == "role" or goes_by(candidate.entity, heads_of(said)):
        return True
    generic = said.head in small("any_body") or said.head in folded("outlet_nouns")
    bare = len(query.words) == 0 and not said.modified and not said.plural
    kinds = (SpeakerKind.OUTLET,) if said.head in folded("outlet_nouns") else (SpeakerKind.ORGANIZATION,)
    named = candidate.at is not None and candidate.at.named
    place = candidate.entity.name.casefold() in folded("places")
    return generic and bare and candidate.entity.kind in kinds and named and not place


CONSTRAINTS: Final[tuple[Constraint, ...]] = (
    not_barred,
    not_of_the_other_sex,
    not_addressed,
    holds_the_title,
    goes_by_the_noun,
)


def _within(query: Query, start: int) -> bool:
    return any(span.start <= start < span.end for span in query.apart)


def addressed(state: State, query: Query, start: int) -> bool:
    """Whether a name in direct speech is that of the one spoken to: at its end after a comma, or at its beginning."""
    text = state.words.text
    if not state.words.quoted[start]:
        return False
    place = next(iter(state.entities.following(start, 1)), None)
    end = place.span.end if place is not None and place.span.start == start else start
    if text[max(0, start - _BARE) : start] == ", " and _CLOSE.match(text, end):
        return True
    return bool(_OPEN.search(text, max(0, start - 12), start)) and text[end : end + 1] in ",!"
