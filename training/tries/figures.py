"""How good a model is on dev: `full` without a threshold of confidence, and with one chosen in several ways."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Form
from sayso.train.confidence import FOLDS, LEASTS, Floats, Items, best_least, f1, held_out


def by_form(p: Floats, items: Items) -> NDArray[np.bool_]:
    """Which drafts are kept with a least confidence for each form, each chosen in turn, twice over."""
    leasts = np.full(len(Form), best_least(p, items.right, items.gold))
    for _ in range(2):
        for form in range(len(Form)):
            ways = [np.where(np.arange(len(Form)) == form, least, leasts) for least in LEASTS]
            leasts = max(ways, key=lambda way: f1(items.right, p >= way[items.forms], items.gold))
    kept: NDArray[np.bool_] = p >= leasts[items.forms]
    return kept


def figures(items: Items) -> dict[str, float]:
    """`full` x 100 without a threshold, with the best one, with one by form, and with one chosen on the other folds."""
    p = held_out(items)
    least = best_least(p, items.right, items.gold)
    blind = np.zeros(len(p), dtype=bool)
    for fold in range(FOLDS):
        test = items.articles % FOLDS == fold
        gold = items.gold * (1 - 1 / FOLDS)
        blind[test] = p[test] >= best_least(p[~test], items.right[~test], round(gold))
    kept = {"full": p >= 0, "kept": p >= least, "by form": by_form(p, items), "chosen blind": blind}
    out = {name: round(100 * f1(items.right, one, items.gold), 2) for name, one in kept.items()}
    return {**out, "least": round(least, 2)}
