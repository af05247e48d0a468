"""Metrics of speakers: B-cubed clusters, kinds, acts, names, spokespersons, nested attributions, relays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

Pair = tuple[float, float]


def f1(hits: float, predicted: float, gold: float) -> float:
    """The F1 of counts; 1.0 if there are neither gold nor predicted items."""
    return 2 * hits / (predicted + gold) if predicted + gold else 1.0


def b_cubed(clusters: Iterable[tuple[Any, Any]]) -> Pair:
    """Summed precision and recall over items, each with its predicted and its gold cluster."""
    items = list(clusters)
    pair_counts: dict[tuple[Any, Any], int] = {}
    predicted_counts: dict[Any, int] = {}
    gold_counts: dict[Any, int] = {}
    for predicted, gold in items:
        pair_counts[predicted, gold] = pair_counts.get((predicted, gold), 0) + 1
        predicted_counts[predicted] = predicted_counts.get(predicted, 0) + 1
        gold_counts[gold] = gold_counts.get(gold, 0) + 1
    precision = sum(pair_counts[item] / predicted_counts[item[0]] for item in items)
    recall = sum(pair_counts[item] / gold_counts[item[1]] for item in items)
    return precision, recall


def plain(name: str) -> str:
    """A name normalized for comparison: without case, accents, punctuation and leading article."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
    while len(words) > 1 and words[0] in ("the", "a", "an"):
        words.pop(0)
    return " ".join(words)


def same_name(first: str, second: str) -> bool:
    """Whether two normalized names are equal."""
    a, b = plain(first), plain(second)
    return a == b


def jaccard(first: set[int], second: set[int]) -> float:
    """The Jaccard index of two sets of characters."""
    return len(first & second) / len(first | second) if first | second else 0.0


def places(spans: Iterable[Any], text: str) -> set[int]:
    """The characters of spans, without spaces."""
    return {place for span in spans for place in range(span.start, span.end) if not text[place].isspace()}


def shares(counts: Mapping[str, float]) -> dict[str, float]:
    """Values rounded for output."""
    return {name: round(value, 4) for name, value in counts.items()}


def near_name(first: str, second: str) -> bool:
    """Whether two names share most of their words; for descriptions, whose extent varies."""
    a, b = set(plain(first).split()), set(plain(second).split())
    return a == b or (
        bool(a & b) and (len(a & b) / len(a | b) >= 0.5 or (min(len(a), len(b)) > 1 and (a <= b or b <= a)))
    )


def same_outlet(first: str, second: str) -> bool:
    """Whether two names refer to one outlet, such as ``CBS`` and ``CBS News``."""
    a, b = plain(first).removesuffix(" news"), plain(second).removesuffix(" news")
    return a == b or a in b or b in a


class Tally:
    """Sums over articles and their metrics."""

    def __init__(self) -> None:
        self.sums: dict[str, float] = {}

    def add(self, name: str, value: float) -> None:
        """Add to a sum."""
        self.sums[name] = self.sums.get(name, 0.0) + value

    def count(self, name: str, hits: float, predicted: float, gold: float) -> None:
        """Add the counts of an F1: hits, predicted and gold items."""
        for part, value in (("hits", hits), ("predicted", predicted), ("gold", gold)):
            self.add(f"{name}.{part}", value)

    def figures(self) -> dict[str, float]:
        """All metrics, 0 to 1."""
        total = self.sums.get("items", 0.0) or 1.0
        precision, recall = self.sums.get("b3.p", 0.0) / total, self.sums.get("b3.r", 0.0) / total
        metrics = {
            "clusters B-cubed P": precision,
            "clusters B-cubed R": recall,
            "clusters B-cubed F1": 2 * precision * recall / ((precision + recall) or 1.0),
        }
        metrics |= {
            f"{name} accuracy": self.sums.get(name, 0.0) / total for name in ("kind", "act", "name", "name, near")
        }
        names = {key.rsplit(".", 1)[0] for key in self.sums if key.endswith(".gold")}
        for name in sorted(names):
            hits, predicted, gold = (self.sums[f"{name}.{part}"] for part in ("hits", "predicted", "gold"))
            metrics[f"{name} F1"] = f1(hits, predicted, gold)
        return metrics
