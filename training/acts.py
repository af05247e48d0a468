"""Compares a trained classifier of acts with the rules: a logistic regression over cue words, on sources-gold.

python -m training.acts --gold ../shared/sources-gold --polnear ../shared/polnear

Prints the accuracy of the rules, of the classifier, and of the classifier with the act of the rules as a feature, on
dev and by cross-validation over the articles of train. Writes nothing; docs/research/speakers.md has the results.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.speakers.gold import Gold, load
from sayso.attributions.acts import act_of, bases
from sayso.terms import Act

ACTS = tuple(Act)
FOLDS = 6
Example = tuple[frozenset[str], int, int]


def examples(gold: Gold, nested: bool) -> list[Example]:
    """For each attribution: its features, the act of the rules, the gold act."""
    text = gold.article.text
    rows = []
    for attribution in (*gold.outer, *(gold.nested if nested else ())):
        cue = " ".join(span.of(text) for span in attribution.cue)
        content = " ".join(span.of(text) for span in attribution.content[:1])[:400]
        words = bases(cue)
        features = {f"cue {word}" for word in words}
        features |= {f"pair {left} {right}" for left, right in itertools.pairwise(words)}
        features |= {f"first {words[0]}", f"last {words[-1]}"} if words else {"no cue"}
        opening = content.lower().split()[:2]
        features |= {f"content {word}" for word in opening} | {f"form {attribution.form}", "bias"}
        features |= {"asks"} if content.rstrip("”\"'’ ").endswith("?") else set()
        rule = act_of(cue, content)
        gold_act = gold.answers[attribution.id]["act"]
        rows.append((frozenset(features), ACTS.index(rule), ACTS.index(Act(gold_act))))
    return rows


def matrix(rows: Sequence[Example], names: dict[str, int], with_rules: bool) -> NDArray[np.float64]:
    """The features as a matrix, with the act of the rules if `with_rules` is set."""
    table = np.zeros((len(rows), len(names) + (len(ACTS) if with_rules else 0)))
    for number, (features, rule, _) in enumerate(rows):
        table[number, [names[name] for name in features if name in names]] = 1.0
        if with_rules:
            table[number, len(names) + rule] = 1.0
    return table


def fit(rows: NDArray[np.float64], right: NDArray[np.int64], decay: float, rounds: int = 300) -> NDArray[np.float64]:
    """Weights of a softmax regression, by full-batch Adam."""
    weights = np.zeros((rows.shape[1], len(ACTS)))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    target = np.eye(len(ACTS))[right]
    for step in range(1, rounds + 1):
        chances = rows @ weights
        chances = np.exp(chances - chances.max(1, keepdims=True))
        gradient = (rows.T @ (chances / chances.sum(1, keepdims=True) - target) + decay * weights) / len(rows)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights -= 0.1 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def hits(training: Sequence[Example], test: Sequence[Example], with_rules: bool, decay: float) -> float:
    """The number of test examples that a classifier fitted on the training examples gets right."""
    names: dict[str, int] = {}
    for features, _, _ in training:
        for name in sorted(features):
            names.setdefault(name, len(names))
    weights = fit(matrix(training, names, with_rules), np.array([right for *_, right in training]), decay)
    predicted = (matrix(test, names, with_rules) @ weights).argmax(1)
    return float(np.sum(predicted == np.array([right for *_, right in test])))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--decay", type=float, default=1.0)
    options = parser.parse_args()
    golds = load(options.gold / "train", options.polnear)
    training = [examples(gold, nested=True) for gold in golds]
    outer = [examples(gold, nested=False) for gold in golds]
    dev = [example for gold in load(options.gold, options.polnear) for example in examples(gold, nested=False)]
    all_training = [example for article in training for example in article]
    count = sum(map(len, outer))
    right_by_rules = sum(rule == right for article in outer for _, rule, right in article)
    print(f"{'':28}{'train, by folds':>16}{'dev':>8}")
    print(f"{'rules':28}{right_by_rules / count:16.3f}{np.mean([rule == right for _, rule, right in dev]):8.3f}")
    for name, with_rules in (("classifier", False), ("classifier with rules", True)):
        right = 0.0
        for fold in range(FOLDS):
            seen = [example for number, article in enumerate(training) if number % FOLDS != fold for example in article]
            test = [example for number, article in enumerate(outer) if number % FOLDS == fold for example in article]
            right += hits(seen, test, with_rules, options.decay)
        print(f"{name:28}{right / count:16.3f}{hits(all_training, dev, with_rules, options.decay) / len(dev):8.3f}")


if __name__ == "__main__":
    main()
