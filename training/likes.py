"""Replaces word pieces with similar ones, so that a model depends less on the words of its training data."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

import numpy as np
import torch
from torch import Tensor

from sayso.train.examples import TrainingStep

LIKE: Final = 8
"""Number of replacements per word piece: its nearest neighbors in MiniLM's embeddings."""
FIRST: Final = 1996
"""MiniLM's first word piece that is a word; marks, letters and digits precede it."""


class Likes:
    """Replaces random word pieces with their neighbors."""

    def __init__(self, table: Tensor) -> None:
        unit = torch.nn.functional.normalize(table, dim=1)
        rows = []
        for part in unit.split(1024):
            near = part @ unit.T
            near[:, :FIRST] = -1
            rows.append(near.topk(LIKE + 1).indices[:, 1:])
        self.near = torch.cat(rows).numpy()

    def changed(self, step: TrainingStep, share: float, rng: random.Random) -> TrainingStep:
        """The step with a share of its word pieces replaced."""
        numbers = np.random.default_rng(rng.getrandbits(32))
        ids = step.batch.ids
        replaced = (numbers.random(ids.shape) < share) & (step.batch.place >= 0) & (ids >= FIRST)
        replacements = self.near[ids, numbers.integers(0, LIKE, ids.shape)]
        return replace(step, batch=replace(step.batch, ids=np.where(replaced, replacements, ids)))
