"""Fits the confidence of attributions and its threshold on held-out texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.analysis import Analysis
from sayso.linking.draft import FEATURES
from sayso.linking.links import drafts
from sayso.pipeline import read
from sayso.tagging import tag
from sayso.terms import Form
from sayso.train.data.annotated import ROLES, Annotated, Relation
from sayso.train.export import seal
from sayso.train.match import ScoredArticle, correct

Floats = NDArray[np.float64]
FOLDS: Final = 5
LEASTS: Final[Floats] = np.arange(0.0, 0.5, 0.02)
"""The candidate thresholds."""
ENOUGH: Final = 200
"""Minimum number of drafts to fit a threshold; with fewer, all attributions are kept."""


@dataclass(frozen=True)
class Items:
    """The drafts of a split with features, form, article number and correctness; ``gold`` counts the annotations."""

    features: Floats
    forms: NDArray[np.int64]
    articles: NDArray[np.int64]
    right: Floats
    gold: int


def collect(texts: Sequence[Annotated], model: Path) -> Items:
    """The drafts of all texts, each with its correctness according to the scorer."""
    features, forms, articles, right = [], [], [], []
    gold = 0
    for number, text in enumerate(texts):
        article = ScoredArticle(text.text)
        analysis = Analysis(read(text.text))
        found_drafts = drafts(analysis, tag(analysis, folder=model))
        predicted = [
            article.attribution({role: [[s.start, s.end] for s in getattr(draft, role)] for role in ROLES}, text.name)
            for draft in found_drafts
        ]
        annotated = [article.attribution(_spans(relation), text.name) for relation in text.annotators[0]]
        annotated = [attribution for attribution in annotated if attribution.content]
        gold += len(annotated)
        right += correct(article, predicted, annotated)
        features += [draft.features for draft in found_drafts]
        forms += [list(Form).index(draft.form) for draft in found_drafts]
        articles += [number] * len(found_drafts)
    matrix = np.array(features, dtype=float).reshape(len(right), FEATURES)
    return Items(matrix, np.array(forms), np.array(articles), np.array(right, dtype=float), gold)


def _spans(relation: Relation) -> dict[str, list[list[int]]]:
    """The spans of a relation by role."""
    return {role: [[start, end] for start, end in getattr(relation, role)] for role in ROLES}


def logistic(x: Floats, y: Floats, ridge: float = 3.0) -> Floats:
    """Fit a logistic regression with L2 penalty by Newton's method. Returns the weights, with the bias last."""
    x = np.hstack([x, np.ones((len(x), 1))])
    penalty = np.eye(x.shape[1]) * ridge
    penalty[-1, -1] = 0
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, x.T @ (p - y) + penalty @ w)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def confidence(x: Floats, w: Floats) -> Floats:
    """The probabilities of features ``x`` under weights ``w``."""
    probabilities: Floats = 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))
    return probabilities


def held_out(items: Items) -> Floats:
    """The cross-validated confidence of each draft, with weights from the articles of the other folds."""
    probabilities: Floats = np.zeros(len(items.right))
    for fold in range(FOLDS):
        test = items.articles % FOLDS == fold
        probabilities[test] = confidence(items.features[test], logistic(items.features[~test], items.right[~test]))
    return probabilities


def best_least(p: Floats, right: Floats, gold: int) -> float:
    """The threshold with the best F1. ``gold`` is the number of annotated attributions."""
    scores = np.array([f1(right, p >= least, gold) for least in LEASTS])
    return float(LEASTS[scores.argmax()])


def f1(right: Floats, kept: NDArray[np.bool_], gold: int) -> float:
    """F1 (`full`) of the kept drafts."""
    return float(2 * right[kept].sum() / (kept.sum() + gold))


def fit_confidence(items: Items, model: Path) -> float:
    """Fit confidence and threshold, and write both to the model. Returns the threshold."""
    least = best_least(held_out(items), items.right, items.gold) if len(items.right) >= ENOUGH else 0.0
    with np.load(model / "heads.npz") as arrays:
        heads = {name: arrays[name] for name in arrays.files}
    heads["confidence"] = logistic(items.features, items.right).astype(np.float32)
    heads["least"] = np.full(len(Form), least, dtype=np.float32)
    np.savez(model / "heads.npz", **heads)
    seal(model)
    return least
