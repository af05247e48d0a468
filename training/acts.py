"""Acts by a learnt head, beside the rules: a logistic regression over the words of cues, on sources-gold.

python -m training.acts --gold ../shared/sources-gold --polnear ../shared/polnear

Prints the accuracy of the rules, of the head alone, and of the head that is also told what the rules say, on dev and
by cross-validation over the articles of train. Nothing is written: docs/speakers.md says which one is in use and why.
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
    """For each attribution: its features, the act of the rules, the right act."""
    text = gold.article.text
    out = []
    for attribution in (*gold.outer, *(gold.nested if nested else ())):
        cue = " ".join(span.of(text) for span in attribution.cue)
        content = " ".join(span.of(text) for span in attribution.content[:1])[:400]
        words = bases(cue)
        told = {f"cue {word}" for word in words}
        told |= {f"pair {one} {two}" for one, two in itertools.pairwise(words)}
        told |= {f"first {words[0]}", f"last {words[-1]}"} if words else {"no cue"}
        opening = content.lower().split()[:2]
        told |= {f"content {word}" for word in opening} | {f"form {attribution.form}", "bias"}
        told |= {"asks"} if content.rstrip("”\"'’ ").endswith("?") else set()
        rule = act_of(cue, content)
        right = gold.answers[attribution.id]["act"]
        out.append((frozenset(told), ACTS.index(rule), ACTS.index(Act(right))))
    return out


def matrix(rows: Sequence[Example], names: dict[str, int], ruled: bool) -> NDArray[np.float64]:
    """The features as numbers, with the act of the rules where wanted."""
    out = np.zeros((len(rows), len(names) + (len(ACTS) if ruled else 0)))
    for number, (told, rule, _) in enumerate(rows):
        out[number, [names[name] for name in told if name in names]] = 1.0
        if ruled:
            out[number, len(names) + rule] = 1.0
    return out


def fit(rows: NDArray[np.float64], right: NDArray[np.int64], decay: float, rounds: int = 300) -> NDArray[np.float64]:
    """Weights of a softmax, by full gradient steps (Adam)."""
    weights = np.zeros((rows.shape[1], len(ACTS)))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    aim = np.eye(len(ACTS))[right]
    for step in range(1, rounds + 1):
        raised = rows @ weights
        raised = np.exp(raised - raised.max(1, keepdims=True))
        slope = (rows.T @ (raised / raised.sum(1, keepdims=True) - aim) + decay * weights) / len(rows)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.1 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def hits(learn: Sequence[Example], test: Sequence[Example], ruled: bool, decay: float) -> float:
    """How many of the test examples a head fitted on the others gets right."""
    names: dict[str, int] = {}
    for told, _, _ in learn:
        for name in sorted(told):
            names.setdefault(name, len(names))
    weights = fit(matrix(learn, names, ruled), np.array([right for *_, right in learn]), decay)
    guess = (matrix(test, names, ruled) @ weights).argmax(1)
    return float(np.sum(guess == np.array([right for *_, right in test])))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--decay", type=float, default=1.0)
    options = parser.parse_args()
    golds = load(options.gold / "train", options.polnear)
    learn = [examples(gold, nested=True) for gold in golds]
    outer = [examples(gold, nested=False) for gold in golds]
    dev = [example for gold in load(options.gold, options.polnear) for example in examples(gold, nested=False)]
    every = [example for article in learn for example in article]
    count = sum(map(len, outer))
    ruled = sum(rule == right for article in outer for _, rule, right in article)
    print(f"{'':28}{'train, by folds':>16}{'dev':>8}")
    print(f"{'rules':28}{ruled / count:16.3f}{np.mean([rule == right for _, rule, right in dev]):8.3f}")
    for name, told in (("head", False), ("head told the rules", True)):
        right = 0.0
        for fold in range(FOLDS):
            rest = [example for number, article in enumerate(learn) if number % FOLDS != fold for example in article]
            test = [example for number, article in enumerate(outer) if number % FOLDS == fold for example in article]
            right += hits(rest, test, told, options.decay)
        print(f"{name:28}{right / count:16.3f}{hits(every, dev, told, options.decay) / len(dev):8.3f}")


if __name__ == "__main__":
    main()
