"""Fits speaker_confidence: a logistic regression over decisions on pages that the scorer was not fitted on.

python -m training.speaker_confidence --gold ../shared/sources-gold/train --polnear ../shared/polnear

Spans are predicted. The documents are in five folds; for each fold the scorer is fitted on the other four.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

import sayso
from benchmarks.speakers.gold import Gold, load
from benchmarks.speakers.measure import jaccard, places, same_name
from sayso.analysis import Analysis
from sayso.pipeline import attributed_spans
from sayso.speakers.antecedents.chooser import Chooser, Settings
from sayso.speakers.antecedents.confidence import evidence
from sayso.speakers.antecedents.scorer import COLUMNS, LearntScorer
from sayso.speakers.coreference.resolver import resolve
from sayso.speakers.coreference.state import begin
from sayso.speakers.entities.registry import Entities
from sayso.speakers.entities.speaker_list import Cast
from sayso.terms import Article, Attribution, Block, BlockKind, Span
from training.antecedents import ece, examples_of_gold, examples_of_item, fit
from training.corpus import ITEMS, Item, read_items

FOLDS: Final = 5
CORPUS_WEIGHTS: Final = (0.3, 0.1, 0.03, 0.01)
"""Weights of a statement of our corpus that are compared; one of the annotated articles has 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page with its predicted attributions, and the content and speaker name of each gold attribution."""

    name: str
    article: Article
    predicted: tuple[Attribution, ...]
    gold: tuple[tuple[Attribution, str], ...]
    corpus: bool


Row = tuple[dict[str, float], bool, bool]
"""The evidence of a decision, whether it is right, whether it is from our corpus."""


def _spans(article: Article) -> tuple[Attribution, ...]:
    return attributed_spans(Analysis(article))[0]


def of_gold(gold: Gold) -> Document:
    """An annotated article as a document."""
    article = msgspec.structs.replace(sayso.read(gold.article.text), publisher=gold.article.publisher)
    names = {key: speaker["name"] for key, speaker in gold.speakers.items()}
    answers = tuple((attribution, names.get(gold.answers[attribution.id]["speaker"], "")) for attribution in gold.outer)
    return Document(gold.doc, article, _spans(article), answers, corpus=False)


def of_item(item: Item) -> Document:
    """An item of our corpus as a document."""
    article = Article(item.text, (Block(BlockKind.BODY, Span(0, len(item.text))),), publisher=item.outlet)
    answers = tuple(
        (
            Attribution("", (), (), tuple(Span(*pair) for pair in marked.content)),
            item.entities[marked.speaker].name if marked.speaker is not None else "",
        )
        for marked in item.attributions
    )
    return Document(item.id, article, _spans(article), answers, corpus=True)


def rows_of(document: Document, scorer: LearntScorer) -> Iterator[Row]:
    """For each predicted attribution with a gold one: the evidence of its decision, and whether the name is right."""
    words = Analysis(document.article).words
    entities = Entities(words)
    decisions = resolve(begin(document.article, words, entities, document.predicted, Settings(Chooser(scorer))))
    cast = Cast(document.article, words, entities)
    ids = {predicted.id: cast.id_of(decisions[predicted.id]) for predicted in document.predicted}
    names = {speaker.id: speaker.name for speaker in cast.speakers()}
    unmatched = list(document.predicted)
    text = document.article.text
    for gold, name in document.gold:
        target = places(gold.content, text)
        match = max(unmatched, key=lambda predicted: jaccard(places(predicted.content, text), target), default=None)
        if match is not None and jaccard(places(match.content, text), target) >= 0.5:
            unmatched.remove(match)
            yield dict(evidence(decisions[match.id], match)), same_name(names[ids[match.id]], name), document.corpus


def logistic(
    rows: Sequence[Row], terms: Sequence[str], corpus_weight: float, decay: float = 1.0, rounds: int = 60
) -> NDArray[np.float64]:
    """Weights of a logistic regression, by Newton's method; "bias" is not regularized."""
    table = np.array([[evidence_of.get(term, 0.0) for term in terms] for evidence_of, _, _ in rows])
    right = np.array([float(hit) for _, hit, _ in rows])
    weight_of = np.array([corpus_weight if corpus else 1.0 for _, _, corpus in rows])
    penalty = np.diag([0.0 if term == "bias" else decay for term in terms])
    weights = np.zeros(len(terms))
    for _ in range(rounds):
        probability = 1 / (1 + np.exp(-table @ weights))
        gradient = table.T @ ((probability - right) * weight_of) + penalty @ weights
        hessian = (
            table.T @ (table * (probability * (1 - probability) * weight_of)[:, None])
            + penalty
            + 1e-6 * np.eye(len(terms))
        )
        weights -= np.linalg.solve(hessian, gradient)
    return weights


def chances(rows: Sequence[Row], terms: Sequence[str], weights: NDArray[np.float64]) -> list[tuple[float, bool]]:
    """The predicted probability of each row, and whether it was right."""
    table = np.array([[evidence_of.get(term, 0.0) for term in terms] for evidence_of, _, _ in rows])
    values = 1 / (1 + np.exp(-table @ weights))
    return [(float(value), hit) for value, (_, hit, _) in zip(values, rows, strict=True)]


def gather(golds: Sequence[Gold], items: Sequence[Item]) -> dict[str, list[Row]]:
    """The rows of each document, from a scorer that was not fitted on it."""
    documents = [*map(of_gold, golds), *map(of_item, items)]
    examples = [example for gold in golds for example in examples_of_gold(gold)]
    examples += [example for item in items for example in examples_of_item(item)]
    fold_of = {document.name: number % FOLDS for number, document in enumerate(documents)}
    rows: dict[str, list[Row]] = {}
    for fold in range(FOLDS):
        seen = [example for example in examples if fold_of[example.document] != fold]
        weights = {name: fit([example for example in seen if example.column == name], 3.0, 200) for name in COLUMNS}
        scorer = LearntScorer({name: tuple(map(float, column)) for name, column in weights.items()})
        for document in documents:
            if fold_of[document.name] == fold:
                rows[document.name] = list(rows_of(document, scorer))
    return rows


def _error(by_document: Mapping[str, Sequence[Row]], terms: Sequence[str], corpus_weight: float) -> float:
    """The cross-validated calibration error on the annotated articles, printed with accuracy and mean probability."""
    numbered = [(n % FOLDS, row) for n, rows in enumerate(by_document.values()) for row in rows]
    predictions: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        unseen = [row for part, row in numbered if part == fold and not row[2]]
        seen = [row for part, row in numbered if part != fold]
        predictions += chances(unseen, terms, logistic(seen, terms, corpus_weight))
    stated, accuracy = (float(np.mean([pair[place] for pair in predictions])) for place in (0, 1))
    error = ece(predictions)
    print(f"corpus weight {corpus_weight}: accuracy {accuracy:.3f}, mean probability {stated:.3f}, ECE {error:.3f}")
    return error


def main() -> None:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--items", type=Path, default=ITEMS)
    parser.add_argument("--out", type=Path, default=Path("src/sayso/lexicons/speaker_confidence.tsv"))
    options = parser.parse_args()
    by_document = gather(load(options.gold, options.polnear), read_items(options.items))
    rows = [row for document_rows in by_document.values() for row in document_rows]
    terms = sorted({term for evidence_of, _, _ in rows for term in evidence_of})
    errors = {weight: _error(by_document, terms, weight) for weight in CORPUS_WEIGHTS}
    weights = logistic(rows, terms, min(errors, key=errors.__getitem__))
    lines = [
        "# Fitted by python -m training.speaker_confidence on predicted attributions of sources-gold/train and our "
        "corpus, each resolved by a scorer that was not fitted on its document.",
        "term\tweight",
        *(f"{term}\t{weight:.4f}" for term, weight in zip(terms, weights, strict=True)),
    ]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
