"""Train the network over the lines of a plain text (sayso/reading/nets/convnet.py) with torch, and hand it to numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from sayso.reading.nets import convnet as sequence
from sayso.reading.nets.convnet import DILATIONS, Member
from sayso.reading.nets.mlp import MOST

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Tensors = list[tuple[Tensor, Tensor]]
UNKNOWN: Final = -100
_WIDTH: Final = 80
_TAPS: Final = 5
_DROP: Final = 0.3
_LINES: Final = 1200
_RATE: Final = 3e-3
_DECAY: Final = 0.05
_SMOOTHED: Final = 0.05


class LineNet(nn.Module):
    """The same as :class:`sayso.reading.nets.convnet.Member`, for a batch of pages."""

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.enter = nn.Linear(features, _WIDTH)
        self.conv = nn.ModuleList(
            [nn.Conv1d(_WIDTH, _WIDTH, _TAPS, padding=_TAPS // 2 * step, dilation=step) for step in DILATIONS]
        )
        self.page = nn.Linear(_WIDTH, _WIDTH)
        self.out = nn.Linear(_WIDTH, classes)
        self.drop = nn.Dropout(_DROP)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """Scores ``(pages, lines, classes)``; ``mask`` is 0 where a page has no more lines."""
        z = self.drop(functional.relu(self.enter(rows))) * mask
        for layer in self.conv:
            z = (z + self.drop(functional.relu(layer(z.transpose(1, 2)).transpose(1, 2)))) * mask
        mean = z.sum(1, keepdim=True) / mask.sum(1, keepdim=True)
        scores: Tensor = self.out(z + functional.relu(self.page(mean)))
        return scores

    def member(self) -> Member:
        """The trained weights, for numpy."""
        parts = {name: value.detach().numpy() for name, value in self.named_parameters()}
        layers = range(len(DILATIONS))
        conv = np.stack([parts[f"conv.{i}.weight"].transpose(2, 1, 0) for i in layers])
        bias = np.stack([parts[f"conv.{i}.bias"] for i in layers])
        dense = {name: (parts[f"{name}.weight"].T, parts[f"{name}.bias"]) for name in ("enter", "page", "out")}
        return Member(*dense["enter"], conv, bias, *dense["page"], *dense["out"])


Example = tuple[Floats, Ints]
"""The rows of a page and what each is: a column of the classes, or UNKNOWN."""


def fit(pages: Sequence[Example], classes: Sequence[str], rounds: int, seeds: int) -> sequence.Sequence:
    """Several networks with other seeds, which vote."""
    torch.set_num_threads(1)
    everything = np.vstack([rows for rows, _ in pages])
    mean, scale = everything.mean(axis=0), everything.std(axis=0)
    scale[scale < 1e-5] = 1
    scaled = [np.clip((rows - mean) / scale, -MOST, MOST).astype(np.float32) for rows, _ in pages]
    tensors = [(torch.from_numpy(z), torch.from_numpy(said)) for z, (_, said) in zip(scaled, pages, strict=True)]
    members = tuple(_trained(tensors, len(classes), rounds, seed).member() for seed in range(seeds))
    return sequence.Sequence(mean.astype(np.float32), scale.astype(np.float32), members, tuple(classes))


def _trained(pages: Tensors, classes: int, rounds: int, seed: int) -> LineNet:
    """One network after some rounds over the pages."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    net = LineNet(pages[0][0].shape[1], classes)
    steps = [[pages[i] for i in batch] for _ in range(rounds) for batch in _batches(pages, chance)]
    walk = torch.optim.AdamW(net.parameters(), _RATE, weight_decay=_DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(walk, _RATE, total_steps=len(steps) + 1)
    net.train()
    for batch in steps:
        loss = _loss(net, batch)
        walk.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        walk.step()
        rate.step()
    return net.eval()


def _loss(net: LineNet, pages: Tensors) -> Tensor:
    """The mean loss over the known lines of some pages."""
    mask = pad_sequence([torch.ones(len(rows), 1) for rows, _ in pages], batch_first=True)
    answer = pad_sequence([said for _, said in pages], batch_first=True, padding_value=UNKNOWN)
    scores = net(pad_sequence([rows for rows, _ in pages], batch_first=True), mask)
    return functional.cross_entropy(
        scores.flatten(0, 1), answer.flatten(), ignore_index=UNKNOWN, label_smoothing=_SMOOTHED
    )


def _batches(pages: Tensors, chance: np.random.Generator) -> Iterator[list[int]]:
    """The pages in groups of about as many lines, pages of like length together, in any order."""
    lengths = np.array([len(rows) for rows, _ in pages])
    groups: list[list[int]] = [[]]
    for i in np.argsort(lengths + chance.random(len(pages)) * 20).tolist():
        if (len(groups[-1]) + 1) * lengths[i] > _LINES and groups[-1]:
            groups.append([])
        groups[-1].append(i)
    for k in chance.permutation(len(groups)).tolist():
        yield groups[k]
