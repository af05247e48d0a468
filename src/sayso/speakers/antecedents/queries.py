"""Data classes of the choice of an antecedent: query, candidate, choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.speakers.coreference.decisions import Considered
from sayso.speakers.entities.registry import Entity, Place
from sayso.speakers.mentions.source_mention import Mention
from sayso.terms import Spans


@dataclass(frozen=True, slots=True)
class Query:
    """A mention whose antecedent is to be chosen. ``column`` is the mention type with its own weights in the scorer.

    ``apart`` is the content of the attribution, which contains no antecedent; ``barred`` holds the numbers of excluded
    entities, such as the speaker around a pronoun in direct speech. For a description, ``mention`` is set (None for a
    pronoun), ``words`` holds its modifiers, and ``origins`` the place or body in it.
    """

    place: int
    column: str
    sex: str = "-"
    said: Sequence[tuple[int, Entity]] = ()
    mention: Mention | None = None
    words: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    cue: str = ""
    apart: Spans = ()
    barred: frozenset[int] = frozenset()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate antecedent, and its nearest place before the mention (None: known only as a previous speaker)."""

    entity: Entity
    at: Place | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen entity (None: no candidate is probable enough), its probability, and the best candidates."""

    entity: Entity | None
    probability: float
    considered: Considered
