"""A semi-Markov CRF over the spans of a window, in place of tags (Sarawagi & Cohen 2004)."""

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
    """Scores a span of a role by its first token, its last, the pair of both, and the sum over its tokens."""

    def __init__(self) -> None:
        super().__init__()
        size = len(ROLES)
        self.held = nn.Linear(384, size + 1)
        self.first, self.last = nn.Linear(384, size), nn.Linear(384, size)
        self.left, self.right = nn.Linear(384, size * WIDTH), nn.Linear(384, size * WIDTH)

    def scores(self, hidden: Tensor, border: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of spans ``(b, first, last, role)``, and of tokens outside spans ``(b, t)``."""
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
        """Negative log-likelihood ``(b,)`` of the annotated spans among all segmentations of the window."""
        spans, outside = self.scores(hidden, step["place"] < 0)
        mask = step["mask"] > 0
        sums = [torch.zeros_like(outside[:, 0])]
        for t in range(outside.shape[1]):
            segmentations = (torch.stack(sums, 1)[..., None] + spans[:, : t + 1, t]).flatten(1)
            total = torch.logsumexp(torch.cat([segmentations, (sums[-1] + outside[:, t])[:, None]], 1), 1)
            sums.append(torch.where(mask[:, t], total, sums[-1]))
        gold = (outside * ((step["tags"] == 0) & mask)).sum(1)
        gold_spans = torch.from_numpy(runs(step["tags"].numpy().astype(np.int8)))
        gold = gold.index_add(
            0, gold_spans[:, 0], spans[gold_spans[:, 0], gold_spans[:, 2], gold_spans[:, 3] - 1, gold_spans[:, 1]]
        )
        return sums[-1] - gold

    def best(self, spans: NDArray[Any], outside: NDArray[Any]) -> NDArray[np.int64]:
        """The tags of the best segmentation of a window; both arrays are without the batch dimension."""
        length = len(outside)
        best, previous = np.zeros(length + 1), np.zeros((length, 2), dtype=np.int64)
        for t in range(length):
            scores = best[: t + 1, None] + spans[: t + 1, t]
            at, role = np.unravel_index(scores.argmax(), scores.shape)
            outside_score = best[t] + outside[t]
            best[t + 1], previous[t] = max((outside_score, (-1, 0)), (scores[at, role], (at, role)))
        tags, t = np.zeros(length, dtype=np.int64), length
        while t:
            begin, role = previous[t - 1]
            if begin >= 0:
                tags[begin:t] = 2 * role + 2
                tags[begin] -= 1
            t = begin if begin >= 0 else t - 1
        return tags


class SpanSession:
    """Replaces the runtime of a model folder; its tag scores only encode the chosen spans."""

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
        spans, outside = (scores[0].numpy() for scores in self.model.scores(hidden, border))
        tags = self.model.best(spans, outside)
        return np.eye(len(TAGS), dtype=np.float32)[tags][None] * np.float32(_SURE), hidden.numpy()
