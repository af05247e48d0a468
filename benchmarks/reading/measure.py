"""The metric of article-extraction-benchmark: precision, recall and F1 over shingles of four tokens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_TOKEN: Final = re.compile(r"\w+")
_SIZE: Final = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """All runs of four tokens with their counts; a shorter text is one shingle."""
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + _SIZE]) for i in range(max(1, len(tokens) - _SIZE + 1)))


def page(truth: str, body: str) -> tuple[float, float]:
    """Precision and recall of a page; both are 0 for an empty body of a page with text."""
    gold, predicted = shingles(truth), shingles(body)
    right = (gold & predicted).total()
    if gold == predicted:
        return 1.0, 1.0
    if not right:
        return 0.0, 0.0
    return right / predicted.total(), right / gold.total()


def corpus(pages: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """Mean precision and recall over pages, and the F1 of these means."""
    rows = list(pages)
    precision = sum(row[0] for row in rows) / len(rows)
    recall = sum(row[1] for row in rows) / len(rows)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0
