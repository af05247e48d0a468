"""Constraints on antecedents, which the scorer cannot override; each one is a function."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.candidates import start_of
from sayso.speakers.antecedents.queries import Candidate, Query
from sayso.speakers.antecedents.titles import heads_of, known_origins_of, shares_noun
from sayso.speakers.coreference.decisions import place_of
from sayso.speakers.coreference.relative_clauses import FROM
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.terms import SpeakerKind
from sayso.text.morphology import base_form
from sayso.text.vocabulary import folded, roles, small, titles

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import State

Constraint = Callable[["State", Query, Candidate], bool]
_MAX_PLACES: Final = 8  # places that are compared
_MAX_CLAUSES: Final = 400  # characters from "asked" to the pronoun
_MAX_MODIFIERS: Final = 3  # words between "asked" and a name: asked her boss | NAME
_MAX_CLAUSE_END: Final = 8  # characters of _CLAUSE_END
_CLAUSE_END: Final = re.compile(r", (?:and |but )?\Z")
_SUBORDINATE: Final = re.compile(r"\W*(?:When|After|As|Once)\b")
_PREPOSITION_CONTEXT: Final = 16
_COMMA_BEFORE: Final = re.compile(r", (?:[A-Z][\w.]* )?$")
_VOCATIVE: Final = re.compile(r"[“\"‘'«](?:(?:Oh|No|Yes|Well|Thank you|Sorry|But|Please), )?(?P<title>[A-Z][a-z]+)[,!]")
_QUOTE_END: Final = re.compile(r"\s*[,.!?…]*[”\"’'»]")
_QUOTE_START: Final = re.compile(r"[“\"‘'«]\s*(?:(?:[A-Z][a-z]+|[Oo]h|[Nn]o|[Yy]es|[Ww]ell), )?$")


def not_barred(state: State, query: Query, candidate: Candidate) -> bool:
    """A third-person pronoun in direct speech does not refer to its speaker."""
    return candidate.entity.number not in query.barred


def not_of_the_other_sex(state: State, query: Query, candidate: Candidate) -> bool:
    """A person is not both "he" and "she" on a page."""
    return not state.sexes.contradicts(candidate.entity, query.sex)


def not_the_author(state: State, query: Query, candidate: Candidate) -> bool:
    """The author in the byline is "I", not "he" or "she"."""
    return not state.authors.writes(candidate.entity.words)


def not_addressed(state: State, query: Query, candidate: Candidate) -> bool:
    """The addressee of a quotation is not its speaker: ``"Thank you, Ellen," she said``."""
    places = candidate.entity.places
    for span in query.apart:
        vocative = _VOCATIVE.match(state.words.text, span.start, span.end)
        if vocative is not None and vocative["title"].lower() in candidate.entity.heads:
            return False
        inside = places[bisect_left(places, span.start) : bisect_left(places, span.end)][:_MAX_PLACES]
        if any(addressed(state, start) for start in inside):
            return False
    return True


def not_replied_to(state: State, query: Query, candidate: Candidate) -> bool:
    """The speaker of a reply is not the speaker of the previous quotation: ``"...," she said. "...," she answered``."""
    if small("replies").isdisjoint(query.cue.lower().split()) or not query.apart:
        return True
    start = query.apart[0].start
    number = bisect_left(state.attributions, start, key=place_of) - 1
    previous = state.attributions[number] if number >= 0 else None
    decision = state.decisions.get(previous.id) if previous is not None and previous.id != query.id else None
    if previous is None or decision is None or decision.entity is not candidate.entity:
        return True
    end = max(span.end for span in (*previous.source, *previous.cue, *previous.content))
    return end > start or not state.words.quoted[start + 1] or bool(state.words.text[end:start].strip(" .,\n"))


def answers(state: State, query: Query, candidate: Candidate) -> bool:
    """A pronoun after a reaction or question is who reacts or was asked: ``Bell shrugged. "It rained," she said``."""
    if query.column != "one":
        return True
    key = (query.place, query.cue)
    if key not in state.answering:
        state.answering[key] = _reacting(state, query) or _asked(state, query)
    expected = state.answering[key]
    return expected is None or expected is candidate.entity or state.sexes.contradicts(expected, query.sex)


def _reacting(state: State, query: Query) -> Entity | None:
    """The only person named in the sentence before a quotation, if a verb of reaction follows: ``Bell shrugged.``"""
    words, start = state.words, query.apart[0].start if query.apart else 0
    number = words.sentence(start)
    if not start or not words.quoted[start + 1] or words.bounds(number)[0] != start or not number:
        return None
    begin, end = words.bounds(number - 1)
    persons = [p for p in state.entities.before(end, _MAX_PLACES) if p.span.start >= begin and p.entity.kind in PERSONS]
    if len(persons) != 1 or words.quoted[persons[0].span.start] or words.line(begin) != words.line(start):
        return None
    after = words.lower[slice(words.within(persons[0].span.end, end).start, words.within(begin, end).stop)]
    is_state = not small("before_reaction").isdisjoint(after[:1])
    return persons[0].entity if not small("reacts").isdisjoint(after[: 2 if is_state else 1]) else None


def _asked(state: State, query: Query) -> Entity | None:
    """The person who was asked before a pronoun in its sentence: ``I asked | my boss | for a day off, and he said no``.

    Who was told something speaks next only after a subordinate clause, or in a reply: ``When I told her, she said``.
    """
    words, place = state.words, query.place
    begin = max(words.bounds(words.sentence(place))[0], place - _MAX_CLAUSES)
    if not _CLAUSE_END.search(words.text, max(begin, place - _MAX_CLAUSE_END), place):
        return None
    is_reply = not small("replies").isdisjoint(query.cue.lower().replace(":", "").split())
    verbs = ("ask", "tell") if is_reply or _SUBORDINATE.match(words.text, begin, place) else ("ask",)
    for number in reversed(words.within(begin, place)):
        if base_form(words.lower[number]) in verbs and not words.quoted[words.starts[number]]:
            return _object(state, number, place)
    return None


def _object(state: State, verb: int, end: int) -> Entity | None:
    """The person who is the object of a verb: the first person mentioned directly after it."""
    words, begin = state.words, state.words.tokens[verb][1]
    number = bisect_left(state.unnamed, begin, key=start_of)
    first = min((*state.entities.following(begin, 1), *state.unnamed[number : number + 1]), key=start_of, default=None)
    if first is None or first.span.start >= end or first.entity.kind not in (*PERSONS, SpeakerKind.UNNAMED):
        return None
    between = words.lower[slice(verb + 1, words.within(first.span.start, end).start)]
    is_object = all(word in small("determiner") or word not in folded("function_words") for word in between)
    return first.entity if is_object and len(between) <= _MAX_MODIFIERS and not first.entity.plural else None


def not_a_place(state: State, query: Query, candidate: Candidate) -> bool:
    """A person is not a place: a name that occurs only after prepositions of place."""
    entity = candidate.entity
    if query.column not in ("one", "role") or not entity.words or entity.heads or entity.sources or entity.sex != "-":
        return True
    text, places = state.words.text, entity.places[:_MAX_PLACES]
    return not places or not all(FROM.search(text, max(0, start - _PREPOSITION_CONTEXT), start) for start in places)


def holds_the_title(state: State, query: Query, candidate: Candidate) -> bool:
    """A title refers to a holder of it from the same place or body, or, with a place, to a person without a title."""
    description, entity = query.mention, candidate.entity
    if description is None or query.column != "role":
        return True
    known_origins = known_origins_of(entity)
    if query.origins and known_origins and not query.origins & (known_origins | set(entity.name.lower().split())):
        return False
    if entity.kind is SpeakerKind.UNNAMED:
        return shares_noun(entity, heads_of(description))
    if description.head in small("epithet") | small("someone") or not (
        description.head in titles() or description.head in roles()
    ):
        return True
    places = query.origins & folded("places")
    holders = [other for head in heads_of(description) for other in state.entities.bearers.get(head, ())]
    if not shares_noun(entity, heads_of(description)):
        other = description.head in titles() and any(head in titles() for head in entity.heads)
        is_modified = bool(places) or "former" in query.words
        return is_modified and not (holders or description.modified or other or _has_name(state, query))
    has_more_specific_holder = (
        " " in description.head
        and description.head not in entity.heads
        and any(description.head in holder.heads for holder in holders)
    )
    if has_more_specific_holder or (
        query.words.isdisjoint(entity.profile_words) and any(query.words & holder.profile_words for holder in holders)
    ):
        return False  # the police chief, if there is also a fire chief
    if query.origins.isdisjoint(known_origins) and any(query.origins & known_origins_of(holder) for holder in holders):
        return False
    return "former" not in query.words or "former" in entity.profile_words


def _has_name(state: State, query: Query) -> bool:
    """Whether a description contains a name other than a place: ``the Trump character``."""
    assert query.mention is not None
    assert query.mention.core is not None
    words = query.mention.core.of(state.words.text).split()[1:]
    return any(word[0].isupper() and word.casefold() not in folded("places") for word in words)


def shares_the_noun(state: State, query: Query, candidate: Candidate) -> bool:
    """A text, group or body needs a matching noun; "the company" matches any named body."""
    description = query.mention
    if description is None or query.column == "role" or shares_noun(candidate.entity, heads_of(description)):
        return True
    is_generic = description.head in small("any_body") or description.head in folded("outlet_nouns")
    is_bare = len(query.words) == 0 and not description.modified and not description.plural
    kinds = (SpeakerKind.OUTLET,) if description.head in folded("outlet_nouns") else (SpeakerKind.ORGANIZATION,)
    is_named = candidate.at is not None and candidate.at.named
    is_place = candidate.entity.name.casefold() in folded("places")
    return is_generic and is_bare and candidate.entity.kind in kinds and is_named and not is_place


CONSTRAINTS: Final[tuple[Constraint, ...]] = (
    not_barred,
    not_of_the_other_sex,
    not_the_author,
    not_addressed,
    not_replied_to,
    answers,
    not_a_place,
    holds_the_title,
    shares_the_noun,
)


def addressed(state: State, start: int) -> bool:
    """Whether a name in direct speech is a vocative: after a comma at the end, or at the start."""
    text = state.words.text
    if not state.words.quoted[start]:
        return False
    place = next(iter(state.entities.following(start, 1)), None)
    end = place.span.end if place is not None and place.span.start == start else start
    comma = _COMMA_BEFORE.search(text, max(0, start - 12), start)
    if comma is not None and (_QUOTE_END.match(text, end) or text[end : end + 1] == ","):
        return True
    return bool(_QUOTE_START.search(text, max(0, start - 12), start)) and text[end : end + 1] in ",!"
