"""Features of candidate antecedents."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.candidates import RECENT
from sayso.speakers.antecedents.queries import Candidate, Query
from sayso.speakers.antecedents.titles import agreement
from sayso.speakers.entities.registry import Entity, Place
from sayso.terms import SpeakerKind
from sayso.text.vocabulary import small

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import State

_NEARBY: Final = 12  # last places before a mention; characters from the start of a sentence or line
_QUOTE_CONTEXT: Final = 4  # characters before a pronoun that are searched for the end of a quotation
_CLOSING: Final = "”\"’'»"
_WORD_LENGTH: Final = 6  # characters
FEATURES: Final = (
    *("sentences_log", "nearest", "second", "same_sentence", "previous_sentence", "opens_sentence", "same_line"),
    *("quoted", "possessive", "object", "named", "count_log", "spoke_last", "spoke_before", "is_source"),
    *("person", "unnamed", "group", "body", "document", "plural_noun"),
    *("line_opener", "subject_here", "subject_before", "subject_here_spoke", "topic_here"),
    *("spoke_last_here", "spoke_last_near", "count_near", "count_line", "new", "new_spoke_last", "spoke_last_alone"),
    *("in_content", "in_source", "source_last"),
    *("tail_spoke_last", "tail_source", "tail_count", "tail_in_content", "tail_line_opener", "outside_log"),
    *("introduced", "gone", "sex_odds", "sex_known", "reply_spoke_last", "asked", "bare_word"),
    *("head", "head_alike", "other_head", "told_alike", "told_other", "title_holder", "same_words"),
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Values that all candidates of a mention share."""

    near: Counter[int]
    here: Counter[int]
    recent: tuple[Entity, ...]
    sources: frozenset[int]
    last_line: int
    line: int
    sentence: int
    presented: frozenset[int]
    tail: bool
    reply: bool
    asked: int


def rows(
    state: State, query: Query, places: Sequence[Place], candidates: Sequence[Candidate]
) -> list[tuple[float, ...]]:
    """The feature values of each candidate."""
    context = _surroundings(state, query, places, candidates)
    return [
        (
            *_distance_features(state, query, rank, candidate, context),
            *_kind_features(candidate.entity),
            *_subject_features(state, query, candidate, context),
            *_count_features(query, candidate, context),
            *_content_features(state, query, candidate, context),
            *_person_features(state, query, candidate, context),
            *agreement(query.mention, query.words, candidate.entity),
        )
        for rank, candidate in enumerate(candidates)
    ]


def _surroundings(state: State, query: Query, places: Sequence[Place], candidates: Sequence[Candidate]) -> Surroundings:
    words = state.words
    anchor = _anchor(state, query)
    line = words.line(anchor)
    paragraph = _paragraph_before(state, line)
    sources = frozenset(start for start, _ in query.said[-2 * RECENT :])
    tail = words.text[max(0, query.place - _QUOTE_CONTEXT) : query.place].rstrip()[-1:]
    return Surroundings(
        Counter(place.entity.number for place in places[:_NEARBY]),
        Counter(place.entity.number for place in places if place.span.start >= paragraph),
        tuple(entity for _, entity in reversed(query.said[-RECENT:])),
        sources,
        words.line(max(sources)) if sources else -9,
        line,
        words.sentence(anchor),
        frozenset(c.entity.number for c in candidates if _is_introduced(state, query, c, words.sentence(anchor))),
        bool(tail) and tail in _CLOSING,
        not small("replies").isdisjoint(query.cue.lower().split()),
        asked_before(state, query.place),
    )


def _anchor(state: State, query: Query) -> int:
    """The position that distances start from: the mention, or the quotation before it: ``"...," she said``."""
    begin = query.apart[0].start if query.apart else query.place
    quotation = begin < query.place and not state.words.text[query.apart[0].end : query.place].strip()
    return begin if quotation and state.words.quoted[begin + 1] else query.place


def _is_introduced(state: State, query: Query, candidate: Candidate, sentence: int) -> bool:
    """Whether the previous sentence introduces a candidate by name and role, and it has not spoken yet."""
    entity, at = candidate.entity, candidate.at
    first = bisect_left(entity.places, query.place) <= 1 and not entity.sources
    if not first or at is None or not at.named or not entity.heads:
        return False
    return sentence - state.words.sentence(at.span.start) <= 1


def _paragraph_before(state: State, line: int) -> int:
    """The start of the paragraph before a line, without empty lines."""
    lines, text = state.words.lines, state.words.text
    before = line - 1
    while before > 0 and not text[lines[before] : lines[before + 1]].strip():
        before -= 1
    return lines[max(before, 0)]


def asked_before(state: State, place: int) -> int:
    """The number of the addressee in the previous sentence, else -1: ``asked the clerk, NAME. He ...``."""
    words = state.words
    number = words.sentence(place)
    start, end = words.bounds(number - 1) if number else (0, 0)
    asks = [n for n in words.within(start, min(end, place)) if words.lower[n] in small("asks")]
    if not asks:
        return -1
    after = next(iter(state.entities.following(words.tokens[asks[0]][1], 1)), None)
    return after.entity.number if after is not None and after.span.start < end else -1


def _start(candidate: Candidate) -> int:
    """The nearest position of a candidate before the mention."""
    if candidate.at is not None:
        return candidate.at.span.start
    return candidate.entity.sources[-1].start if candidate.entity.sources else 0


def _distance_features(
    state: State, query: Query, rank: int, candidate: Candidate, around: Surroundings
) -> tuple[float, ...]:
    words, at, entity = state.words, candidate.at, candidate.entity
    start = _start(candidate)
    end = at.span.end if at else start
    there = words.sentence(start)
    far = max(0, around.sentence - there)
    number = words.within(start, start + 1).start
    before = words.lower[number - 1] if number else ""
    return (
        math.log1p(far),
        float(rank == 0),
        float(rank == 1),
        float(far == 0),
        float(far == 1),
        float(start - words.sentences[there] <= _NEARBY),
        float(words.line(start) == around.line),
        float(words.quoted[start]),
        float(words.text[end : end + 1] in ("'", "’")),
        float(before in small("preposition")),
        float(at is not None and at.named),
        math.log1p(bisect_left(entity.places, query.place)),
        float(bool(around.recent) and around.recent[0] is entity),
        float(len(around.recent) > 1 and around.recent[1] is entity),
        float(start in around.sources),
    )


def _kind_features(entity: Entity) -> tuple[float, ...]:
    kind = entity.kind
    return (
        float(kind is SpeakerKind.PERSON),
        float(kind is SpeakerKind.UNNAMED),
        float(kind is SpeakerKind.GROUP),
        float(kind in (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)),
        float(kind is SpeakerKind.DOCUMENT),
        float(entity.plural),
    )


def _subject_features(state: State, query: Query, candidate: Candidate, around: Surroundings) -> tuple[float, ...]:
    """Whether a candidate is the first word of its line or sentence, and whether it spoke there."""
    words = state.words
    start = _start(candidate)
    there = words.sentence(start)
    far = max(0, around.sentence - there)
    opens = start - words.sentences[there] <= _NEARBY
    opens_line = start - words.lines[words.line(start)] <= _NEARBY
    last = bool(around.recent) and around.recent[0] is candidate.entity
    return (
        float(opens_line and far > 0),
        float(far == 0 and opens),
        float(far == 1 and opens),
        float(far == 0 and opens and last),
        float(opens_line and words.line(start) == around.line),
        float(last and around.last_line == around.line),
        float(last and 0 < around.line - around.last_line <= 2),
    )


def _count_features(query: Query, candidate: Candidate, around: Surroundings) -> tuple[float, ...]:
    """How often an entity occurs near the mention, and whether it is new."""
    entity = candidate.entity
    last = bool(around.recent) and around.recent[0] is entity
    new = bisect_left(entity.places, query.place) <= 1
    alone = last and all(number == entity.number for number in around.here)
    return (
        math.log1p(around.near[entity.number]),
        math.log1p(around.here[entity.number]),
        float(new),
        float(new and last),
        float(alone),
    )


def _content_features(state: State, query: Query, candidate: Candidate, around: Surroundings) -> tuple[float, ...]:
    """Whether the nearest place is in a content or a source; repeated for a pronoun after a quotation."""
    start, at = _start(candidate), candidate.at
    last = bool(around.recent) and around.recent[0] is candidate.entity
    spoken, speaks = (bool(state.contents[start]), bool(state.sources[start])) if at else (False, False)
    own = state.contents.count(0, start, query.place) if start < query.place else 0
    marks = (float(spoken and not speaks), float(speaks), float(speaks and last))
    if not around.tail:
        return (*marks, 0.0, 0.0, 0.0, 0.0, 0.0, math.log1p(own / _WORD_LENGTH))
    spoken = spoken and not speaks
    opens_line = start - state.words.lines[state.words.line(start)] <= _NEARBY
    return (
        *marks,
        float(last),
        float(speaks),
        math.log1p(bisect_left(candidate.entity.places, query.place)),
        float(spoken),
        float(opens_line and not spoken),
        math.log1p(own / _WORD_LENGTH),
    )


def _person_features(state: State, query: Query, candidate: Candidate, around: Surroundings) -> tuple[float, ...]:
    """Evidence for the sex; whether the candidate was asked before or would reply to itself."""
    entity = candidate.entity
    odds = state.sexes.odds(entity, query.sex) if query.sex != "-" else 0.0
    last = bool(around.recent) and around.recent[0] is entity
    lone = entity.kind is None and len(entity.words) == 1 and not (entity.heads or entity.sources)
    return (
        float(entity.number in around.presented),
        float(last and not around.here[entity.number] and bool(around.here)),
        odds,
        float(odds >= 1.0),
        float(around.reply and last),
        float(around.asked == entity.number),
        float(lone),
    )
