"""The tagging model in PyTorch: a MiniLM encoder with case and quotation features, a CRF and two pointers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from sayso.tagging.windows import CASES
from sayso.text.quotation_marks import STATES
from sayso.train.examples import SKIP, TAGS

FORBIDDEN = -1e4
HEADS, POINTER, BUCKETS = 12, 128, 32
HANDS = 16  # number of annotator embeddings; 0 is no specific annotator


class Drop(nn.Module):
    """Dropout. On the CPU its mask comes from random bytes, which takes a tenth of the time of PyTorch's mask."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate
        self.random = np.random.default_rng()

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.rate:
            return x
        if x.is_cuda:
            return functional.dropout(x, self.rate)
        threshold = round(self.rate * 256)
        kept = torch.from_numpy(np.frombuffer(bytearray(self.random.bytes(x.numel())), dtype=np.uint8) >= threshold)
        return x * (kept.view(x.shape).to(x.dtype) * (256 / (256 - threshold)))


class Layer(nn.Module):
    """A transformer layer as in BERT (post-norm), Devlin et al. 2019."""

    def __init__(self, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.drop = Drop(dropout)
        self.register_buffer("sharp", torch.zeros(()))

    def activation(self, x: Tensor) -> Tensor:
        """The activation: GELU if ``sharp`` is 0, ReLU if it is 1, a GELU with scaled input and output in between."""
        sharp = float(self.sharp)
        if sharp >= 1:
            return functional.relu(x)
        return functional.gelu(x / (1 - sharp)) * (1 - sharp)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, t, w = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, w // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        # Not PyTorch's fused attention, whose backward pass takes ten times as long on a CPU (2.13).
        attention = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(w // HEADS) + bias, dim=-1)
        values = attention.to(v.dtype) @ v
        x = self.norm1(x + self.drop(self.out(values.transpose(1, 2).reshape(b, t, w))))
        inner = self.down(self.activation(self.up(x)))
        return self.norm2(x + self.drop(inner))


class Encoder(nn.Module):
    """The encoder: ids, case and quotation state (b, t) to hidden states (b, t, 384).

    ``hand`` (b,) is the number of the annotator. Annotators differ in their habits, and the model learns each more
    easily than their mixture. Number 0 is no specific annotator, and the only embedding that is exported.
    """

    def __init__(self, layers: int = 6, width: int = 384, inner: int = 1536, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, width)
        self.positions = nn.Embedding(512, width)
        self.types = nn.Parameter(torch.zeros(width))
        self.case = nn.Embedding(CASES, width)
        self.quote = nn.Embedding(STATES, width)
        self.hand = nn.Embedding(HANDS, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, inner, dropout) for _ in range(layers))
        self.drop = Drop(dropout)
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.quote.weight)
        nn.init.zeros_(self.hand.weight)

    def forward(self, ids: Tensor, case: Tensor, quote: Tensor, mask: Tensor, hand: Tensor) -> Tensor:
        position = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(position)[None] + self.types + self.case(case) + self.quote(quote)
        x = x + self.hand(hand)[:, None]
        x = self.drop(self.norm(x))
        bias = ((1 - mask.to(x.dtype)) * FORBIDDEN)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x


def load_minilm(encoder: Encoder, folder: Path) -> None:
    """Copy the MiniLM weights (``model.safetensors`` with BERT names) to the encoder."""
    w = load_file(folder / "model.safetensors")
    with torch.no_grad():
        encoder.words.weight.copy_(w["embeddings.word_embeddings.weight"])
        encoder.positions.weight.copy_(w["embeddings.position_embeddings.weight"])
        encoder.types.copy_(w["embeddings.token_type_embeddings.weight"][0])
        encoder.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
        encoder.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
        for number, layer in enumerate(encoder.layers):
            name = f"encoder.layer.{number}."
            for kind in ("weight", "bias"):
                qkv = [w[f"{name}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(qkv))
                getattr(layer.out, kind).copy_(w[f"{name}attention.output.dense.{kind}"])
                getattr(layer.norm1, kind).copy_(w[f"{name}attention.output.LayerNorm.{kind}"])
                getattr(layer.up, kind).copy_(w[f"{name}intermediate.dense.{kind}"])
                getattr(layer.down, kind).copy_(w[f"{name}output.dense.{kind}"])
                getattr(layer.norm2, kind).copy_(w[f"{name}output.LayerNorm.{kind}"])


def bucket(distance: Tensor) -> Tensor:
    """The bucket (of 32) of a signed token distance: exact up to 7, logarithmic up to 256."""
    size = distance.abs()
    far = 8 + (torch.log(size.clamp(min=8).float() / 8) / math.log(32) * 8).long().clamp(max=7)
    return torch.where(size < 8, size, far) + torch.where(distance < 0, BUCKETS // 2, 0)


class PointerLayer(nn.Module):
    """A pointer from a cell to another cell of its row, or to cell 0 for none: bilinear, plus a distance term."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(width, POINTER)
        self.key = nn.Linear(width, POINTER)
        self.distance = nn.Parameter(torch.zeros(BUCKETS))

    def forward(self, hidden: Tensor, mask: Tensor, rows: Tensor, cells: Tensor) -> Tensor:
        """The scores ``(n, t)`` of n source cells ``(rows, cells)``."""
        q = self.query(hidden[rows, cells])
        scores = torch.einsum("nd,ntd->nt", q, self.key(hidden)[rows]) / math.sqrt(POINTER)
        target = torch.arange(hidden.shape[1], device=hidden.device)
        term = self.distance[bucket(target[None] - cells[:, None])]
        term = torch.where(target[None] == 0, torch.zeros_like(term), term)
        return scores + term + (1 - mask[rows].to(scores.dtype)) * FORBIDDEN


class Crf(nn.Module):
    """A linear-chain CRF (Lafferty et al. 2001). An I- tag can follow only the B- or I- tag of its role."""

    def __init__(self) -> None:
        super().__init__()
        size = len(TAGS)
        self.transitions = nn.Parameter(torch.zeros(size, size))
        legal = torch.tensor([[b[0] != "I" or a[2:] == b[2:] for b in TAGS] for a in TAGS])
        self.register_buffer("illegal", torch.where(legal, 0.0, FORBIDDEN))

    def forward(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """The negative log-likelihood ``(b,)`` of tags under scores ``(b, t, tags)``; cell 0 is a border with tag O."""
        transitions = self.transitions + self.illegal
        real = mask.to(scores.dtype)
        gold = scores.gather(2, tags[..., None]).squeeze(2) * real
        total = gold.sum(1) + (transitions[tags[:, :-1], tags[:, 1:]] * real[:, 1:]).sum(1)
        return torch.logsumexp(self._forward(scores, mask)[-1], 1) - total

    def soft(self, scores: Tensor, tags: Tensor, pairs: Tensor, mask: Tensor) -> Tensor:
        """The expected negative log-likelihood under a distribution of paths, given by its marginals."""
        expected = (scores * tags).sum((1, 2)) + (self.transitions * pairs).sum((1, 2))
        return torch.logsumexp(self._forward(scores, mask)[-1], 1) - expected

    def marginals(self, scores: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The probabilities of tags ``(b, t, 7)``, and the expected counts of tag pairs ``(b, 7, 7)``."""
        transitions = self.transitions + self.illegal
        alphas = self._forward(scores, mask)
        betas = [torch.zeros_like(scores[:, 0])]
        for t in range(scores.shape[1] - 1, 0, -1):
            step = torch.logsumexp(transitions + (scores[:, t] + betas[-1])[:, None], 2)
            betas.append(torch.where(mask[:, t, None] > 0, step, betas[-1]))
        alpha, beta = torch.stack(alphas, 1), torch.stack(betas[::-1], 1)
        total = torch.logsumexp(alphas[-1], 1)[:, None, None]
        tags = torch.exp(alpha + beta - total) * mask[..., None]
        pairs = alpha[:, :-1, :, None] + transitions + (scores + beta)[:, 1:, None]
        return tags, (torch.exp(pairs - total[..., None]) * mask[:, 1:, None, None]).sum(1)

    def _forward(self, scores: Tensor, mask: Tensor) -> list[Tensor]:
        """The forward variables: log-sums over all paths up to each cell; padding repeats the previous cell."""
        transitions = self.transitions + self.illegal
        alphas = [scores[:, 0]]
        for t in range(1, scores.shape[1]):
            step = torch.logsumexp(alphas[-1][:, :, None] + transitions, 1) + scores[:, t]
            alphas.append(torch.where(mask[:, t, None] > 0, step, alphas[-1]))
        return alphas


@cache
def has_bfloat16() -> bool:
    """Whether products of bfloat16 numbers are fast here: AVX-512; other processors emulate them."""
    return "AVX512" in torch.backends.cpu.get_cpu_capability()


def depth_of(state: dict[str, Tensor]) -> int:
    """The number of encoder layers in the weights."""
    return sum(name.endswith("qkv.weight") for name in state)


def inner_of(state: dict[str, Tensor]) -> int:
    """The width of the feed-forward layers in the weights."""
    return len(state["encoder.layers.0.up.bias"])


@dataclass(frozen=True, slots=True)
class Soft:
    """Soft targets: the mean predictions of the teachers.

    ``tags`` ``(b, t, 7)`` are marginals, ``pairs`` ``(b, 7, 7)`` expected counts of tag pairs in a window. ``source``
    and ``cue`` ``(n, t)`` are pointer distributions of the source cells, in the order of ``torch.nonzero``.
    """

    tags: Tensor
    pairs: Tensor
    source: Tensor | None
    cue: Tensor | None


class Tagger(nn.Module):
    """The model: encoder, tag scores, CRF, and the pointers from cue to source and from content to cue."""

    def __init__(self, layers: int = 6, inner: int = 1536) -> None:
        super().__init__()
        self.encoder = Encoder(layers, inner=inner)
        self.tags = nn.Linear(384, len(TAGS))
        self.crf = Crf()
        self.source = PointerLayer(384)
        self.cue = PointerLayer(384)
        self.drop = Drop(0.1)

    def forward(self, ids: Tensor, case: Tensor, quote: Tensor, mask: Tensor, hand: Tensor) -> tuple[Tensor, Tensor]:
        """Tag scores ``(b, t, 7)`` and hidden states ``(b, t, 384)``, as in the ONNX file."""
        hidden = self.encoder(ids, case, quote, mask, hand)
        return self.tags(hidden), hidden

    def read(self, step: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Tag scores (with tag O forced at borders) and hidden states of a step, in float32."""
        # bfloat16 products are a quarter faster on processors that have them, and 20 times slower on others; sums, CRF
        # and pointers stay in float32.
        device = step["ids"].device.type
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu" or has_bfloat16()):
            scores, hidden = self(*(step[name] for name in ("ids", "case", "quote", "mask", "hand")))
        scores, hidden = scores.float(), hidden.float()
        border = (step["place"] < 0) & (step["mask"] > 0)
        outside = torch.zeros(len(TAGS), device=scores.device)
        outside[1:] = FORBIDDEN
        return torch.where(border[..., None], outside, scores), hidden

    def tag_loss(self, scores: Tensor, _hidden: Tensor, step: dict[str, Tensor]) -> Tensor:
        """The tag loss of each window ``(b,)``."""
        return self.crf(scores, step["tags"], step["mask"])

    def loss(
        self, step: dict[str, Tensor], pointer_weight: float, soft: Soft | None = None, share: float = 0.0
    ) -> tuple[Tensor, Tensor]:
        """The mean tag loss per token, and the weighted mean pointer loss.

        ``soft`` are the soft targets of teachers (training.distil), and ``share`` is their weight.
        """
        scores, hidden = self.read(step)
        hidden = self.drop(hidden)
        tag_loss = self.tag_loss(scores, hidden, step)
        if soft is not None:
            tag_loss = (1 - share) * tag_loss + share * self.crf.soft(scores, soft.tags, soft.pairs, step["mask"])
        links = []
        for pointer, name, soft_target in (
            (self.source, "source", soft and soft.source),
            (self.cue, "pointer_cue", soft and soft.cue),
        ):
            rows, cells = torch.nonzero(step[name] != SKIP, as_tuple=True)
            if len(rows):
                logits = pointer(hidden, step["mask"], rows, cells)
                loss = functional.cross_entropy(logits, step[name][rows, cells])
                if soft_target is not None:
                    loss = (1 - share) * loss + share * functional.cross_entropy(logits, soft_target)
                links.append(loss)
        link_loss = torch.stack(links).sum() if links else torch.zeros((), device=scores.device)
        return tag_loss.sum() / step["mask"].sum(), pointer_weight * link_loss
