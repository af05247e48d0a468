"""Counts how often a word is a cue on PolNeAR train, and fits the weights of nested candidates.

python -m training.nested --gold ../shared/sources-gold/train --polnear ../shared/polnear
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.speakers.gold import Gold, load
from benchmarks.speakers.measure import jaccard, places
from sayso.analysis import Analysis
from sayso.attributions.acts import known
from sayso.attributions.nested_statements.nested_candidates import NestedCandidate, one
from sayso.attributions.nested_statements.nested_features import FEATURES
from sayso.attributions.nested_statements.nested_merge import candidates
from sayso.linking import form_of
from sayso.terms import Article, Attribution, Block, BlockKind, Span, Spans
from sayso.text.morphology import base_form
from sayso.text.quoted_words import QuotedWords
from sayso.text.vocabulary import folded
from sayso.text.words import Words
from training.corpus import ITEMS, Item, Pair, read_items
from training.polnear import read_folder

LEXICONS = Path("src/sayso/lexicons")


def rates(folder: Path) -> dict[str, float]:
    """For each cue verb, the share of its occurrences that are in a cue."""
    cues: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for article in read_folder(folder):
        words = Words(article.text)
        inside: set[int] = set()
        contents: set[int] = set()
        for relation in article.annotators[0]:
            for start, end in relation.cue:
                inside.update(words.within(start, end))
            for start, end in relation.content:
                contents.update(words.within(start, end))
        for number in range(len(words.tokens)):
            if number in contents and number not in inside:
                continue  # PolNeAR does not annotate attributions within contents
            word = base_form(words.lower[number])
            total[word] += 1
            cues[word] += number in inside
    function_words = folded("function_words")
    return {
        word: cues[word] / (total[word] + 2)
        for word in cues
        if cues[word] >= 3
        and word.isalpha()
        and (known(word) or (word not in function_words and cues[word] >= 0.3 * total[word]))
    }


def table(path: Path, comment: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Write a lexicon file."""
    lines = [f"# {comment}", "\t".join(head), *("\t".join(row) for row in sorted(rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def of_item(item: Item) -> Gold:
    """A corpus item as an annotated article, spans only."""

    def spans(pairs: tuple[Pair, ...]) -> Spans:
        return tuple(Span(start, end) for start, end in pairs)

    quoted = QuotedWords(item.text)
    attributions = [
        Attribution(
            f"g{marked.number}",
            spans(marked.source),
            spans(marked.cue),
            spans(marked.content),
            form=form_of(quoted, spans(marked.content)),
            inside=f"g{marked.inside}" if marked.inside else None,
            confidence=1.0,
        )
        for marked in item.attributions
    ]
    lines = [Block(BlockKind.BODY, Span(*line.span())) for line in re.finditer(r"[^\n]*\n|[^\n]+", item.text)]
    outer = tuple(attribution for attribution in attributions if attribution.inside is None)
    nested = tuple(attribution for attribution in attributions if attribution.inside is not None)
    return Gold(Article(item.text, tuple(lines), publisher=item.outlet), outer, nested, {}, {}, item.id)


def is_right(candidate: NestedCandidate, gold: Gold) -> bool:
    """Whether a nested attribution of the gold data has this source and content."""
    text = gold.article.text
    predicted = candidate.attribution
    return any(
        jaccard(places(predicted.content, text), places(annotated.content, text)) >= 0.5
        and (places(predicted.source, text) & places(annotated.source, text) or not annotated.source)
        for annotated in gold.nested
    )


def outer_examples(folder: Path) -> tuple[list[list[float]], list[bool]]:
    """Candidates outside contents, where PolNeAR annotates attributions: many, but of another type."""
    rows, right = [], []
    for article in read_folder(folder):
        words = Words(article.text)
        relations = article.annotators[0]
        inside = {n for r in relations for start, end in r.content for n in words.within(start, end)}
        cues = {n: r for r in relations for start, end in r.cue for n in words.within(start, end)}
        for line in re.finditer(r"[^\n]+", article.text):
            line_span = Span(*line.span())
            outer = Attribution("", (), (), (line_span,))
            for number in words.within(*line.span()):
                candidate = None if number in inside else one(words, outer, line_span, number)
                if candidate is None:
                    continue
                relation = cues.get(number)
                predicted = candidate.attribution
                rows.append(candidate.features)
                right.append(
                    relation is not None
                    and jaccard(places(predicted.content, article.text), characters(relation.content, article.text))
                    >= 0.5
                    and bool(places(predicted.source, article.text) & characters(relation.source, article.text))
                )
    return rows, right


def characters(pieces: tuple[tuple[int, int], ...], text: str) -> set[int]:
    """The characters of pieces, without spaces."""
    return {place for start, end in pieces for place in range(start, end) if not text[place].isspace()}


def fit(
    rows: NDArray[np.float64], right: NDArray[np.float64], weight: NDArray[np.float64], decay: float
) -> NDArray[np.float64]:
    """Logistic regression by full-batch Adam."""
    weights = np.zeros(rows.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, 1501):
        probability = 1 / (1 + np.exp(-rows @ weights))
        gradient = (rows.T @ ((probability - right) * weight) + decay * weights) / weight.sum()
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights -= 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def main() -> None:
    """Count, fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--items", type=Path, default=ITEMS)
    parser.add_argument("--decay", type=float, default=1.0)
    parser.add_argument("--outer-weight", type=float, default=0.02)
    parser.add_argument(
        "--item-weight", type=float, default=0.15, help="weight of a corpus item; an annotated article has 1"
    )
    parser.add_argument("--keep-rates", action="store_true", help="keep the existing cue_rates.tsv")
    options = parser.parse_args()
    if not options.keep_rates:
        cue_rates = rates(options.polnear / "train")
        comment = (
            "Counted by python -m training.nested on PolNeAR train: a verb's share of occurrences that are in a cue."
        )
        table(LEXICONS / "cue_rates.tsv", comment, ("term", "rate"), [(w, f"{r:.3f}") for w, r in cue_rates.items()])
    rows, right, gold_count, item_weights = [], [], 0, []
    for gold in [*load(options.gold, options.polnear), *map(of_item, read_items(options.items))]:
        gold_count += len(gold.nested)
        for candidate in candidates(Analysis(gold.article), gold.outer):
            rows.append(candidate.features)
            right.append(is_right(candidate, gold))
            item_weights.append(1.0 if gold.answers else options.item_weight)
    features, answers = np.array(rows), np.array(right, dtype=float)
    outer_rows, outer_right = outer_examples(options.polnear / "train") if options.outer_weight else ([], [])
    print(f"outside contents: {len(outer_rows)} candidates, {sum(outer_right)} right")
    all_weights = np.array(item_weights + [options.outer_weight] * len(outer_rows))
    weights = fit(np.array(rows + outer_rows), np.array(right + outer_right, dtype=float), all_weights, options.decay)
    scores = features @ weights
    print(f"{len(rows)} candidates, {int(answers.sum())} right, {gold_count} in the gold data")
    for threshold in (-1.0, -0.5, 0.0, 0.5, 1.0):
        kept = scores >= threshold
        hits = float(answers[kept].sum())
        f1 = 2 * hits / (kept.sum() + gold_count)
        print(f"threshold {threshold:+.1f}: P {hits / max(1, kept.sum()):.3f} R {hits / gold_count:.3f} F {f1:.3f}")
    comment = (
        "Fitted by python -m training.nested on sources-gold/train and our corpus: a candidate's weight per feature."
    )
    table(
        LEXICONS / "nested_weights.tsv",
        comment,
        ("term", "weight"),
        [(n, f"{w:.4f}") for n, w in zip(FEATURES, weights, strict=True)],
    )


if __name__ == "__main__":
    main()
