"""Trains the network over plain-text lines (sayso/reading/nets/convnet.py) with torch, and converts it to numpy."""

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
    """:class:`sayso.reading.nets.convnet.Member` in torch, for a batch of pages."""

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
        """Scores ``(pages, lines, classes)``; ``mask`` is 0 after the last line of a page."""
        z = self.drop(functional.relu(self.enter(rows))) * mask
        for layer in self.conv:
            z = (z + self.drop(functional.relu(layer(z.transpose(1, 2)).transpose(1, 2)))) * mask
        mean = z.sum(1, keepdim=True) / mask.sum(1, keepdim=True)
        scores: Tensor = self.out(z + functional.relu(self.page(mean)))
        return scores

    def member(self) -> Member:
        """The trained weights as numpy arrays."""
        parts = {name: value.detach().numpy() for name, value in self.named_parameters()}
        layers = range(len(DILATIONS))
        conv = np.stack([parts[f"conv.{i}.weight"].transpose(2, 1, 0) for i in layers])
        bias = np.stack([parts[f"conv.{i}.bias"] for i in layers])
        dense = {name: (parts[f"{name}.weight"].T, parts[f"{name}.bias"]) for name in ("enter", "page", "out")}
        return Member(*dense["enter"], conv, bias, *dense["page"], *dense["out"])


Example = tuple[Floats, Ints]
"""The feature rows of a page, and the class index of each line, or UNKNOWN."""


def fit(pages: Sequence[Example], classes: Sequence[str], rounds: int, seeds: int) -> sequence.Sequence:
    """An ensemble of networks with different seeds."""
    torch.set_num_threads(1)
    all_rows = np.vstack([rows for rows, _ in pages])
    mean, scale = all_rows.mean(axis=0), all_rows.std(axis=0)
    scale[scale < 1e-5] = 1
    scaled = [np.clip((rows - mean) / scale, -MOST, MOST).astype(np.float32) for rows, _ in pages]
    tensors = [(torch.from_numpy(z), torch.from_numpy(labels)) for z, (_, labels) in zip(scaled, pages, strict=True)]
    members = tuple(_trained(tensors, len(classes), rounds, seed).member() for seed in range(seeds))
    return sequence.Sequence(mean.astype(np.float32), scale.astype(np.float32), members, tuple(classes))


def _trained(pages: Tensors, classes: int, rounds: int, seed: int) -> LineNet:
    """One network, trained for ``rounds`` epochs."""
    torch.manual_seed(seed)
    random_numbers = np.random.default_rng(seed)
    net = LineNet(pages[0][0].shape[1], classes)
    steps = [[pages[i] for i in batch] for _ in range(rounds) for batch in _batches(pages, random_numbers)]
    optimizer = torch.optim.AdamW(net.parameters(), _RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=len(steps) + 1)
    net.train()
    for batch in steps:
        loss = _loss(net, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return net.eval()


def _loss(net: LineNet, pages: Tensors) -> Tensor:
    """The mean loss over the labeled lines of a batch."""
    mask = pad_sequence([torch.ones(len(rows), 1) for rows, _ in pages], batch_first=True)
    targets = pad_sequence([labels for _, labels in pages], batch_first=True, padding_value=UNKNOWN)
    scores = net(pad_sequence([rows for rows, _ in pages], batch_first=True), mask)
    return functional.cross_entropy(
        scores.flatten(0, 1), targets.flatten(), ignore_index=UNKNOWN, label_smoothing=_SMOOTHED
    )


def _batches(pages: Tensors, random_numbers: np.random.Generator) -> Iterator[list[int]]:
    """Batches with about the same number of lines, of pages of similar length, in random order."""
    lengths = np.array([len(rows) for rows, _ in pages])
    groups: list[list[int]] = [[]]
    for i in np.argsort(lengths + random_numbers.random(len(pages)) * 20).tolist():
        if (len(groups[-1]) + 1) * lengths[i] > _LINES and groups[-1]:
            groups.append([])
        groups[-1].append(i)
    for k in random_numbers.permutation(len(groups)).tolist():
        yield groups[k]
