"""Spans scored as wholes, in place of tags: a semi-Markov CRF over the spans of a window (Sarawagi & Cohen 2004)."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sayso.tagging.decode import ROLES, TAGS, runs
from sayso.text.quotation_marks import STATES
from sayso.train.model import FORBIDDEN, Tagger

WIDTH: Final = 64
_NO_WORD: Final = (0, 101, 102)
_SURE: Final = 30.0


class SpanTagger(Tagger):
    """A span of a role scores by its first token, its last, the two together, and the mean of what it holds."""

    def __init__(self) -> None:
        super().__init__()
        size = len(ROLES)
        self.held = nn.Linear(384, size + 1)
        self.first, self.last = nn.Linear(384, size), nn.Linear(384, size)
        self.left, self.right = nn.Linear(384, size * WIDTH), nn.Linear(384, size * WIDTH)

    def scores(self, hidden: Tensor, border: Tensor) -> tuple[Tensor, Tensor]:
        """Of each span ``(b, from, to, role)``, both ends in it, and of each token outside ``(b, t)``."""
        rows, length, _ = hidden.shape
        size = len(ROLES)
        held = self.held(hidden)
        inner = torch.where(border[..., None], FORBIDDEN, held[..., :size])
        total = torch.cat([torch.zeros_like(inner[:, :1]), inner.cumsum(1)], 1)
        pair = torch.einsum(
            "birw,bjrw->bijr",
            self.left(hidden).view(rows, length, size, WIDTH),
            self.right(hidden).view(rows, length, size, WIDTH),
        ) / math.sqrt(WIDTH)
        spans = pair + total[:, None, 1:] - total[:, :-1, None]
        spans = spans + self.first(hidden)[:, :, None] + self.last(hidden)[:, None]
        return spans, torch.where(border, torch.zeros(()), held[..., size])

    def tag_loss(self, _scores: Tensor, hidden: Tensor, step: dict[str, Tensor]) -> Tensor:
        """Negative log-likelihood ``(b,)`` of the annotated spans among all ways to cut the window."""
        spans, outside = self.scores(hidden, step["place"] < 0)
        mask = step["mask"] > 0
        sums = [torch.zeros_like(outside[:, 0])]
        for t in range(outside.shape[1]):
            ways = (torch.stack(sums, 1)[..., None] + spans[:, : t + 1, t]).flatten(1)
            found = torch.logsumexp(torch.cat([ways, (sums[-1] + outside[:, t])[:, None]], 1), 1)
            sums.append(torch.where(mask[:, t], found, sums[-1]))
        gold = (outside * ((step["tags"] == 0) & mask)).sum(1)
        at = torch.from_numpy(runs(step["tags"].numpy().astype(np.int8)))
        gold = gold.index_add(0, at[:, 0], spans[at[:, 0], at[:, 2], at[:, 3] - 1, at[:, 1]])
        return sums[-1] - gold

    def best(self, spans: NDArray[Any], outside: NDArray[Any]) -> NDArray[np.int64]:
        """The tags of the best way to cut one window; both arrays without the batch."""
        length = len(outside)
        best, came = np.zeros(length + 1), np.zeros((length, 2), dtype=np.int64)
        for t in range(length):
            ways = best[: t + 1, None] + spans[: t + 1, t]
            at, role = np.unravel_index(ways.argmax(), ways.shape)
            alone = best[t] + outside[t]
            best[t + 1], came[t] = max((alone, (-1, 0)), (ways[at, role], (at, role)))
        tags, t = np.zeros(length, dtype=np.int64), length
        while t:
            begin, role = came[t - 1]
            if begin >= 0:
                tags[begin:t] = 2 * role + 2
                tags[begin] -= 1
            t = begin if begin >= 0 else t - 1
        return tags


class SpanSession:
    """Stands where the runtime of a model folder does: tag scores that say only which spans were chosen."""

    def __init__(self, model: SpanTagger) -> None:
        self.model = model.eval()

    @torch.no_grad()
    def run(self, _outputs: object, feed: dict[str, NDArray[np.int64]]) -> tuple[NDArray[Any], NDArray[Any]]:
        """One window: scores ``(1, t, 7)`` and hidden states ``(1, t, 384)``."""
        ids, feature = torch.from_numpy(feed["ids"]), torch.from_numpy(feed["feature"])
        hidden = self.model.encoder(
            ids, feature // STATES, feature % STATES, torch.ones_like(ids), torch.zeros(len(ids), dtype=torch.long)
        )
        border = torch.isin(ids, torch.tensor(_NO_WORD))
        spans, outside = (found[0].numpy() for found in self.model.scores(hidden, border))
        tags = self.model.best(spans, outside)
        return np.eye(len(TAGS), dtype=np.float32)[tags][None] * np.float32(_SURE), hidden.numpy()
