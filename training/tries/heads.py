"""Heads for the kind of source, the act and what stands inside contents, trained together with the spans."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.speakers.gold import Gold, load
from sayso.terms import Act, Spans, SpeakerKind
from sayso.train.data.annotated import Annotated, Relation
from sayso.train.examples import SKIP, TAGS, Example, example
from sayso.train.model import Crf, Tagger

ACTS, KINDS = [str(one) for one in Act], [str(one) for one in SpeakerKind]
SHARE: Final = 0.2
"""How much each head counts beside the tags."""


class JointTagger(Tagger):
    """The tagger with three more heads on the same hidden states; what is exported has none of them."""

    def __init__(self) -> None:
        super().__init__()
        self.act, self.kind = nn.Linear(384, len(ACTS)), nn.Linear(384, len(KINDS))
        self.inner, self.inner_crf = nn.Linear(384, len(TAGS)), Crf()

    def tag_loss(self, scores: Tensor, hidden: Tensor, step: dict[str, Tensor]) -> Tensor:
        """The loss of the tags, and shares of those of the heads where a window has their answers."""
        loss = super().tag_loss(scores, hidden, step)
        for head, name in ((self.act, "act"), (self.kind, "kind")):
            at = step[name] != SKIP
            if at.any():
                answers = functional.cross_entropy(head(hidden[at]), step[name][at])
                # The caller divides by the number of cells: so a mean answer counts like a mean cell.
                loss = loss + SHARE * answers * step["mask"].sum() / len(loss)
        known = step["told"] > 0
        if known.any():
            inner = self.inner_crf(self.inner(hidden[known]), step["inside"][known], step["mask"][known])
            loss = loss.index_add(0, known.nonzero()[:, 0], SHARE * inner)
        return loss


@dataclass(frozen=True)
class Answers:
    """Of one article, a value for each token: act at a cue's first, kind at a source's first, and inner tags."""

    act: NDArray[np.int64]
    kind: NDArray[np.int64]
    inside: NDArray[np.int64]


def answers(gold: Gold, plain: Example, tokenizer: Tokenizer) -> Answers:
    """The annotated answers of an article laid over its tokens."""
    tokens = plain.tokens
    act, kind = np.full(len(tokens.ids), SKIP), np.full(len(tokens.ids), SKIP)

    def first(spans: Spans) -> int | None:
        start = next((span.start for span in spans), None)
        at = None if start is None else int(np.searchsorted(tokens.ends, start, side="right"))
        return at if at is not None and at < len(tokens.ids) else None

    for one in (*gold.outer, *gold.nested):
        answer = gold.answers[one.id]
        where = first(one.cue)
        if where is not None and answer["act"] in ACTS:
            act[where] = ACTS.index(answer["act"])
        where = first(one.source)
        said = gold.speakers[answer["speaker"]]["kind"] if answer["speaker"] in gold.speakers else None
        if where is not None and said in KINDS:
            kind[where] = KINDS.index(said)
    relations = tuple(
        Relation(*(tuple((s.start, s.end) for s in getattr(one, role)) for role in ("source", "cue", "content")))
        for one in gold.nested
    )
    inside = example(Annotated(gold.doc, gold.article.text, (relations,)), relations, tokenizer).tags
    return Answers(act.astype(np.int64), kind.astype(np.int64), inside)


def annotated(folder: Path, polnear: Path) -> dict[str, Gold]:
    """The annotated articles by name."""
    return {gold.doc: gold for gold in load(folder, polnear)}


def told(step_place: NDArray[np.int64], rows: list[Answers | None]) -> dict[str, Tensor]:
    """The answers of a step's windows, whose cells stand for tokens of an article each."""
    shape = step_place.shape
    out = {name: np.full(shape, SKIP if name != "inside" else 0, dtype=np.int64) for name in ("act", "kind", "inside")}
    known = np.zeros(shape[0], dtype=np.int64)
    for row, found in enumerate(rows):
        if found is None:
            continue
        known[row] = 1
        at = step_place[row]
        for name, array in out.items():
            values = getattr(found, name)[np.maximum(at, 0)]
            array[row] = np.where(at >= 0, values, array[row])
        if out["inside"][row, 1] % 2 == 0:  # a window that begins inside a span: the span begins anew
            out["inside"][row, 1] = max(0, out["inside"][row, 1] - 1)
    return {name: torch.from_numpy(array) for name, array in (*out.items(), ("told", known))}
