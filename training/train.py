"""Trains the tagger on PolNeAR: `python -m training.train --polnear ../shared/polnear --out runs/base`."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from sayso.train.data.annotated import Annotated
from sayso.train.data.polnear import read_folder
from sayso.train.examples import Example, TrainingStep, example, steps
from sayso.train.loop import (
    MEAN_EVERY,
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
from sayso.train.model import Tagger, depth_of, inner_of, load_minilm
from training import nested_articles
from training.corpus_articles import data
from training.distil import Teachers, narrower
from training.likes import Likes
from training.own import read_own

MASK = 103  # the [MASK] word piece


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ (text/, attributions/)")
    parser.add_argument("--minilm", type=Path, help="folder of model.safetensors (default: the package)")
    parser.add_argument("--out", type=Path, required=True, help="run folder: checkpoints, log, options")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate of the top layer")
    parser.add_argument("--head-rate", type=float, default=1.5e-3)
    parser.add_argument("--decay-by-layer", type=float, default=0.9)
    parser.add_argument("--budget", type=int, default=3000, help="cells per batch")
    parser.add_argument("--windows", type=int, nargs=2, default=(8, 128), help="range of window sizes, tokens")
    parser.add_argument("--pointer-weight", type=float, default=0.2)
    parser.add_argument("--average", type=float, default=0.998, help="decay of the running mean of weights")
    parser.add_argument("--requote", type=float, default=0.12, help="share of articles with other quotation marks")
    parser.add_argument("--masked", type=float, default=0.0, help="share of masked word pieces")
    parser.add_argument("--changed", type=float, default=0.0, help="share of word pieces replaced by similar ones")
    parser.add_argument("--nobody", type=float, default=0.4, help="share of articles with unknown annotator")
    parser.add_argument("--every-hand", action="store_true", help="use articles of several annotators once for each")
    parser.add_argument("--own", type=int, default=0, help="how often an epoch reads our own passages")
    parser.add_argument("--corpus", type=int, default=0, help="how often an epoch reads the open corpus (corpus/)")
    parser.add_argument("--nested", type=int, default=0, help="how often an epoch reads the sentences of contents")
    parser.add_argument("--gold", type=Path, help="folder of sources-gold, for --nested")
    parser.add_argument("--start", type=Path, help="initial weights (a mean-N.pt), in place of MiniLM's")
    parser.add_argument("--without", type=int, nargs="*", default=[], help="layers of --start to remove, from 0")
    parser.add_argument("--inner", type=int, help="units to keep in each feed-forward layer of --start")
    parser.add_argument("--relu", type=float, default=0.0, help="share of the run in which GELU changes to ReLU")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="weights of teacher models")
    parser.add_argument("--soft", type=float, default=0.5, help="weight of the teachers in the loss")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="train on the first N articles only (smoke test)")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def hidden(step: TrainingStep, share: float, rng: random.Random) -> TrainingStep:
    """The step with a share of word pieces masked, so that the model also uses the words around them."""
    if not share:
        return step
    masked = np.random.default_rng(rng.getrandbits(32)).random(step.batch.ids.shape) < share
    ids = np.where(masked & (step.batch.place >= 0), MASK, step.batch.ids)
    return replace(step, batch=replace(step.batch, ids=ids))


def shallower(state: dict[str, torch.Tensor], without: Sequence[int]) -> dict[str, torch.Tensor]:
    """The weights without some layers; the following layers are renumbered."""
    kept = [number for number in range(depth_of(state)) if number not in without]
    renumbered = {}
    for name, value in state.items():
        prefix, separator, rest = name.partition("encoder.layers.")
        number, _, part = rest.partition(".")
        if not separator:
            renumbered[name] = value
        elif int(number) in kept:
            renumbered[f"{prefix}{separator}{kept.index(int(number))}.{part}"] = value
    return renumbered


def beginning(options: argparse.Namespace, folder: Path, articles: list[Annotated], tokenizer: Tokenizer) -> Tagger:
    """The initial model: MiniLM, or --start, with fewer or narrower layers on request."""
    torch.manual_seed(13)  # the same initial heads for all seeds, so that the weights of several runs can be averaged
    if not options.start:
        model = Tagger()
        load_minilm(model.encoder, folder)
        return model
    state = shallower(torch.load(options.start, map_location="cpu", weights_only=True), options.without)
    model = Tagger(depth_of(state), inner_of(state))
    model.load_state_dict(state, strict=False)
    if options.inner:
        rng = random.Random(options.seed)
        examples = [example(article, article.annotators[0], tokenizer) for article in rng.sample(articles, 24)]
        batches = steps(examples, options.budget, tuple(options.windows), rng)
        model = narrower(model, [tensors(step, "cpu") for step in batches], options.inner)
    return model


def main() -> None:
    """Train with a checkpoint per epoch; the same command resumes from the last checkpoint."""
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "options.json").write_text(json.dumps(vars(options), default=str, indent=1))
    torch.set_num_threads(options.threads)
    folder = minilm_folder(options.minilm)
    tokenizer = tokenizer_of(folder)
    articles = read_folder(options.polnear / "train", repair=True)[: options.limit]
    articles = (one_per_annotator(articles) if options.every_hand else articles) + read_own() * options.own
    articles += data(options.seed, options.corpus).train
    if options.nested:
        articles += nested_articles.data(options.gold, options.polnear, options.seed, options.nested)
    model = beginning(options, folder, articles, tokenizer)
    model.to(options.device)
    optimiser = torch.optim.AdamW(groups(model, options), weight_decay=0.01, fused=True)
    top_rates = [group["lr"] for group in optimiser.param_groups]
    mean_weights = {name: value.detach().clone() for name, value in model.state_dict().items()}
    first = 0
    last = options.out / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=options.device, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        mean_weights, first = state["mean"], state["epoch"]
    teachers = Teachers(options.teachers, options.device)
    neighbors = Likes(model.encoder.words.weight.detach()) if options.changed else None
    plain_examples: dict[tuple[str, int], Example] = {}
    log = (options.out / "log.txt").open("a")
    for epoch in range(first, options.epochs):
        rng = random.Random(options.seed * 1000 + epoch)
        seed(model, options.seed * 1000 + epoch)
        batches = steps(
            list(epoch_examples(articles, plain_examples, tokenizer, options.requote, options.nobody, rng)),
            options.budget,
            tuple(options.windows),
            rng,
        )
        model.train()
        start_time, losses = time.time(), np.zeros(2)
        for number, step in enumerate(batches, start=1):
            progress = (epoch + number / len(batches)) / options.epochs
            warmed(optimiser, top_rates, progress)
            if options.relu:
                for layer in model.encoder.layers:
                    layer.sharp.fill_(min(1.0, progress / options.relu))
            step = neighbors.changed(step, options.changed, rng) if neighbors else step
            soft = teachers(tensors(step, options.device)) if options.teachers else None
            inputs = tensors(hidden(step, options.masked, rng), options.device)
            tag_loss, link_loss = model.loss(inputs, options.pointer_weight, soft, options.soft)
            descend(optimiser, model, tag_loss + link_loss)
            if number % MEAN_EVERY == 0:
                follow(mean_weights, model, options.average, number + epoch * len(batches))
            losses += [tag_loss.item(), link_loss.item()]
            if number % 20 == 0:
                print(
                    f"epoch {epoch + 1} step {number}/{len(batches)} tags {losses[0] / number:.4f} "
                    f"links {losses[1] / number:.4f} {time.time() - start_time:.0f}s",
                    file=log,
                    flush=True,
                )
        mean_weights |= {name: value.clone() for name, value in model.state_dict().items() if name.endswith(".sharp")}
        state = {
            "model": model.state_dict(),
            "optimiser": optimiser.state_dict(),
            "mean": mean_weights,
            "epoch": epoch + 1,
        }
        torch.save(state, options.out / "next.pt")
        (options.out / "next.pt").replace(last)
        torch.save(mean_weights, options.out / f"mean-{epoch + 1}.pt")
    print("done", file=log, flush=True)


if __name__ == "__main__":
    main()
