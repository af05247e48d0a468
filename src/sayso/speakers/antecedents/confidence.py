"""How probable it is that a decision is right, calibrated: by its way, the scorer's probability, and the words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.entities.registry import Entity
from sayso.terms import Attribution, Form

_EDGE: Final = 0.01
_SCORED: Final = (Way.PRONOUN, Way.TAKEN_UP)
_DIGITS: Final = 3


def confidence(decision: Decision, attribution: Attribution) -> float:
    """The probability that a source was led to the right speaker, as a share of such decisions that were right."""
    weights = confidence_weights()
    score = sum(weights.get(term, 0.0) * value for term, value in evidence(decision, attribution).items())
    return round(1 / (1 + math.exp(-score)), _DIGITS)


def evidence(decision: Decision, attribution: Attribution) -> Mapping[str, float]:
    """What the probability is computed of, by term."""
    entity = decision.entity
    kind = entity.kind.value if entity is not None and entity.kind is not None else "none"
    found = {
        "bias": 1.0,
        f"way {decision.way}": 1.0,
        f"kind {kind}": 1.0,
        "words": _logit(attribution.confidence),
        "nested": float(attribution.inside is not None),
        "direct": float(attribution.form is Form.DIRECT),
        "open": float(decision.open),
    }
    if decision.way in _SCORED:
        found["chance"] = _logit(decision.probability)
    return found


def alternatives(decision: Decision, sure: float) -> list[tuple[Entity, float]]:
    """The candidates beside the one chosen, with the part that each has of what the choice leaves.

    None is more probable than the choice, which the scorer ranked first, unless the source stayed open.
    """
    rest = [(entity, chance) for entity, chance in decision.considered if entity is not decision.entity]
    left = 1.0 if decision.open else 1.0 - decision.probability
    share = 1.0 if decision.open else (1.0 - sure) / left if left > 0 else 0.0
    most = 1.0 if decision.open else sure
    return [(entity, round(min(chance * share, most), _DIGITS)) for entity, chance in rest]


@cache
def confidence_weights() -> dict[str, float]:
    """The weights that ship (made by ``python -m training.speaker_confidence``)."""
    return {row["term"]: float(row["weight"]) for row in lexicon("speaker_confidence")}


def _logit(chance: float) -> float:
    held = min(max(chance, _EDGE), 1 - _EDGE)
    return math.log(held / (1 - held))
