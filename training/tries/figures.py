"""Measures `full` on dev without a threshold of confidence, and with thresholds chosen in several ways."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Form
from sayso.train.confidence import FOLDS, LEASTS, Floats, Items, best_least, f1, held_out


def by_form(p: Floats, items: Items) -> NDArray[np.bool_]:
    """Which drafts are kept with a threshold per form, each optimized in turn, twice."""
    thresholds = np.full(len(Form), best_least(p, items.right, items.gold))
    for _ in range(2):
        for form in range(len(Form)):
            alternatives = [np.where(np.arange(len(Form)) == form, threshold, thresholds) for threshold in LEASTS]
            thresholds = max(
                alternatives, key=lambda alternative: f1(items.right, p >= alternative[items.forms], items.gold)
            )
    kept: NDArray[np.bool_] = p >= thresholds[items.forms]
    return kept


def figures(items: Items) -> dict[str, float]:
    """`full` x 100 without a threshold, with the best one, with one per form, and with one chosen on other folds."""
    p = held_out(items)
    threshold = best_least(p, items.right, items.gold)
    cross_validated = np.zeros(len(p), dtype=bool)
    for fold in range(FOLDS):
        test = items.articles % FOLDS == fold
        gold = items.gold * (1 - 1 / FOLDS)
        cross_validated[test] = p[test] >= best_least(p[~test], items.right[~test], round(gold))
    kept = {"full": p >= 0, "kept": p >= threshold, "by form": by_form(p, items), "chosen blind": cross_validated}
    scores = {name: round(100 * f1(items.right, selection, items.gold), 2) for name, selection in kept.items()}
    return {**scores, "least": round(threshold, 2)}
