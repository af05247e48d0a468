"""The state of the resolution of a page: fixed facts of the page, and the decisions so far."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sayso.speakers.antecedents.page_authors import Authors
from sayso.speakers.antecedents.pairs import pairs
from sayso.speakers.antecedents.queries import Choice, Query
from sayso.speakers.antecedents.sexes import Sexes
from sayso.speakers.antecedents.unnamed_places import unnamed_places
from sayso.speakers.coreference.decisions import Decision, place_of
from sayso.speakers.entities.kinship import Tie, ties
from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.speakers.mentions.source_mention import Mention
from sayso.terms import Article, Attribution, Spans
from sayso.text.words import Words

Spoken = Sequence[tuple[int, Entity]]


class Chooses(Protocol):
    """Chooses an antecedent; see :class:`sayso.speakers.antecedents.chooser.Chooser`."""

    def choose(self, state: State, query: Query) -> Choice:
        """Choose the antecedent of a mention."""


class Choices(Protocol):
    """The settings of resolution; see :class:`sayso.speakers.antecedents.chooser.Settings`."""

    @property
    def chooser(self) -> Chooses:
        """The chooser of antecedents."""

    @property
    def names(self) -> bool:
        """Whether statistics of first names are used."""

    @property
    def least(self) -> float:
        """The minimum probability of an antecedent."""


@dataclass(slots=True)
class History:
    """Speakers with positions, in text order; ``outer`` omits nested speakers."""

    outer: list[tuple[int, Entity]] = field(default_factory=list)
    every: list[tuple[int, Entity]] = field(default_factory=list)

    def note(self, place: int, entity: Entity, nested: bool) -> None:
        """Record a speaker."""
        insort(self.every, (place, entity), key=_position)
        if not nested:
            insort(self.outer, (place, entity), key=_position)

    def before(self, place: int, nested: bool) -> Spoken:
        """The speakers before a position; nested speakers only for a nested source."""
        spoken = self.every if nested else self.outer
        return spoken[: bisect_left(spoken, place, key=_position)]


def _position(item: tuple[int, Entity]) -> int:
    return item[0]


@dataclass(slots=True)
class Interview:
    """Facts about the turns of a page, computed once."""

    court: bool
    capital_labels: int  # turns with a label in capitals
    examiners: list[tuple[int, str]]  # position and name of each line that names an examiner
    questions: dict[int, bool]  # by start: True for a bold question, False for its answer
    interviewee: Entity | None
    witnesses: list[tuple[int, str]]  # position and name of each line that swears a witness in
    introduced: dict[str, Entity | None] = field(default_factory=dict)  # by label: the person who gives their own name
    asker: Entity | None = None


@dataclass(slots=True)
class State:
    """The state of a page. Only ``history``, ``decisions`` and the fields after them change."""

    article: Article
    words: Words
    entities: Entities
    settings: Choices
    sexes: Sexes
    authors: Authors
    pairs: tuple[Place, ...]
    ties: list[Tie]
    unnamed: tuple[Place, ...]
    contents: bytes
    sources: bytes
    attributions: tuple[Attribution, ...]  # in text order
    bearers: Mapping[str, Sequence[Entity]]  # persons with a first name, by surname
    history: History = field(default_factory=History)
    decisions: dict[str, Decision] = field(default_factory=dict)
    reporting: dict[str, Entity] = field(default_factory=dict)  # outlets that "the report" refers to
    meant: dict[str, Entity] = field(default_factory=dict)  # entities of resolved descriptions with modifiers
    answering: dict[tuple[int, str], Entity | None] = field(default_factory=dict)  # by pronoun and cue: who was asked
    author: Entity | None = None
    interview: Interview | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A source to be resolved: its mention, the previous speakers, and the decision on the outer attribution."""

    attribution: Attribution
    mention: Mention
    said: Spoken
    outer: Decision | None
    place: int
    barred: frozenset[int] = frozenset()


def begin(
    article: Article,
    words: Words,
    entities: Entities,
    attributions: Sequence[Attribution],
    settings: Choices,
) -> State:
    """The initial state of a page."""
    contents = _marked(len(words.text), [attribution.content for attribution in attributions])
    sources = _marked(len(words.text), [attribution.source for attribution in attributions])
    sexes = Sexes(words, entities, contents, settings.names)
    page_pairs = tuple(pairs(words, entities))
    page_ties = list(ties(words, entities.at))
    unnamed = tuple(unnamed_places(words, entities))
    authors = Authors(article, words)
    in_text_order = tuple(sorted(attributions, key=place_of))
    bearers: dict[str, list[Entity]] = {}
    for entity in entities.all:
        if entity.kind in PERSONS and len(entity.words) > 1:
            for key in dict.fromkeys((entity.key, *sorted(entity.nicknames))):
                bearers.setdefault(key, []).append(entity)
    return State(
        article,
        words,
        entities,
        settings,
        sexes,
        authors,
        page_pairs,
        page_ties,
        unnamed,
        contents,
        sources,
        in_text_order,
        bearers,
    )


def _marked(length: int, span_lists: Sequence[Spans]) -> bytes:
    """A byte per code point: 1 inside one of the spans, else 0."""
    marks = bytearray(length)
    for spans in span_lists:
        for span in spans:
            marks[span.start : span.end] = b"\x01" * (span.end - span.start)
    return bytes(marks)
