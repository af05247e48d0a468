"""Train the tagger on PolNeAR: `python -m training.train --polnear ../shared/polnear --out runs/base`."""

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
    handed,
    minilm_folder,
    seed,
    tensors,
    tokenizer_of,
    warmed,
)
from sayso.train.model import Tagger, depth_of, inner_of, load_minilm
from training.distil import Teachers, narrower
from training.likes import Likes
from training.own import read_own

MASK = 103  # the word piece that stands for a hidden one


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ (text/, attributions/)")
    parser.add_argument("--minilm", type=Path, help="folder of model.safetensors (default: the package)")
    parser.add_argument("--out", type=Path, required=True, help="run folder: checkpoints, log, options")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate of the top layer")
    parser.add_argument("--head-rate", type=float, default=1.5e-3)
    parser.add_argument("--decay-by-layer", type=float, default=0.9)
    parser.add_argument("--budget", type=int, default=3000, help="cells a batch")
    parser.add_argument("--windows", type=int, nargs=2, default=(8, 128), help="window sizes drawn from, tokens")
    parser.add_argument("--pointer-weight", type=float, default=0.2)
    parser.add_argument("--average", type=float, default=0.998, help="decay of the running mean of weights")
    parser.add_argument("--requote", type=float, default=0.12, help="share of articles with other quotation marks")
    parser.add_argument("--masked", type=float, default=0.0, help="share of word pieces hidden from the model")
    parser.add_argument("--changed", type=float, default=0.0, help="share of word pieces changed for like ones")
    parser.add_argument("--nobody", type=float, default=0.4, help="share of articles whose annotator is not told")
    parser.add_argument("--every-hand", action="store_true", help="articles of several annotators once for each")
    parser.add_argument("--own", type=int, default=0, help="times an epoch that our own passages are read")
    parser.add_argument("--start", type=Path, help="weights to start from (a mean-N.pt), in place of MiniLM's")
    parser.add_argument(
        "--without", type=int, nargs="*", default=[], help="layers of --start that are left out, from 0"
    )
    parser.add_argument("--inner", type=int, help="units of each feed-forward layer of --start that are kept")
    parser.add_argument("--relu", type=float, default=0.0, help="share of the run in which GELU is bent to ReLU")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="trained weights to learn from too")
    parser.add_argument("--soft", type=float, default=0.5, help="how much the teachers count beside the annotation")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="train on the first N articles only (a smoke test)")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def hidden(step: TrainingStep, share: float, rng: random.Random) -> TrainingStep:
    """The step with some word pieces replaced by MASK, so that the model leans on the words around them too."""
    if not share:
        return step
    drawn = np.random.default_rng(rng.getrandbits(32)).random(step.batch.ids.shape) < share
    ids = np.where(drawn & (step.batch.place >= 0), MASK, step.batch.ids)
    return replace(step, batch=replace(step.batch, ids=ids))


def shallower(state: dict[str, torch.Tensor], without: Sequence[int]) -> dict[str, torch.Tensor]:
    """The weights with some layers left out and those after them moved down."""
    kept = [number for number in range(depth_of(state)) if number not in without]
    out = {}
    for name, value in state.items():
        head, found, rest = name.partition("encoder.layers.")
        number, _, part = rest.partition(".")
        if not found:
            out[name] = value
        elif int(number) in kept:
            out[f"{head}{found}{kept.index(int(number))}.{part}"] = value
    return out


def beginning(options: argparse.Namespace, folder: Path, articles: list[Annotated], tokenizer: Tokenizer) -> Tagger:
    """The model before the first step: MiniLM's, or that of --start, made shallower or narrower where asked for."""
    torch.manual_seed(13)  # the same heads to begin with, whatever the seed: weights of several runs can be averaged
    if not options.start:
        model = Tagger()
        load_minilm(model.encoder, folder)
        return model
    state = shallower(torch.load(options.start, map_location="cpu", weights_only=True), options.without)
    model = Tagger(depth_of(state), inner_of(state))
    model.load_state_dict(state, strict=False)
    if options.inner:
        rng = random.Random(options.seed)
        some = [example(article, article.annotators[0], tokenizer) for article in rng.sample(articles, 24)]
        batches = steps(some, options.budget, tuple(options.windows), rng)
        model = narrower(model, [tensors(step, "cpu") for step in batches], options.inner)
    return model


def main() -> None:
    """Train, with a checkpoint each epoch; a rerun of the same command goes on from the last one."""
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "options.json").write_text(json.dumps(vars(options), default=str, indent=1))
    torch.set_num_threads(options.threads)
    folder = minilm_folder(options.minilm)
    tokenizer = tokenizer_of(folder)
    articles = read_folder(options.polnear / "train", repair=True)[: options.limit]
    articles = (handed(articles) if options.every_hand else articles) + read_own() * options.own
    model = beginning(options, folder, articles, tokenizer)
    model.to(options.device)
    optimiser = torch.optim.AdamW(groups(model, options), weight_decay=0.01, fused=True)
    tops = [group["lr"] for group in optimiser.param_groups]
    mean = {name: value.detach().clone() for name, value in model.state_dict().items()}
    first = 0
    last = options.out / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=options.device, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        mean, first = state["mean"], state["epoch"]
    teachers = Teachers(options.teachers, options.device)
    likes = Likes(model.encoder.words.weight.detach()) if options.changed else None
    plain: dict[tuple[str, int], Example] = {}
    log = (options.out / "log.txt").open("a")
    for epoch in range(first, options.epochs):
        rng = random.Random(options.seed * 1000 + epoch)
        seed(model, options.seed * 1000 + epoch)
        batches = steps(
            list(epoch_examples(articles, plain, tokenizer, options.requote, options.nobody, rng)),
            options.budget,
            tuple(options.windows),
            rng,
        )
        model.train()
        begin, seen = time.time(), np.zeros(2)
        for number, step in enumerate(batches, start=1):
            done = (epoch + number / len(batches)) / options.epochs
            warmed(optimiser, tops, done)
            if options.relu:
                for layer in model.encoder.layers:
                    layer.sharp.fill_(min(1.0, done / options.relu))
            step = likes.changed(step, options.changed, rng) if likes else step
            soft = teachers(tensors(step, options.device)) if options.teachers else None
            seen_by_model = tensors(hidden(step, options.masked, rng), options.device)
            tag_loss, link_loss = model.loss(seen_by_model, options.pointer_weight, soft, options.soft)
            descend(optimiser, model, tag_loss + link_loss)
            if number % MEAN_EVERY == 0:
                follow(mean, model, options.average, number + epoch * len(batches))
            seen += [tag_loss.item(), link_loss.item()]
            if number % 20 == 0:
                print(
                    f"epoch {epoch + 1} step {number}/{len(batches)} tags {seen[0] / number:.4f} "
                    f"links {seen[1] / number:.4f} {time.time() - begin:.0f}s",
                    file=log,
                    flush=True,
                )
        mean |= {name: value.clone() for name, value in model.state_dict().items() if name.endswith(".sharp")}
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean, "epoch": epoch + 1}
        torch.save(state, options.out / "next.pt")
        (options.out / "next.pt").replace(last)
        torch.save(mean, options.out / f"mean-{epoch + 1}.pt")
    print("done", file=log, flush=True)


if __name__ == "__main__":
    main()
