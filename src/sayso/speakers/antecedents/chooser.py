"""From a mention to the best of its candidates: candidates, constraints, features, scorer, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.speakers.antecedents.candidates import candidates, window
from sayso.speakers.antecedents.constraints import CONSTRAINTS, Constraint
from sayso.speakers.antecedents.features import rows
from sayso.speakers.antecedents.queries import Candidate, Choice, Query
from sayso.speakers.antecedents.scorer import LearntScorer, Scorer
from sayso.speakers.coreference.state import State

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Chooser:
    """A scorer and the constraints over it; other ones are given for training and ablations."""

    scorer: Scorer = field(default_factory=LearntScorer)
    constraints: Sequence[Constraint] = CONSTRAINTS

    def choose(self, state: State, query: Query) -> Choice:
        """The choice among the candidates of a mention."""
        places = window(state, query)
        found = [one for one in candidates(state, query, places) if self._allowed(state, query, one)]
        if not found:
            return Choice(None, 0.0, ())
        chances = self.scorer.probabilities(query, found, rows(state, query, places, found))
        order = sorted(range(len(found)), key=lambda number: (-chances[number], number))
        best = order[0]
        shown = tuple((found[number].entity, chances[number]) for number in order[:_SHOWN])
        if chances[-1] >= chances[best] and query.mention is not None:
            return Choice(None, chances[-1], shown)
        return Choice(found[best].entity, chances[best], shown)

    def _allowed(self, state: State, query: Query, candidate: Candidate) -> bool:
        return all(rule(state, query, candidate) for rule in self.constraints)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a page is resolved: the scorer with its constraints, whether first names count, and when to leave open.

    ``least`` is the probability below which a speaker is left open rather than guessed.
    """

    chooser: Chooser = field(default_factory=Chooser)
    names: bool = True
    least: float = 0.3


DEFAULT: Final = Settings()
