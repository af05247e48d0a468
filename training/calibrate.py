"""Fit the confidence of an attribution and the least confidence that is kept, on dev, and write them to the model.

`python -m training.calibrate --polnear ../shared/polnear --model FOLDER [--plot docs/reliability.svg]`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import score
from benchmarks.accuracy import correct
from benchmarks.calibration import bins, calibration_error
from sayso.linking.links import drafts
from sayso.pipeline import read
from sayso.tagging import tag
from sayso.terms import Form
from training.export import seal

Floats = NDArray[np.float64]
FOLDS = 5


@dataclass(frozen=True)
class Items:
    """All drafts of a split: features, form, article number, whether right; and gold attributions by form."""

    features: Floats
    forms: NDArray[np.int64]
    articles: NDArray[np.int64]
    right: Floats


def collect(polnear: Path, model: Path) -> Items:
    """Drafts of every dev article with whether each is right by the scorer."""
    features, forms, articles, right = [], [], [], []
    for number, (name, article) in enumerate(score.load_gold(polnear / "dev").items()):
        page = read(article.text)
        found = drafts(page, tag(page, folder=model))
        predicted = [
            article.attribution({role: [[s.start, s.end] for s in getattr(one, role)] for role in score.ROLES}, name)
            for one in found
        ]
        right += correct(article, predicted, next(iter(article.references.values())))
        features += [one.features for one in found]
        forms += [list(Form).index(one.form) for one in found]
        articles += [number] * len(found)
    return Items(np.array(features, dtype=float), np.array(forms), np.array(articles), np.array(right, dtype=float))


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
    out = np.zeros(len(items.right))
    for fold in range(FOLDS):
        test = items.articles % FOLDS == fold
        out[test] = confidence(items.features[test], logistic(items.features[~test], items.right[~test]))
    return out


def best_least(p: Floats, right: Floats, gold: float) -> float:
    """The least confidence to keep, for the best F1; gold is the number of attributions to find."""
    grid = np.arange(0.0, 0.5, 0.02)
    found = np.array([f1(right, p >= least, gold) for least in grid])
    return float(grid[found.argmax()])


def f1(right: Floats, kept: NDArray[np.bool_], gold: int) -> float:
    """F1 of `full` of the drafts that are kept."""
    return float(2 * right[kept].sum() / (kept.sum() + gold))


def plot(rows: Sequence[tuple[float, float, int]], error: float, path: Path) -> None:
    """The reliability plot."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "sayso"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.2, 4.2))
    axes.plot([0, 1], [0, 1], color="0.6", linestyle="--", linewidth=1)
    axes.plot([r[0] for r in rows], [r[1] for r in rows], marker="o", color="#0072B2")
    axes.set(xlabel="stated confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    axes.set_title(f"Held-out folds of dev, error {error:.3f}", fontsize=10)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Fit, report by cross-validation over articles, write the weights and seal the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    articles = score.load_gold(options.polnear / "dev")
    gold = sum(len(next(iter(article.references.values()))) for article in articles.values())
    items = collect(options.polnear, options.model)
    p = held_out(items)
    least = best_least(p, items.right, gold)
    kept = p >= least
    error = calibration_error(p[kept], items.right[kept])
    with np.load(options.model / "heads.npz") as arrays:
        heads = {name: arrays[name] for name in arrays.files}
    heads["confidence"] = logistic(items.features, items.right).astype(np.float32)
    heads["least"] = np.full(len(Form), least, dtype=np.float32)
    np.savez(options.model / "heads.npz", **heads)
    seal(options.model)
    if options.plot:
        plot(bins(p[kept], items.right[kept]), error, options.plot)
    full = {"all": f1(items.right, p >= 0, gold), "kept": f1(items.right, kept, gold)}
    print(json.dumps({"least": least, "full": full, "held-out error": error}))


if __name__ == "__main__":
    main()
