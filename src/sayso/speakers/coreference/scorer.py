"""The learnt weights of the stage on speakers, which the lexicons hold as small tables."""

from __future__ import annotations

from functools import cache
from operator import mul

from sayso.lexicons import lexicon
from sayso.speakers.coreference.pronouns import FEATURES


@cache
def antecedent_weights(number: str) -> tuple[float, ...]:
    """The weight of each feature of a candidate, for a pronoun of this number (one, many, thing)."""
    column = number if number in ("one", "many", "thing") else "one"
    weights = {row["term"]: float(row[column]) for row in lexicon("antecedent_weights")}
    return tuple(weights.get(name, 0.0) for name in FEATURES)


def weigh(rows: list[list[float]], number: str) -> list[float]:
    """The score of each candidate for a pronoun of this number."""
    weights = antecedent_weights(number)
    return [sum(map(mul, weights, row)) for row in rows]
