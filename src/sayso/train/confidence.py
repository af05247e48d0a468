"""The confidence of an attribution and the least that is kept, fitted on texts that were not learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.analysis import Analysis
from sayso.linking.links import FEATURES, drafts
from sayso.pipeline import read
from sayso.tagging import tag
from sayso.terms import Form
from sayso.train.data.annotated import ROLES, Annotated, Relation
from sayso.train.export import seal
from sayso.train.match import ScoredArticle, correct

Floats = NDArray[np.float64]
FOLDS: Final = 5
LEASTS: Final[Floats] = np.arange(0.0, 0.5, 0.02)
"""The thresholds of confidence that are chosen from."""
ENOUGH: Final = 200
"""Fewer drafts than this say too little on how sure an attribution must be: then all are kept."""


@dataclass(frozen=True)
class Items:
    """All drafts of a split: features, form, article number, whether right; and how many attributions there are."""

    features: Floats
    forms: NDArray[np.int64]
    articles: NDArray[np.int64]
    right: Floats
    gold: int


def collect(texts: Sequence[Annotated], model: Path) -> Items:
    """Drafts of every text with whether each is right by the scorer."""
    features, forms, articles, right = [], [], [], []
    gold = 0
    for number, one in enumerate(texts):
        article = ScoredArticle(one.text)
        page = read(one.text)
        analysis = Analysis(page)
        found = drafts(analysis, tag(analysis, folder=model))
        predicted = [
            article.attribution({role: [[s.start, s.end] for s in getattr(draft, role)] for role in ROLES}, one.name)
            for draft in found
        ]
        wanted = [article.attribution(_spans(relation), one.name) for relation in one.annotators[0]]
        wanted = [relation for relation in wanted if relation.content]
        gold += len(wanted)
        right += correct(article, predicted, wanted)
        features += [draft.features for draft in found]
        forms += [list(Form).index(draft.form) for draft in found]
        articles += [number] * len(found)
    made = np.array(features, dtype=float).reshape(len(right), FEATURES)
    return Items(made, np.array(forms), np.array(articles), np.array(right, dtype=float), gold)


def _spans(relation: Relation) -> dict[str, list[list[int]]]:
    return {role: [[start, end] for start, end in getattr(relation, role)] for role in ROLES}


def logistic(x: Floats, y: Floats, ridge: float = 3.0) -> Floats:
    """Weights and, last, the bias of a ridge logistic regression, by Newton's method."""
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
    """Probabilities from features."""
    out: Floats = 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))
    return out


def held_out(items: Items) -> Floats:
    """Each draft's confidence from weights fitted on the other folds' articles."""
    out: Floats = np.zeros(len(items.right))
    for fold in range(FOLDS):
        test = items.articles % FOLDS == fold
        out[test] = confidence(items.features[test], logistic(items.features[~test], items.right[~test]))
    return out


def best_least(p: Floats, right: Floats, gold: int) -> float:
    """The least confidence to keep, for the best F1; gold is the number of attributions to find."""
    found = np.array([f1(right, p >= least, gold) for least in LEASTS])
    return float(LEASTS[found.argmax()])


def f1(right: Floats, kept: NDArray[np.bool_], gold: int) -> float:
    """F1 of `full` of the drafts that are kept."""
    return float(2 * right[kept].sum() / (kept.sum() + gold))


def fit_confidence(items: Items, model: Path) -> float:
    """Write the weights of the confidence and the least that is kept into the model, and hand back the latter."""
    least = best_least(held_out(items), items.right, items.gold) if len(items.right) >= ENOUGH else 0.0
    with np.load(model / "heads.npz") as arrays:
        heads = {name: arrays[name] for name in arrays.files}
    heads["confidence"] = logistic(items.features, items.right).astype(np.float32)
    heads["least"] = np.full(len(Form), least, dtype=np.float32)
    np.savez(model / "heads.npz", **heads)
    seal(model)
    return least
