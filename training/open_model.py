"""Trains the open model: the small network on the open corpus alone (corpus/items and corpus/passages).

``python -m training.open_model --out runs/open``. Needs the extra ``train``; resumes after the last finished epoch.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sayso.train.data.sources import count
from sayso.train.loop import TrainingSettings
from sayso.train.run import TrainingPlan, make
from training.corpus import ITEMS
from training.corpus_articles import data
from training.own import FOLDER


def main() -> int:
    """Train the model and print counts and the result on the dev part of the corpus."""
    parser = argparse.ArgumentParser(prog="python -m training.open_model", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder for the model")
    parser.add_argument("--epochs", type=int, default=6, help="how often the passages are read")
    parser.add_argument("--rounds", type=int, default=2, help="random orders in which passages are joined")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--budget", type=int, default=1500, help="cells in a batch")
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate of the top layer")
    args = parser.parse_args()
    texts = data(args.seed, args.rounds)
    print(f"{len(texts.train)} articles with {count(texts.train)} attributions in {args.rounds} orders", flush=True)
    epochs = max(1, args.epochs // args.rounds)
    settings = TrainingSettings(epochs, args.rate, seed=args.seed, threads=args.threads, budget=args.budget)
    plan = TrainingPlan(texts, (ITEMS, FOLDER), args.out, "minilm6-open", settings)
    result = make(plan, _tick, lambda line: print(line, flush=True))
    print(f"corpus dev: {result.held} texts, full {100 * (result.full or 0):.1f}, threshold {result.least:.2f}")
    return 0


def _tick(done: int, total: int, loss: float) -> None:
    if done % 50 == 0 or done == total:
        print(f"{done} of {total}, loss {loss:.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
