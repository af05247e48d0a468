"""Heads for the kind of source, the act and nested spans, trained jointly with the spans."""

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

ACTS, KINDS = [str(act) for act in Act], [str(kind) for kind in SpeakerKind]
SHARE: Final = 0.2
"""Weight of each head in the loss."""


class JointTagger(Tagger):
    """The tagger with three more heads on the same hidden states, which are not exported."""

    def __init__(self) -> None:
        super().__init__()
        self.act, self.kind = nn.Linear(384, len(ACTS)), nn.Linear(384, len(KINDS))
        self.inner, self.inner_crf = nn.Linear(384, len(TAGS)), Crf()

    def tag_loss(self, scores: Tensor, hidden: Tensor, step: dict[str, Tensor]) -> Tensor:
        """The loss of the tags, plus weighted losses of the heads for windows with their answers."""
        loss = super().tag_loss(scores, hidden, step)
        for head, name in ((self.act, "act"), (self.kind, "kind")):
            at = step[name] != SKIP
            if at.any():
                answers = functional.cross_entropy(head(hidden[at]), step[name][at])
                # The caller divides by the number of cells, so a mean answer has the weight of a mean cell.
                loss = loss + SHARE * answers * step["mask"].sum() / len(loss)
        known = step["told"] > 0
        if known.any():
            inner = self.inner_crf(self.inner(hidden[known]), step["inside"][known], step["mask"][known])
            loss = loss.index_add(0, known.nonzero()[:, 0], SHARE * inner)
        return loss


@dataclass(frozen=True)
class Answers:
    """Values per token of an article: act at the first of a cue, kind at the first of a source, and nested tags."""

    act: NDArray[np.int64]
    kind: NDArray[np.int64]
    inside: NDArray[np.int64]


def answers(gold: Gold, plain: Example, tokenizer: Tokenizer) -> Answers:
    """The annotated answers of an article, aligned with its tokens."""
    tokens = plain.tokens
    act, kind = np.full(len(tokens.ids), SKIP), np.full(len(tokens.ids), SKIP)

    def first(spans: Spans) -> int | None:
        start = next((span.start for span in spans), None)
        at = None if start is None else int(np.searchsorted(tokens.ends, start, side="right"))
        return at if at is not None and at < len(tokens.ids) else None

    for attribution in (*gold.outer, *gold.nested):
        answer = gold.answers[attribution.id]
        where = first(attribution.cue)
        if where is not None and answer["act"] in ACTS:
            act[where] = ACTS.index(answer["act"])
        where = first(attribution.source)
        gold_kind = gold.speakers[answer["speaker"]]["kind"] if answer["speaker"] in gold.speakers else None
        if where is not None and gold_kind in KINDS:
            kind[where] = KINDS.index(gold_kind)
    relations = tuple(
        Relation(
            *(tuple((s.start, s.end) for s in getattr(attribution, role)) for role in ("source", "cue", "content"))
        )
        for attribution in gold.nested
    )
    inside = example(Annotated(gold.doc, gold.article.text, (relations,)), relations, tokenizer).tags
    return Answers(act.astype(np.int64), kind.astype(np.int64), inside)


def annotated(folder: Path, polnear: Path) -> dict[str, Gold]:
    """The annotated articles by name."""
    return {gold.doc: gold for gold in load(folder, polnear)}


def answer_tensors(step_place: NDArray[np.int64], rows: list[Answers | None]) -> dict[str, Tensor]:
    """The answers for the cells of a step's windows."""
    shape = step_place.shape
    arrays = {
        name: np.full(shape, SKIP if name != "inside" else 0, dtype=np.int64) for name in ("act", "kind", "inside")
    }
    known = np.zeros(shape[0], dtype=np.int64)
    for row, article_answers in enumerate(rows):
        if article_answers is None:
            continue
        known[row] = 1
        at = step_place[row]
        for name, array in arrays.items():
            values = getattr(article_answers, name)[np.maximum(at, 0)]
            array[row] = np.where(at >= 0, values, array[row])
        if arrays["inside"][row, 1] % 2 == 0:  # the window begins inside a span: start the span there
            arrays["inside"][row, 1] = max(0, arrays["inside"][row, 1] - 1)
    return {name: torch.from_numpy(array) for name, array in (*arrays.items(), ("told", known))}
