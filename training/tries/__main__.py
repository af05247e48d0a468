"""Train small models that differ in one thing, and say how each does on dev.

python -m training.tries base spans --polnear ../shared/polnear --gold ../shared/sources-gold/train --out runs/tries
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import torch
from tokenizers import Tokenizer

from sayso.tagging import model as tagging
from sayso.tagging import tagger
from sayso.train.confidence import collect
from sayso.train.data.annotated import Annotated
from sayso.train.data.polnear import read_folder
from sayso.train.examples import Example, example, steps
from sayso.train.export import write_model
from sayso.train.loop import (
    MEAN_EVERY,
    TrainingSettings,
    descend,
    epoch_examples,
    follow,
    groups,
    handed,
    minilm_folder,
    seed,
    tensors,
    tokenizer_of,
    warmed,
)
from sayso.train.model import HANDS, Tagger, load_minilm
from training.likes import Likes
from training.own import read_own
from training.train import hidden
from training.tries.figures import figures
from training.tries.heads import Answers, JointTagger, annotated, answers, told
from training.tries.masked import read_on
from training.tries.spans import SpanSession, SpanTagger

ARTICLES: Final = 160
HIDDEN: Final = 0.05  # of the word pieces
BASE: Final = TrainingSettings(epochs=4, budget=1500, threads=1)


@dataclass(frozen=True)
class Try:
    """What a run does otherwise than the base."""

    settings: dict[str, Any] = field(default_factory=dict)
    blind: tuple[str, ...] = ()
    model: type[Tagger] = Tagger
    window: int = tagger.WINDOW
    read_on: int = 0
    every_hand: bool = False
    halves: bool = True
    own: int = 0
    changed: float = 0.0


TRIES: Final = {
    "base": Try(),
    "rate-half": Try({"rate": 1.5e-4, "head_rate": 7.5e-4}),
    "rate-double": Try({"rate": 6e-4, "head_rate": 3e-3}),
    "no-case": Try(blind=("case",)),
    "no-quote": Try(blind=("quote",)),
    "alone": Try({"windows": (1, 1)}, window=1),
    "wide": Try({"windows": (128, 250)}, window=128),
    "spans": Try(model=SpanTagger),
    "heads": Try(model=JointTagger),
    "read-on": Try(read_on=2),
    "halves-out": Try(halves=False),
    "six-all": Try(every_hand=True),
    "two-epochs": Try({"epochs": 2}),
    "eight-epochs": Try({"epochs": 8}),
    "untold": Try({"nobody": 1.0}),
    "own": Try(own=1),
    "changed": Try(changed=0.1),
}


def half_annotated(article: Annotated) -> bool:
    """Whether the annotation stops in the first four fifths of the text, or has less than half of the usual number.

    Usual is 3.2 for a hundred words, over all of train.
    """
    relations = article.annotators[0]
    ends = [end for one in relations for role in (one.source, one.cue, one.content) for _, end in role]
    return max(ends, default=0) < 0.8 * len(article.text) or 100 * len(relations) < 1.6 * len(article.text.split())


def sample(articles: list[Annotated], wanted: set[str], count: int) -> list[Annotated]:
    """The same articles for every run: those with several annotators or answers for the heads, and others by lot."""
    first = [one for one in articles if one.name in wanted or len(one.annotators) > 1]
    rest = [one for one in articles if one not in first]
    return first + random.Random(0).sample(rest, max(0, count - len(first)))


def blinded(state: dict[str, torch.Tensor], names: tuple[str, ...]) -> dict[str, torch.Tensor]:
    """The weights with all rows of a feature like its first: the model was shown nothing else."""
    for name in names:
        weight = state[f"encoder.{name}.weight"]
        state[f"encoder.{name}.weight"] = weight[:1].expand_as(weight).clone()
    return state


def train(one: Try, number: int, options: argparse.Namespace) -> tuple[Tagger, dict[str, torch.Tensor], float]:
    """A model after one try's training, its running mean of weights, and the minutes it took."""
    begin = time.process_time()
    settings = replace(BASE, seed=number, **one.settings)
    folder = minilm_folder(None)
    tokenizer = tokenizer_of(folder)
    golds = annotated(options.gold, options.polnear)
    every = read_folder(options.polnear / "train", repair=True)
    articles = sample(every, set(golds), options.articles)
    if not one.halves:
        articles = [article for article in articles if not half_annotated(article)]
    if one.every_hand:
        articles = handed(articles)
    articles += read_own() * one.own
    torch.manual_seed(13)
    model = one.model()
    load_minilm(model.encoder, folder)
    if one.read_on:
        model.encoder.load_state_dict(_read_on(one, every, tokenizer, options))
    known: dict[int, Answers] = {}
    if one.model is JointTagger:
        for at, article in enumerate(articles):
            if article.name in golds:
                plain = example(article, article.annotators[0], tokenizer)
                known[at] = answers(golds[article.name], plain, tokenizer)
    likes = Likes(model.encoder.words.weight.detach()) if one.changed else None
    optimiser = torch.optim.AdamW(groups(model, settings), weight_decay=0.01, fused=True)
    tops = [group["lr"] for group in optimiser.param_groups]
    mean = {name: value.detach().clone() for name, value in model.state_dict().items()}
    plain_examples: dict[tuple[str, int], Example] = {}
    epochs, done = settings.epochs or 1, 0
    for epoch in range(epochs):
        rng = random.Random(number * 1000 + epoch)
        seed(model, number * 1000 + epoch)
        drawn = list(epoch_examples(articles, plain_examples, tokenizer, settings.requote, settings.nobody, rng))
        # Which article a window is of travels with its annotator.
        drawn = [replace(made, hand=made.hand + HANDS * at) for at, made in enumerate(drawn)]
        batches = steps(drawn, settings.budget or 0, settings.windows, rng)
        model.train()
        for step in batches:
            done += 1
            share = done / len(batches) / epochs
            warmed(optimiser, tops, share)
            step = likes.changed(step, one.changed, rng) if likes else step
            of, hand = step.hand // HANDS, step.hand % HANDS
            given = tensors(hidden(replace(step, hand=hand), HIDDEN, rng), "cpu")
            given |= {name: torch.zeros_like(given[name]) for name in one.blind}
            if one.model is JointTagger:
                given |= told(step.batch.place, [known.get(int(at)) for at in of])
            loss = sum(model.loss(given, settings.pointer_weight))
            descend(optimiser, model, loss)
            if done % MEAN_EVERY == 0:
                follow(mean, model, settings.average, done)
    return model, mean, (time.process_time() - begin) / 60


def _read_on(
    one: Try, articles: list[Annotated], tokenizer: Tokenizer, options: argparse.Namespace
) -> dict[str, torch.Tensor]:
    """MiniLM after masked-language training on all training texts; kept, for the next seed."""
    place = options.out / f"read-on-{one.read_on}.pt"
    if not place.exists():
        model = Tagger()
        load_minilm(model.encoder, minilm_folder(None))
        losses = read_on(model.encoder, articles, tokenizer, one.read_on, 13)
        print(json.dumps({"masked-language loss": losses}), flush=True)
        torch.save(model.encoder.state_dict(), place)
    state: dict[str, torch.Tensor] = torch.load(place, weights_only=True)
    return state


def scored(one: Try, state: dict[str, torch.Tensor], folder: Path, options: argparse.Namespace) -> dict[str, float]:
    """What a trained model reaches on dev, in fp32."""
    state = blinded(dict(state), one.blind)
    plain = {name: value for name, value in state.items() if name in Tagger().state_dict()}
    weights = {name: value.float().numpy() for name, value in plain.items()}
    write_model(weights, folder, "try", minilm_folder(None), fp32=True)
    folder = folder.resolve()
    tagging._LOADED.pop(folder, None)
    if one.model is SpanTagger:
        model = SpanTagger()
        model.load_state_dict(state)
        tagging._LOADED[folder] = replace(tagging.load(folder), session=SpanSession(model))
    tagger.WINDOW = one.window  # type: ignore[misc]
    return figures(collect(read_folder(options.polnear / "dev"), folder))


def main() -> None:
    """Run the tries that are named, each with each seed; what is done already is left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", choices=sorted(TRIES))
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True, help="sources-gold/train: answers for the joint heads")
    parser.add_argument("--out", type=Path, required=True, help="figures.jsonl, and the weights of each run")
    parser.add_argument("--seeds", type=int, nargs="+", default=[13, 14])
    parser.add_argument("--articles", type=int, default=ARTICLES)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for name in options.names:
        for number in options.seeds:
            place = options.out / f"{name}-{number}.pt"
            if place.exists():
                continue
            model, mean, minutes = train(TRIES[name], number, options)
            row: dict[str, Any] = {"try": name, "seed": number, "minutes": round(minutes, 1)}
            row |= scored(TRIES[name], mean, options.out / "folder" / name, options)
            if name == "base":
                last = scored(TRIES[name], model.state_dict(), options.out / "folder" / "last", options)
                row |= {f"last {key}": value for key, value in last.items()}
            torch.save(mean, place)
            with (options.out / "figures.jsonl").open("a") as out:
                print(json.dumps(row), file=out)
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
