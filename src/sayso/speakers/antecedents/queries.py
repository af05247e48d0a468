"""What the choice of an antecedent is about: the query, its candidates, and the choice among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.speakers.coreference.decisions import Considered
from sayso.speakers.entities.registry import Entity, Place
from sayso.speakers.mentions.source_mention import Mention
from sayso.terms import Spans


@dataclass(frozen=True, slots=True)
class Query:
    """One mention whose antecedent is sought. ``column`` is its kind, as the scorer has weights for it.

    ``apart`` is the content of the attribution at hand, in which nobody names himself; ``barred`` the numbers of
    entities that the mention cannot mean, since somebody speaks of another in direct speech. ``mention`` is that of a
    description (None for a pronoun), ``words`` what it says beside its noun, ``origins`` the state or body in it.
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
    """One whom the mention can mean, and the nearest place where it stands before (None: it only spoke)."""

    entity: Entity
    at: Place | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The best candidate with its probability (None: none of them is more probable), and the best few."""

    entity: Entity | None
    probability: float
    considered: Considered
