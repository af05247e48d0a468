"""Fits the evidence against attributions on pages that are not news, and counts the nouns of sources.

python -m training.doubt --polnear ../shared/polnear [--every 4]

Fitted on PolNeAR train (every fourth article) and on corpus/pages: the confidence of the model stays, and
each feature of ``sayso.attributions.page_doubt`` lowers it by its weight. A weight is never negative.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.analysis import Analysis
from sayso.attributions.page_doubt import FEATURES, features, reader_rate, source_head
from sayso.linking import link
from sayso.pipeline import read
from sayso.tagging import tag
from sayso.terms import Attribution
from sayso.text.vocabulary import noun_kinds, singular
from sayso.train.confidence import logistic
from sayso.train.match import ScoredArticle, correct
from training.nested import table
from training.polnear import read_folder

LEXICONS: Final = Path(__file__).parents[1] / "src" / "sayso" / "lexicons"
PAGES: Final = Path(__file__).parents[1] / "corpus" / "pages"
ROLES: Final = ("source", "cue", "content")
_MARK: Final = re.compile(r"\{([sqc])[\d,]+ |\}")
_MIN_SOURCES: Final = 2  # occurrences as the head of a source, for a noun of the list
_PAGE_WEIGHT: Final = 2.0  # weight of an attribution of corpus/pages; 1 for one of PolNeAR
_RIDGE: Final = 1.0

Floats = NDArray[np.float64]


class MarkedPage(NamedTuple):
    """A page of corpus/pages: its text, the contents of its attributions, and the cues that may be either."""

    name: str
    text: str
    contents: tuple[tuple[int, int], ...]
    either: frozenset[str]


def marked_pages(folder: Path = PAGES) -> Iterator[MarkedPage]:
    """The pages of a folder in order. Raises ValueError for unbalanced marks."""
    for path in sorted(folder.glob("*.txt")):
        for part in re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))[1:]:
            head, _, body = part.partition("\n")
            marked, _, cues = body.partition("\n--\n")
            yield _unmarked(head.partition(" | ")[0], marked.strip() + "\n", frozenset(cues.split("\n")) - {""})


def _unmarked(name: str, marked: str, either: frozenset[str]) -> MarkedPage:
    text, at = "", 0
    open_marks: list[tuple[str, int]] = []
    contents = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[1]:
            open_marks.append((mark[1], len(text)))
            continue
        if not open_marks:
            raise ValueError(f"{name}: a brace closes nothing")
        role, start = open_marks.pop()
        if role == "c":
            contents.append((start, len(text)))
    if open_marks:
        raise ValueError(f"{name}: a mark is not closed")
    return MarkedPage(name, text + marked[at:], tuple(contents), either)


def rows(text: str, right: Sequence[bool | None], linked: Sequence[Attribution]) -> Iterator[tuple[float, ...]]:
    """For each attribution with a known answer: the answer, the log-odds of the model, and the features."""
    analysis = Analysis(read(text))
    rate = reader_rate(analysis, linked)
    for attribution, answer in zip(linked, right, strict=True):
        if answer is not None:
            log_odds = float(np.log(attribution.confidence / max(1 - attribution.confidence, 1e-4)))
            yield float(answer), log_odds, *features(text, attribution, rate)


def linked_of(text: str) -> Sequence[Attribution]:
    """The attributions of a text that the model finds."""
    analysis = Analysis(read(text))
    return link(analysis, tag(analysis))


def polnear_rows(folder: Path, every: int) -> Iterator[tuple[float, ...]]:
    """The rows of every n-th article of a split."""
    for article in read_folder(folder)[::every]:
        scored = ScoredArticle(article.text)
        linked = linked_of(article.text)
        predicted = [
            scored.attribution({role: [[s.start, s.end] for s in getattr(a, role)] for role in ROLES}, article.name)
            for a in linked
        ]
        gold = [
            scored.attribution({role: [[*pair] for pair in getattr(relation, role)] for role in ROLES}, article.name)
            for relation in article.annotators[0]
            if relation.content
        ]
        yield from rows(article.text, correct(scored, predicted, gold), linked)


def page_rows(pages: Sequence[MarkedPage]) -> Iterator[tuple[float, ...]]:
    """The rows of pages that are not news; an attribution is right if a content of the page overlaps with it."""
    for page in pages:
        linked = linked_of(page.text)
        yield from rows(page.text, [answer(page, attribution) for attribution in linked], linked)


def answer(page: MarkedPage, attribution: Attribution) -> bool | None:
    """Whether an attribution is right; None if it may be either."""
    if any(start < span.end and span.start < end for start, end in page.contents for span in attribution.content):
        return True
    return None if " ".join(span.of(page.text) for span in attribution.cue) in page.either else False


def recalibrated(news: Floats) -> Floats:
    """The rows of news with log-odds fitted to their answers: the model was trained on them and is right more often."""
    slope, bias = logistic(news[:, 1:2], news[:, 0], ridge=0.0)
    return np.column_stack([news[:, 0], slope * news[:, 1] + bias, news[:, 2:]])


def fit(news: Floats, pages: Floats) -> Floats:
    """The weights of the features, none negative, by Newton steps of half length; the log-odds have the weight 1."""
    news = recalibrated(news)
    answers, odds, evidence = np.r_[news[:, 0], pages[:, 0]], np.r_[news[:, 1], pages[:, 1]], np.vstack([news, pages])
    evidence = evidence[:, 2:]
    importance = np.r_[np.ones(len(news)), np.full(len(pages), _PAGE_WEIGHT)]
    weights: Floats = np.zeros(evidence.shape[1])
    for _ in range(500):
        p = 1 / (1 + np.exp(evidence @ weights - odds))
        gradient = -evidence.T @ (importance * (p - answers)) + _RIDGE * weights
        curvature = (evidence * (p * (1 - p) * importance)[:, None]).T @ evidence + _RIDGE * np.eye(len(weights))
        step = 0.5 * np.linalg.solve(curvature, gradient)
        weights = np.maximum(0, weights - step)
        if np.abs(step[weights > 0]).max(initial=0) < 1e-6:
            break
    return weights


def source_heads(folder: Path) -> list[tuple[str, int]]:
    """The common nouns that are the head of a source in a split, with their counts."""
    counts: Counter[str] = Counter()
    for article in read_folder(folder):
        for relation in article.annotators[0]:
            if relation.source:
                head = source_head(" ".join(article.text[start:end] for start, end in relation.source))
                counts[singular(head)] += head.islower()
    return sorted((noun, n) for noun, n in counts.items() if n >= _MIN_SOURCES and noun in noun_kinds())


def main() -> None:
    """Count, fit and write both lexicons; print the weights and how many attributions they remove."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--every", type=int, default=4, help="use every n-th article of train")
    parser.add_argument("--heads-only", action="store_true", help="only count the nouns of sources")
    options = parser.parse_args()
    heads = source_heads(options.polnear / "train")
    comment = "Counted by python -m training.doubt on PolNeAR train: nouns that are the head of at least two sources."
    table(LEXICONS / "source_heads.tsv", comment, ("term", "count"), [(noun, str(n)) for noun, n in heads])
    if options.heads_only:
        return
    news = np.array(list(polnear_rows(options.polnear / "train", options.every)))
    pages = np.array(list(page_rows(list(marked_pages()))))
    weights = fit(news, pages)
    comment = (
        "Fitted by python -m training.doubt on PolNeAR train and corpus/pages: how much a feature lowers the log-odds."
    )
    named: list[tuple[str, ...]] = sorted(
        (name, f"{weight:.3f}") for name, weight in zip(FEATURES, weights, strict=True)
    )
    table(LEXICONS / "doubt_weights.tsv", comment, ("term", "weight"), named)
    print(len(news), "attributions of news,", len(pages), "of other pages:", *map(" ".join, named))


if __name__ == "__main__":
    main()
