"""How often a word is a cue, counted on PolNeAR train, and the weights of the pass inside contents.

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
from sayso.attributions.nested_candidates import NestedCandidate, one
from sayso.attributions.nested_features import FEATURES
from sayso.attributions.nested_merge import candidates
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
    """For each verb that signals cues, the share of its places that are in a cue."""
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
                continue  # within contents PolNeAR leaves attributions out, so that nothing can be counted there
            word = base_form(words.lower[number])
            total[word] += 1
            cues[word] += number in inside
    small = folded("function_words")
    return {
        word: cues[word] / (total[word] + 2)
        for word in cues
        if cues[word] >= 3
        and word.isalpha()
        and (known(word) or (word not in small and cues[word] >= 0.3 * total[word]))
    }


def table(path: Path, comment: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Write a lexicon."""
    lines = [f"# {comment}", "\t".join(head), *("\t".join(row) for row in sorted(rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def of_item(item: Item) -> Gold:
    """An item of our corpus as an annotated article: spans alone."""

    def spans(pairs: tuple[Pair, ...]) -> Spans:
        return tuple(Span(start, end) for start, end in pairs)

    quoted = QuotedWords(item.text)
    made = [
        Attribution(
            f"g{one.number}",
            spans(one.source),
            spans(one.cue),
            spans(one.content),
            form=form_of(quoted, spans(one.content)),
            inside=f"g{one.inside}" if one.inside else None,
            confidence=1.0,
        )
        for one in item.attributions
    ]
    lines = [Block(BlockKind.BODY, Span(*line.span())) for line in re.finditer(r"[^\n]*\n|[^\n]+", item.text)]
    outer = tuple(attribution for attribution in made if attribution.inside is None)
    nested = tuple(attribution for attribution in made if attribution.inside is not None)
    return Gold(Article(item.text, tuple(lines), publisher=item.outlet), outer, nested, {}, {}, item.id)


def is_right(candidate: NestedCandidate, gold: Gold) -> bool:
    """Whether a nested attribution of the gold set has this source and content."""
    text = gold.article.text
    mine = candidate.attribution
    return any(
        jaccard(places(mine.content, text), places(other.content, text)) >= 0.5
        and (places(mine.source, text) & places(other.source, text) or not other.source)
        for other in gold.nested
    )


def outer_examples(folder: Path) -> tuple[list[list[float]], list[bool]]:
    """The same candidates outside contents, where PolNeAR says which are attributions: many, of another sort."""
    rows, right = [], []
    for article in read_folder(folder):
        words = Words(article.text)
        relations = article.annotators[0]
        inside = {n for r in relations for start, end in r.content for n in words.within(start, end)}
        cues = {n: r for r in relations for start, end in r.cue for n in words.within(start, end)}
        for line in re.finditer(r"[^\n]+", article.text):
            piece = Span(*line.span())
            outer = Attribution("", (), (), (piece,))
            for number in words.within(*line.span()):
                found = None if number in inside else one(words, outer, piece, number)
                if found is None:
                    continue
                relation = cues.get(number)
                mine = found.attribution
                rows.append(found.features)
                right.append(
                    relation is not None
                    and jaccard(places(mine.content, article.text), characters(relation.content, article.text)) >= 0.5
                    and bool(places(mine.source, article.text) & characters(relation.source, article.text))
                )
    return rows, right


def characters(pieces: tuple[tuple[int, int], ...], text: str) -> set[int]:
    """The characters of pieces, spaces left out."""
    return {place for start, end in pieces for place in range(start, end) if not text[place].isspace()}


def fit(
    rows: NDArray[np.float64], right: NDArray[np.float64], worth: NDArray[np.float64], decay: float
) -> NDArray[np.float64]:
    """Logistic regression by full gradient steps (Adam)."""
    weights = np.zeros(rows.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, 1501):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = (rows.T @ ((chance - right) * worth) + decay * weights) / worth.sum()
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def main() -> None:
    """Count, fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--items", type=Path, default=ITEMS)
    parser.add_argument("--decay", type=float, default=1.0)
    parser.add_argument("--outer-weight", type=float, default=0.02)
    parser.add_argument(
        "--item-weight", type=float, default=0.15, help="of one of our items; an annotated article is 1"
    )
    parser.add_argument("--keep-rates", action="store_true", help="use the counts that lie there")
    options = parser.parse_args()
    if not options.keep_rates:
        counted = rates(options.polnear / "train")
        comment = (
            "Counted by python -m training.nested on PolNeAR train: the share of a verb's places that are in a cue."
        )
        table(LEXICONS / "cue_rates.tsv", comment, ("term", "rate"), [(w, f"{r:.3f}") for w, r in counted.items()])
    rows, right, wanted, share = [], [], 0, []
    for gold in [*load(options.gold, options.polnear), *map(of_item, read_items(options.items))]:
        wanted += len(gold.nested)
        for candidate in candidates(Analysis(gold.article), gold.outer):
            rows.append(candidate.features)
            right.append(is_right(candidate, gold))
            share.append(1.0 if gold.answers else options.item_weight)
    features, answers = np.array(rows), np.array(right, dtype=float)
    more, theirs = outer_examples(options.polnear / "train") if options.outer_weight else ([], [])
    print(f"outside contents: {len(more)} candidates, {sum(theirs)} right")
    worth = np.array(share + [options.outer_weight] * len(more))
    weights = fit(np.array(rows + more), np.array(right + theirs, dtype=float), worth, options.decay)
    scores = features @ weights
    print(f"{len(rows)} candidates, {int(answers.sum())} right, {wanted} wanted")
    for threshold in (-1.0, -0.5, 0.0, 0.5, 1.0):
        kept = scores >= threshold
        hits = float(answers[kept].sum())
        harmonic = 2 * hits / (kept.sum() + wanted)
        print(f"threshold {threshold:+.1f}: P {hits / max(1, kept.sum()):.3f} R {hits / wanted:.3f} F {harmonic:.3f}")
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
