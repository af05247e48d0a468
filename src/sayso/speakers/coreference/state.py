"""The state of one resolution: what the page shows, fixed beforehand, and who was found to speak so far."""

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
    """What chooses among the candidates of a mention; see :class:`sayso.speakers.antecedents.chooser.Chooser`."""

    def choose(self, state: State, query: Query) -> Choice:
        """The choice among the candidates of a mention."""


class Choices(Protocol):
    """The part of the settings that resolution reads; see :class:`sayso.speakers.antecedents.chooser.Settings`."""

    @property
    def chooser(self) -> Chooses:
        """What chooses among candidates."""

    @property
    def names(self) -> bool:
        """Whether first names count."""

    @property
    def least(self) -> float:
        """The probability below which a speaker is left open."""


@dataclass(slots=True)
class History:
    """Who spoke where, in order of the text. Whom contents quote is not among those who speak to the page."""

    outer: list[tuple[int, Entity]] = field(default_factory=list)
    every: list[tuple[int, Entity]] = field(default_factory=list)

    def note(self, place: int, entity: Entity, nested: bool) -> None:
        """Note one who speaks."""
        insort(self.every, (place, entity), key=lambda one: one[0])
        if not nested:
            insort(self.outer, (place, entity), key=lambda one: one[0])

    def before(self, place: int, nested: bool) -> Spoken:
        """Who spoke before a place: to the page, or for a nested source in contents too."""
        spoken = self.every if nested else self.outer
        return spoken[: bisect_left(spoken, place, key=lambda one: one[0])]


@dataclass(slots=True)
class Interview:
    """What the turns of one page have in common, computed once."""

    court: bool
    examiners: list[tuple[int, str]]  # place and name of each line that says who asks below it
    questions: dict[int, bool]  # where each question in bold, and each answer below one, begins; whether it is one
    first: int  # where the first turn begins
    interviewee: Entity | None = None
    asker: Entity | None = None


@dataclass(slots=True)
class State:
    """One page in resolution. Only ``history``, ``decisions`` and what stands below them grow."""

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
    attributions: tuple[Attribution, ...]  # in order of the text
    bearers: Mapping[str, Sequence[Entity]]  # the persons with a first name, by surname
    history: History = field(default_factory=History)
    decisions: dict[str, Decision] = field(default_factory=dict)
    reporting: dict[str, Entity] = field(default_factory=dict)  # the outlet behind "the report"
    meant: dict[str, Entity] = field(default_factory=dict)  # whom a description of two words or more was led to
    author: Entity | None = None
    interview: Interview | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One source to be resolved: its words, who spoke before it, and the decision on the attribution around it."""

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
    """The state of a page before any source is resolved."""
    contents = _marked(len(words.text), [attribution.content for attribution in attributions])
    sources = _marked(len(words.text), [attribution.source for attribution in attributions])
    sexes = Sexes(words, entities, contents, settings.names)
    found = tuple(pairs(words, entities))
    tied = list(ties(words, entities.at))
    unnamed = tuple(unnamed_places(words, entities))
    authors = Authors(article, words)
    given = tuple(sorted(attributions, key=place_of))
    bearers: dict[str, list[Entity]] = {}
    for entity in entities.all:
        if entity.kind in PERSONS and len(entity.words) > 1:
            for key in dict.fromkeys((entity.key, *sorted(entity.nicknames))):
                bearers.setdefault(key, []).append(entity)
    return State(
        article, words, entities, settings, sexes, authors, found, tied, unnamed, contents, sources, given, bearers
    )


def _marked(length: int, every: Sequence[Spans]) -> bytes:
    """For each code point 1 where it stands in one of these spans, else 0."""
    marks = bytearray(length)
    for spans in every:
        for span in spans:
            marks[span.start : span.end] = b"\x01" * (span.end - span.start)
    return bytes(marks)
