"""Chooses the antecedent of a mention: candidates, constraints, features, scorer, in this order."""

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

_MAX_ALTERNATIVES: Final = 3
_MIN_ODDS: Final = -2.5  # log-odds of the sex of a candidate, if another candidate has better ones


@dataclass(frozen=True, slots=True)
class Chooser:
    """A scorer with its constraints; training and ablations pass others."""

    scorer: Scorer = field(default_factory=LearntScorer)
    constraints: Sequence[Constraint] = CONSTRAINTS

    def choose(self, state: State, query: Query) -> Choice:
        """Choose the antecedent of a mention."""
        places = window(state, query)
        possible = [c for c in candidates(state, query, places) if self._allowed(state, query, c)]
        allowed = _of_likely_sex(state, query, possible)
        if not allowed:
            return Choice(None, 0.0, ())
        probabilities = self.scorer.probabilities(query, allowed, rows(state, query, places, allowed))
        order = sorted(range(len(allowed)), key=lambda number: (-probabilities[number], number))
        best = order[0]
        ranked = tuple((allowed[number].entity, probabilities[number]) for number in order[:_MAX_ALTERNATIVES])
        if probabilities[-1] >= probabilities[best] and query.mention is not None:
            return Choice(None, probabilities[-1], ranked)
        return Choice(allowed[best].entity, probabilities[best], ranked)

    def _allowed(self, state: State, query: Query, candidate: Candidate) -> bool:
        return all(rule(state, query, candidate) for rule in self.constraints)


def _of_likely_sex(state: State, query: Query, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates for whom the pronoun is not unlikely, by name and context; all if it is unlikely for all."""
    odds = [state.sexes.odds(candidate.entity, query.sex) if query.sex != "-" else 0.0 for candidate in candidates]
    likely = [candidate for candidate, value in zip(candidates, odds, strict=True) if value > _MIN_ODDS]
    return likely if any(candidate.entity.words for candidate in likely) else candidates


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of resolution: the chooser, and whether statistics of first names are used (``names``).

    A mention is left unresolved if the probability of its best candidate is below ``least``.
    """

    chooser: Chooser = field(default_factory=Chooser)
    names: bool = True
    least: float = 0.3


DEFAULT: Final = Settings()
