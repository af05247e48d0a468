"""The calibration of speaker_confidence: a logistic regression over decisions of pages that the scorer did not see.

python -m training.speaker_confidence --gold ../shared/sources-gold/train --polnear ../shared/polnear

The spans are those that sayso finds. In each of five parts of the documents the scorer is fitted on the other four.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
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
from sayso.attributions import nested, refusals
from sayso.linking import link
from sayso.speakers.antecedents.chooser import Chooser, Settings
from sayso.speakers.antecedents.confidence import evidence
from sayso.speakers.antecedents.scorer import COLUMNS, LearntScorer
from sayso.speakers.coreference.resolver import resolve
from sayso.speakers.coreference.state import begin
from sayso.speakers.entities.registry import Entities
from sayso.speakers.entities.speaker_list import Cast
from sayso.tagging import tag
from sayso.terms import Article, Attribution, Block, BlockKind, Span
from training.antecedents import ece, examples_of_gold, examples_of_item, fit
from training.corpus import ITEMS, Item, read_items

FOLDS: Final = 5
_OUR_WORTH: Final = 0.3  # what a statement of our corpus counts beside one of the annotated articles


@dataclass(frozen=True, slots=True)
class Document:
    """A page with the spans found on it, and for each gold attribution its content and the name of its speaker."""

    name: str
    article: Article
    found: tuple[Attribution, ...]
    wanted: tuple[tuple[Attribution, str], ...]
    worth: float


Row = tuple[dict[str, float], bool, float]


def _spans(article: Article) -> tuple[Attribution, ...]:
    analysis = Analysis(article)
    return tuple(nested(analysis, refusals(analysis, link(analysis, tag(analysis))), None))


def of_gold(gold: Gold) -> Document:
    """An annotated article as a document."""
    article = msgspec.structs.replace(sayso.read(gold.article.text), publisher=gold.article.publisher)
    names = {key: speaker["name"] for key, speaker in gold.speakers.items()}
    wanted = tuple((one, names.get(gold.answers[one.id]["speaker"], "")) for one in gold.outer)
    return Document(gold.doc, article, _spans(article), wanted, 1.0)


def of_item(item: Item) -> Document:
    """An item of our corpus as a document."""
    article = Article(item.text, (Block(BlockKind.BODY, Span(0, len(item.text))),), publisher=item.outlet)
    wanted = tuple(
        (
            Attribution("", (), (), tuple(Span(*pair) for pair in one.content)),
            item.entities[one.speaker].name if one.speaker is not None else "",
        )
        for one in item.attributions
    )
    return Document(item.id, article, _spans(article), wanted, _OUR_WORTH)


def rows_of(document: Document, scorer: LearntScorer) -> Iterator[Row]:
    """The decisions on what was found and is wanted: their evidence, and whether the name is right."""
    words = Analysis(document.article).words
    entities = Entities(words)
    decisions = resolve(begin(document.article, words, entities, document.found, Settings(Chooser(scorer))))
    cast = Cast(document.article, words, entities)
    ids = {one.id: cast.id_of(decisions[one.id]) for one in document.found}
    names = {speaker.id: speaker.name for speaker in cast.speakers()}
    free = list(document.found)
    text = document.article.text
    for gold, name in document.wanted:
        aim = places(gold.content, text)
        best = max(free, key=lambda one: jaccard(places(one.content, text), aim), default=None)
        if best is not None and jaccard(places(best.content, text), aim) >= 0.5:
            free.remove(best)
            yield dict(evidence(decisions[best.id], best)), same_name(names[ids[best.id]], name), document.worth


def logistic(rows: Sequence[Row], terms: Sequence[str], decay: float = 1.0, rounds: int = 60) -> NDArray[np.float64]:
    """Weights of a logistic regression, by Newton's steps; "bias" is not drawn to zero."""
    table = np.array([[told.get(term, 0.0) for term in terms] for told, _, _ in rows])
    right = np.array([float(hit) for _, hit, _ in rows])
    worth = np.array([weight for _, _, weight in rows])
    drawn = np.diag([0.0 if term == "bias" else decay for term in terms])
    weights = np.zeros(len(terms))
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ ((chance - right) * worth) + drawn @ weights
        curve = table.T @ (table * (chance * (1 - chance) * worth)[:, None]) + drawn + 1e-6 * np.eye(len(terms))
        weights -= np.linalg.solve(curve, slope)
    return weights


def chances(rows: Sequence[Row], terms: Sequence[str], weights: NDArray[np.float64]) -> list[tuple[float, bool]]:
    """The probability that the weights give each row, and whether it was right."""
    table = np.array([[told.get(term, 0.0) for term in terms] for told, _, _ in rows])
    values = 1 / (1 + np.exp(-table @ weights))
    return [(float(value), hit) for value, (_, hit, _) in zip(values, rows, strict=True)]


def gather(golds: Sequence[Gold], items: Sequence[Item]) -> dict[str, list[Row]]:
    """The rows of each document, by a scorer that did not see it."""
    documents = [*map(of_gold, golds), *map(of_item, items)]
    examples = [one for gold in golds for one in examples_of_gold(gold)]
    examples += [one for item in items for one in examples_of_item(item)]
    part = {document.name: number % FOLDS for number, document in enumerate(documents)}
    out: dict[str, list[Row]] = {}
    for fold in range(FOLDS):
        mine = [one for one in examples if part[one.document] != fold]
        weights = {name: fit([one for one in mine if one.column == name], 3.0, 200) for name in COLUMNS}
        scorer = LearntScorer({name: tuple(map(float, one)) for name, one in weights.items()})
        for document in documents:
            if part[document.name] == fold:
                out[document.name] = list(rows_of(document, scorer))
    return out


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--items", type=Path, default=ITEMS)
    parser.add_argument("--out", type=Path, default=Path("src/sayso/lexicons/speaker_confidence.tsv"))
    options = parser.parse_args()
    found = gather(load(options.gold, options.polnear), read_items(options.items))
    rows = [row for one in found.values() for row in one]
    terms = sorted({term for told, _, _ in rows for term in told})
    weights = logistic(rows, terms)
    held: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        rest = [row for n, one in enumerate(found.values()) for row in one if n % FOLDS == fold]
        mine = [row for n, one in enumerate(found.values()) for row in one if n % FOLDS != fold]
        held += chances(rest, terms, logistic(mine, terms))
    print(f"{len(rows)} decisions, right {np.mean([hit for _, hit in held]):.3f}, by folds ECE {ece(held):.3f}")
    lines = [
        "# Fitted by python -m training.speaker_confidence on what sayso finds in sources-gold/train and our corpus, "
        "each part resolved by a scorer that did not see it.",
        "term\tweight",
        *(f"{term}\t{weight:.4f}" for term, weight in zip(terms, weights, strict=True)),
    ]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
