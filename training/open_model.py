"""Trains the open model: the small network on the open corpus alone (corpus/items and training/own).

``python -m training.open_model --out runs/open``. Needs the extra ``train``; resumes after the last finished epoch.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from sayso.train.data.annotated import Annotated, Relation, outermost
from sayso.train.data.sources import Data, count
from sayso.train.loop import TrainingSettings
from sayso.train.run import TrainingPlan, make
from training.corpus import ITEMS, Item, part_of, read_items
from training.own import FOLDER, read_own

_MAX_JOINED: Final = 8
"""Maximum number of passages that are joined to an article."""


def outer_attributions(item: Item) -> tuple[Relation, ...]:
    """The attributions of an item that are not nested in others."""
    return outermost([Relation(one.source, one.cue, one.content) for one in item.attributions])


def annotated(item: Item) -> Annotated:
    """An item as training data."""
    return Annotated(item.id, item.text, (outer_attributions(item),))


def joined(texts: Sequence[Annotated], rng: random.Random) -> Iterator[Annotated]:
    """Articles of one to eight passages each in random order, so that windows hold text around a passage."""
    order = list(texts)
    rng.shuffle(order)
    while order:
        parts, order = order[: (size := rng.randint(1, _MAX_JOINED))], order[size:]
        text, relations = "", list[Relation]()
        for part in parts:
            text += "\n\n" if text else ""
            relations += (_moved(relation, len(text)) for relation in part.annotators[0])
            text += part.text.rstrip("\n")
        yield Annotated("+".join(part.name for part in parts), text + "\n", (tuple(relations),))


def _moved(relation: Relation, offset: int) -> Relation:
    """The relation, ``offset`` characters further on."""
    source, cue, content = (
        tuple((start + offset, end + offset) for start, end in pieces)
        for pieces in (relation.source, relation.cue, relation.content)
    )
    return Relation(source, cue, content)


def data(seed: int, rounds: int) -> Data:
    """The train part, joined in ``rounds`` random orders, and the dev part for the confidence."""
    items = read_items()
    own = read_own()
    train = [annotated(item) for item in items if part_of(item.id) == "train"]
    train += [text for number, text in enumerate(own) if number % 10]
    held = [annotated(item) for item in items if part_of(item.id) == "dev"] + own[::10]
    rng = random.Random(seed)
    articles = [
        replace(article, name=f"{article.name}/{number}")
        for number in range(rounds)
        for article in joined(train, rng)
    ]
    return Data(tuple(articles), tuple(held))


def main() -> int:
    """Train the model and print counts and the result on the dev part of the corpus."""
    parser = argparse.ArgumentParser(prog="python -m training.open_model", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder for the model")
    parser.add_argument("--epochs", type=int, default=8, help="how often the passages are read")
    parser.add_argument("--rounds", type=int, default=2, help="random orders in which passages are joined")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--budget", type=int, default=None, help="cells in a batch")
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate of the top layer")
    args = parser.parse_args()
    texts = data(args.seed, args.rounds)
    print(f"{len(texts.train)} articles with {count(texts.train)} attributions in {args.rounds} orders", flush=True)
    epochs = max(1, args.epochs // args.rounds)
    settings = TrainingSettings(epochs, args.rate, seed=args.seed, threads=args.threads, budget=args.budget)
    plan = TrainingPlan(texts, (ITEMS, FOLDER), args.out, "minilm6-open", settings)
    result = make(plan, lambda done, total, loss: _tick(done, total, loss), lambda line: print(line, flush=True))
    print(f"corpus dev: {result.held} texts, full {100 * (result.full or 0):.1f}, threshold {result.least:.2f}")
    return 0


def _tick(done: int, total: int, loss: float) -> None:
    if done % 50 == 0 or done == total:
        print(f"{done} of {total}, loss {loss:.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
