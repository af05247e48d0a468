"""What holds whatever the scorer says: whom a mention can never mean, each rule a function of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.queries import Candidate, Query
from sayso.speakers.antecedents.titles import goes_by, heads_of, origins_told
from sayso.speakers.coreference.decisions import place_of
from sayso.speakers.coreference.relative_clauses import FROM
from sayso.terms import SpeakerKind
from sayso.text.vocabulary import folded, roles, small, titles

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import State

Constraint = Callable[["State", Query, Candidate], bool]
_BARE: Final = 2
_FEW: Final = 8  # places of one entity that are looked at
_NEAR: Final = 16
_LEAD: Final = re.compile(r", (?:[A-Z][\w.]* )?$")
_VOCATIVE: Final = re.compile(r"[“\"‘'«](?:(?:Oh|No|Yes|Well|Thank you|Sorry|But|Please), )?(?P<title>[A-Z][a-z]+)[,!]")
_CLOSE: Final = re.compile(r"\s*[,.!?…]*[”\"’'»]")
_OPEN: Final = re.compile(r"[“\"‘'«]\s*(?:(?:[A-Z][a-z]+|[Oo]h|[Nn]o|[Yy]es|[Ww]ell), )?$")


def not_barred(state: State, query: Query, candidate: Candidate) -> bool:
    """Third person in direct speech is not its own speaker."""
    return candidate.entity.number not in query.barred


def not_of_the_other_sex(state: State, query: Query, candidate: Candidate) -> bool:
    """One person is not both he and she on one page."""
    return not state.sexes.contradicts(candidate.entity, query.sex)


def not_the_author(state: State, query: Query, candidate: Candidate) -> bool:
    """The author by byline is "I", not "he" or "she"."""
    return not state.authors.writes(candidate.entity.words)


def not_addressed(state: State, query: Query, candidate: Candidate) -> bool:
    """One who is addressed is not the speaker: ``"Thank you, Ellen," she said``."""
    places = candidate.entity.places
    for span in query.apart:
        vocative = _VOCATIVE.match(state.words.text, span.start, span.end)
        if vocative is not None and vocative["title"].lower() in candidate.entity.heads:
            return False
        inside = places[bisect_left(places, span.start) : bisect_left(places, span.end)][:_FEW]
        if any(addressed(state, start) for start in inside):
            return False
    return True


def no_reply_to_himself(state: State, query: Query, candidate: Candidate) -> bool:
    """One who replies right after a quotation is not its speaker: ``"...," she said. "...," she answered``."""
    if small("replies").isdisjoint(query.cue.lower().split()) or not query.apart:
        return True
    start = query.apart[0].start
    number = bisect_left(state.attributions, start, key=place_of) - 1
    before = state.attributions[number] if number >= 0 else None
    decision = state.decisions.get(before.id) if before is not None and before.id != query.id else None
    if before is None or decision is None or decision.entity is not candidate.entity:
        return True
    end = max(span.end for span in (*before.source, *before.cue, *before.content))
    return end > start or not state.words.quoted[start + 1] or bool(state.words.text[end:start].strip(" .,\n"))


def no_place(state: State, query: Query, candidate: Candidate) -> bool:
    """A person is no place: a name of which the page tells nothing but what is in, at or near it."""
    entity = candidate.entity
    if query.column not in ("one", "role") or not entity.words or entity.heads or entity.sources or entity.sex != "-":
        return True
    text, places = state.words.text, entity.places[:_FEW]
    return not places or not all(FROM.search(text, max(0, start - _NEAR), start) for start in places)


def holds_the_title(state: State, query: Query, candidate: Candidate) -> bool:
    """A title goes to a holder of it, of the same state or body; with a place to one of whom none is told."""
    said, entity = query.mention, candidate.entity
    if said is None or query.column != "role":
        return True
    told = origins_told(entity)
    if query.origins and told and not query.origins & (told | set(entity.name.lower().split())):
        return False
    if entity.kind is SpeakerKind.UNNAMED:
        return goes_by(entity, heads_of(said))
    if said.head in small("epithet") | small("someone") or not (said.head in titles() or said.head in roles()):
        return True
    places = query.origins & folded("places")
    holders = [other for head in heads_of(said) for other in state.entities.bearers.get(head, ())]
    if not goes_by(entity, heads_of(said)):
        other = said.head in titles() and any(head in titles() for head in entity.heads)
        dated = bool(places) or "former" in query.words
        return dated and not (holders or said.modified or other or _proper(state, query))
    whole = " " in said.head and said.head not in entity.heads and any(said.head in one.heads for one in holders)
    if whole or (query.words.isdisjoint(entity.told) and any(query.words & one.told for one in holders)):
        return False  # the police chief, where another is the fire chief
    if query.origins.isdisjoint(told) and any(query.origins & origins_told(one) for one in holders):
        return False
    return "former" not in query.words or "former" in entity.told


def _proper(state: State, query: Query) -> bool:
    """Whether a description has a name in it that is no place's: ``the Trump character``."""
    assert query.mention is not None
    assert query.mention.core is not None
    words = query.mention.core.of(state.words.text).split()[1:]
    return any(word[0].isupper() and word.casefold() not in folded("places") for word in words)


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
    not_the_author,
    not_addressed,
    no_reply_to_himself,
    no_place,
    holds_the_title,
    goes_by_the_noun,
)


def addressed(state: State, start: int) -> bool:
    """Whether a name in direct speech is that of the one spoken to: at its end after a comma, or at its beginning."""
    text = state.words.text
    if not state.words.quoted[start]:
        return False
    place = next(iter(state.entities.following(start, 1)), None)
    end = place.span.end if place is not None and place.span.start == start else start
    lead = _LEAD.search(text, max(0, start - 12), start)
    if lead is not None and (_CLOSE.match(text, end) or text[end : end + 1] == ","):
        return True
    return bool(_OPEN.search(text, max(0, start - 12), start)) and text[end : end + 1] in ",!"
