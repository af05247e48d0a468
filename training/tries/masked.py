"""Pretrains MiniLM further as a masked language model on the training texts (Devlin et al. 2019)."""

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
    """Predicts masked word pieces from hidden states, with the encoder's word vectors."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.turn, self.norm = nn.Linear(384, 384), nn.LayerNorm(384)
        self.bias = nn.Parameter(torch.zeros(encoder.words.num_embeddings))
        nn.init.eye_(self.turn.weight)

    def forward(self, step: dict[str, torch.Tensor], hidden: torch.Tensor) -> torch.Tensor:
        """Mean loss over the masked cells ``(b, t)``."""
        numbers = torch.rand(hidden.shape)
        ids = torch.where(hidden & (numbers < 0.8), MASK, step["ids"])
        ids = torch.where(hidden & (numbers >= 0.9), torch.randint_like(ids, 1000, 30522), ids)
        no_annotator = torch.zeros(len(ids), dtype=torch.long)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.encoder(ids, step["case"], step["quote"], step["mask"], no_annotator)[hidden]
            scores = functional.linear(self.norm(self.turn(states)), self.encoder.words.weight)
        return functional.cross_entropy(scores.float() + self.bias, step["ids"][hidden])


def read_on(
    encoder: Encoder, articles: Sequence[Annotated], tokenizer: Tokenizer, epochs: int, seed: int
) -> list[float]:
    """Train the encoder in place; returns the mean loss of each epoch."""
    guess = Guess(encoder)
    optimiser = torch.optim.AdamW(guess.parameters(), lr=RATE, weight_decay=0.01)
    torch.manual_seed(seed)
    losses, done = [], 0
    for epoch in range(epochs):
        rng = random.Random(seed * 1000 + epoch)
        batches = steps([example(article, (), tokenizer) for article in articles], BUDGET, (8, 128), rng)
        epoch_losses = []
        for step in batches:
            done += 1
            share = done / len(batches) / epochs
            warmed(optimiser, [RATE], share)
            inputs = tensors(step, "cpu")
            masked = np.random.default_rng(rng.getrandbits(32)).random(step.batch.ids.shape) < SHARE
            loss = guess(inputs, torch.from_numpy(masked & (step.batch.place >= 0)))
            descend(optimiser, guess, loss)
            epoch_losses.append(loss.item())
        losses.append(float(np.mean(epoch_losses)))
    return losses
