"""The calibrated confidence of a decision, from its way, the probability of the scorer, and the attribution."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.entities.registry import Entity
from sayso.terms import Attribution, Form

_MIN_PROBABILITY: Final = 0.01
_SCORED_WAYS: Final = (Way.PRONOUN, Way.TAKEN_UP)
_DIGITS: Final = 3


def confidence(decision: Decision, attribution: Attribution) -> float:
    """The probability that a source is resolved to the right speaker, calibrated on gold decisions."""
    weights = confidence_weights()
    score = sum(weights.get(term, 0.0) * value for term, value in evidence(decision, attribution).items())
    return round(1 / (1 + math.exp(-score)), _DIGITS)


def evidence(decision: Decision, attribution: Attribution) -> Mapping[str, float]:
    """The features of the confidence, by term."""
    entity = decision.entity
    kind = entity.kind.value if entity is not None and entity.kind is not None else "none"
    values = {
        "bias": 1.0,
        f"way {decision.way}": 1.0,
        f"kind {kind}": 1.0,
        "words": _logit(attribution.confidence),
        "nested": float(attribution.inside is not None),
        "direct": float(attribution.form is Form.DIRECT),
        "open": float(decision.open),
    }
    if decision.way in _SCORED_WAYS:
        values["chance"] = _logit(decision.probability)
    return values


def alternatives(decision: Decision, chosen_confidence: float) -> list[tuple[Entity, float]]:
    """The other candidates; they share the probability that the chosen candidate leaves.

    No alternative is more probable than the chosen candidate, unless the source is unresolved.
    """
    rest = [(entity, chance) for entity, chance in decision.considered if entity is not decision.entity]
    remaining = 1.0 if decision.open else 1.0 - decision.probability
    scale = 1.0 if decision.open else (1.0 - chosen_confidence) / remaining if remaining > 0 else 0.0
    upper_bound = 1.0 if decision.open else chosen_confidence
    return [(entity, round(min(chance * scale, upper_bound), _DIGITS)) for entity, chance in rest]


@cache
def confidence_weights() -> dict[str, float]:
    """The fitted weights (written by ``python -m training.speaker_confidence``)."""
    return {row["term"]: float(row["weight"]) for row in lexicon("speaker_confidence")}


def _logit(chance: float) -> float:
    clipped = min(max(chance, _MIN_PROBABILITY), 1 - _MIN_PROBABILITY)
    return math.log(clipped / (1 - clipped))
