"""Trains small models that differ in one setting, and scores each on dev.

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
    minilm_folder,
    one_per_annotator,
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
from training.tries.heads import Answers, JointTagger, annotated, answer_tensors, answers
from training.tries.masked import read_on
from training.tries.spans import SpanSession, SpanTagger

ARTICLES: Final = 160
MASKED: Final = 0.05  # share of word pieces
BASE: Final = TrainingSettings(epochs=4, budget=1500, threads=1)


@dataclass(frozen=True)
class Experiment:
    """The differences of a run from the base."""

    settings: dict[str, Any] = field(default_factory=dict)
    blind: tuple[str, ...] = ()
    model: type[Tagger] = Tagger
    window: int = tagger.WINDOW
    read_on: int = 0
    every_hand: bool = False
    halves: bool = True
    own: int = 0
    changed: float = 0.0


EXPERIMENTS: Final = {
    "base": Experiment(),
    "rate-half": Experiment({"rate": 1.5e-4, "head_rate": 7.5e-4}),
    "rate-double": Experiment({"rate": 6e-4, "head_rate": 3e-3}),
    "no-case": Experiment(blind=("case",)),
    "no-quote": Experiment(blind=("quote",)),
    "alone": Experiment({"windows": (1, 1)}, window=1),
    "wide": Experiment({"windows": (128, 250)}, window=128),
    "spans": Experiment(model=SpanTagger),
    "heads": Experiment(model=JointTagger),
    "read-on": Experiment(read_on=2),
    "halves-out": Experiment(halves=False),
    "six-all": Experiment(every_hand=True),
    "two-epochs": Experiment({"epochs": 2}),
    "eight-epochs": Experiment({"epochs": 8}),
    "untold": Experiment({"nobody": 1.0}),
    "own": Experiment(own=1),
    "changed": Experiment(changed=0.1),
}


def half_annotated(article: Annotated) -> bool:
    """Whether the annotation ends in the first four fifths of the text, or has less than half of the usual density.

    The usual density is 3.2 attributions per hundred words, over all of train.
    """
    relations = article.annotators[0]
    ends = [
        end for relation in relations for role in (relation.source, relation.cue, relation.content) for _, end in role
    ]
    return max(ends, default=0) < 0.8 * len(article.text) or 100 * len(relations) < 1.6 * len(article.text.split())


def sample(articles: list[Annotated], wanted: set[str], count: int) -> list[Annotated]:
    """The same articles for every run: those with several annotators or answers for the heads, and a random sample."""
    chosen = [article for article in articles if article.name in wanted or len(article.annotators) > 1]
    rest = [article for article in articles if article not in chosen]
    return chosen + random.Random(0).sample(rest, max(0, count - len(chosen)))


def blinded(state: dict[str, torch.Tensor], names: tuple[str, ...]) -> dict[str, torch.Tensor]:
    """The weights with all rows of a feature equal to its first row, the only one used in training."""
    for name in names:
        weight = state[f"encoder.{name}.weight"]
        state[f"encoder.{name}.weight"] = weight[:1].expand_as(weight).clone()
    return state


def train(
    experiment: Experiment, number: int, options: argparse.Namespace
) -> tuple[Tagger, dict[str, torch.Tensor], float]:
    """Train a model; returns it, its running mean of weights, and the minutes of processor time."""
    start_time = time.process_time()
    settings = replace(BASE, seed=number, **experiment.settings)
    folder = minilm_folder(None)
    tokenizer = tokenizer_of(folder)
    golds = annotated(options.gold, options.polnear)
    all_articles = read_folder(options.polnear / "train", repair=True)
    articles = sample(all_articles, set(golds), options.articles)
    if not experiment.halves:
        articles = [article for article in articles if not half_annotated(article)]
    if experiment.every_hand:
        articles = one_per_annotator(articles)
    articles += read_own() * experiment.own
    torch.manual_seed(13)
    model = experiment.model()
    load_minilm(model.encoder, folder)
    if experiment.read_on:
        model.encoder.load_state_dict(_read_on(experiment, all_articles, tokenizer, options))
    answers_by_article: dict[int, Answers] = {}
    if experiment.model is JointTagger:
        for article_number, article in enumerate(articles):
            if article.name in golds:
                plain = example(article, article.annotators[0], tokenizer)
                answers_by_article[article_number] = answers(golds[article.name], plain, tokenizer)
    neighbors = Likes(model.encoder.words.weight.detach()) if experiment.changed else None
    optimiser = torch.optim.AdamW(groups(model, settings), weight_decay=0.01, fused=True)
    top_rates = [group["lr"] for group in optimiser.param_groups]
    mean_weights = {name: value.detach().clone() for name, value in model.state_dict().items()}
    plain_examples: dict[tuple[str, int], Example] = {}
    epochs, step_count = settings.epochs or 1, 0
    for epoch in range(epochs):
        rng = random.Random(number * 1000 + epoch)
        seed(model, number * 1000 + epoch)
        examples = list(epoch_examples(articles, plain_examples, tokenizer, settings.requote, settings.nobody, rng))
        # The article of a window is encoded with its annotator.
        examples = [
            replace(window, hand=window.hand + HANDS * article_number) for article_number, window in enumerate(examples)
        ]
        batches = steps(examples, settings.budget or 0, settings.windows, rng)
        model.train()
        for step in batches:
            step_count += 1
            share = step_count / len(batches) / epochs
            warmed(optimiser, top_rates, share)
            step = neighbors.changed(step, experiment.changed, rng) if neighbors else step
            article_numbers, annotators = step.hand // HANDS, step.hand % HANDS
            inputs = tensors(hidden(replace(step, hand=annotators), MASKED, rng), "cpu")
            inputs |= {name: torch.zeros_like(inputs[name]) for name in experiment.blind}
            if experiment.model is JointTagger:
                inputs |= answer_tensors(
                    step.batch.place,
                    [answers_by_article.get(int(article_number)) for article_number in article_numbers],
                )
            loss = sum(model.loss(inputs, settings.pointer_weight))
            descend(optimiser, model, loss)
            if step_count % MEAN_EVERY == 0:
                follow(mean_weights, model, settings.average, step_count)
    return model, mean_weights, (time.process_time() - start_time) / 60


def _read_on(
    experiment: Experiment, articles: list[Annotated], tokenizer: Tokenizer, options: argparse.Namespace
) -> dict[str, torch.Tensor]:
    """MiniLM after masked-language training on all training texts, cached for the next seed."""
    path = options.out / f"read-on-{experiment.read_on}.pt"
    if not path.exists():
        model = Tagger()
        load_minilm(model.encoder, minilm_folder(None))
        losses = read_on(model.encoder, articles, tokenizer, experiment.read_on, 13)
        print(json.dumps({"masked-language loss": losses}), flush=True)
        torch.save(model.encoder.state_dict(), path)
    state: dict[str, torch.Tensor] = torch.load(path, weights_only=True)
    return state


def scored(
    experiment: Experiment, state: dict[str, torch.Tensor], folder: Path, options: argparse.Namespace
) -> dict[str, float]:
    """The dev figures of a trained model, in fp32."""
    state = blinded(dict(state), experiment.blind)
    plain = {name: value for name, value in state.items() if name in Tagger().state_dict()}
    weights = {name: value.float().numpy() for name, value in plain.items()}
    write_model(weights, folder, "try", minilm_folder(None), fp32=True)
    folder = folder.resolve()
    tagging._LOADED.pop(folder, None)
    if experiment.model is SpanTagger:
        model = SpanTagger()
        model.load_state_dict(state)
        tagging._LOADED[folder] = replace(tagging.load(folder), session=SpanSession(model))
    tagger.WINDOW = experiment.window  # type: ignore[misc]
    return figures(collect(read_folder(options.polnear / "dev"), folder))


def main() -> None:
    """Run the named experiments with each seed, except finished ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", choices=sorted(EXPERIMENTS))
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
            path = options.out / f"{name}-{number}.pt"
            if path.exists():
                continue
            model, mean_weights, minutes = train(EXPERIMENTS[name], number, options)
            row: dict[str, Any] = {"try": name, "seed": number, "minutes": round(minutes, 1)}
            row |= scored(EXPERIMENTS[name], mean_weights, options.out / "folder" / name, options)
            if name == "base":
                last_figures = scored(EXPERIMENTS[name], model.state_dict(), options.out / "folder" / "last", options)
                row |= {f"last {key}": value for key, value in last_figures.items()}
            torch.save(mean_weights, path)
            with (options.out / "figures.jsonl").open("a") as log:
                print(json.dumps(row), file=log)
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
