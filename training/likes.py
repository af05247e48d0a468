"""Word pieces changed for like ones, so that a model leans less on the very words that it learnt from."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

import numpy as np
import torch
from torch import Tensor

from sayso.train.examples import TrainingStep

LIKE: Final = 8
"""Word pieces that one may be changed for: those nearest to it in MiniLM's own table."""
FIRST: Final = 1996
"""The first of MiniLM's word pieces that is a word: before it stand marks, letters and figures."""


class Likes:
    """Changes some word pieces for others that are like them."""

    def __init__(self, table: Tensor) -> None:
        unit = torch.nn.functional.normalize(table, dim=1)
        rows = []
        for part in unit.split(1024):
            near = part @ unit.T
            near[:, :FIRST] = -1
            rows.append(near.topk(LIKE + 1).indices[:, 1:])
        self.near = torch.cat(rows).numpy()

    def changed(self, step: TrainingStep, share: float, rng: random.Random) -> TrainingStep:
        """The step with that share of its words changed."""
        drawn = np.random.default_rng(rng.getrandbits(32))
        ids = step.batch.ids
        some = (drawn.random(ids.shape) < share) & (step.batch.place >= 0) & (ids >= FIRST)
        other = self.near[ids, drawn.integers(0, LIKE, ids.shape)]
        return replace(step, batch=replace(step.batch, ids=np.where(some, other, ids)))
