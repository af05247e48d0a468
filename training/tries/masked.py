"""Continued masked-language training of MiniLM on the training texts, without their annotation (Devlin et al. 2019)."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from sayso.train.data.annotated import Annotated
from sayso.train.examples import example, steps
from sayso.train.loop import descend, tensors, warmed
from sayso.train.model import Encoder
from training.train import MASK

SHARE, RATE, BUDGET = 0.15, 1e-4, 3000


class Guess(nn.Module):
    """From a hidden state to the word piece that was hidden, by the encoder's own word vectors."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.turn, self.norm = nn.Linear(384, 384), nn.LayerNorm(384)
        self.bias = nn.Parameter(torch.zeros(encoder.words.num_embeddings))
        nn.init.eye_(self.turn.weight)

    def forward(self, step: dict[str, torch.Tensor], hidden: torch.Tensor) -> torch.Tensor:
        """Mean loss over the cells that are hidden ``(b, t)``."""
        drawn = torch.rand(hidden.shape)
        ids = torch.where(hidden & (drawn < 0.8), MASK, step["ids"])
        ids = torch.where(hidden & (drawn >= 0.9), torch.randint_like(ids, 1000, 30522), ids)
        nobody = torch.zeros(len(ids), dtype=torch.long)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = self.encoder(ids, step["case"], step["quote"], step["mask"], nobody)[hidden]
            scores = functional.linear(self.norm(self.turn(found)), self.encoder.words.weight)
        return functional.cross_entropy(scores.float() + self.bias, step["ids"][hidden])


def read_on(
    encoder: Encoder, articles: Sequence[Annotated], tokenizer: Tokenizer, epochs: int, seed: int
) -> list[float]:
    """Train the encoder in place; the mean loss of each epoch."""
    guess = Guess(encoder)
    optimiser = torch.optim.AdamW(guess.parameters(), lr=RATE, weight_decay=0.01)
    torch.manual_seed(seed)
    losses, done = [], 0
    for epoch in range(epochs):
        rng = random.Random(seed * 1000 + epoch)
        batches = steps([example(one, (), tokenizer) for one in articles], BUDGET, (8, 128), rng)
        seen = []
        for step in batches:
            done += 1
            share = done / len(batches) / epochs
            warmed(optimiser, [RATE], share)
            given = tensors(step, "cpu")
            drawn = np.random.default_rng(rng.getrandbits(32)).random(step.batch.ids.shape) < SHARE
            loss = guess(given, torch.from_numpy(drawn & (step.batch.place >= 0)))
            descend(optimiser, guess, loss)
            seen.append(loss.item())
        losses.append(float(np.mean(seen)))
    return losses
