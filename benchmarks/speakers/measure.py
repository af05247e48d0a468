"""The figures: clusters by B-cubed, kinds, acts, names, spokespersons, nested attributions, relays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

Pair = tuple[float, float]


def f1(hits: float, found: float, wanted: float) -> float:
    """The F1 of counts; 1.0 where nothing was wanted and nothing found."""
    return 2 * hits / (found + wanted) if found + wanted else 1.0


def b_cubed(clusters: Iterable[tuple[Any, Any]]) -> Pair:
    """Summed precision and recall of pairs (predicted cluster, gold cluster), one pair an item."""
    items = list(clusters)
    both: dict[tuple[Any, Any], int] = {}
    mine: dict[Any, int] = {}
    gold: dict[Any, int] = {}
    for one, other in items:
        both[one, other] = both.get((one, other), 0) + 1
        mine[one] = mine.get(one, 0) + 1
        gold[other] = gold.get(other, 0) + 1
    precision = sum(both[item] / mine[item[0]] for item in items)
    recall = sum(both[item] / gold[item[1]] for item in items)
    return precision, recall


def plain(name: str) -> str:
    """A name for comparison: no case, no accents, no punctuation, no article at its start."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
    while len(words) > 1 and words[0] in ("the", "a", "an"):
        words.pop(0)
    return " ".join(words)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one: equal words, or for longer ones all but the words of a title or a tail."""
    a, b = plain(one), plain(other)
    return a == b


def jaccard(one: set[int], other: set[int]) -> float:
    """Shared characters over all characters."""
    return len(one & other) / len(one | other) if one | other else 0.0


def places(spans: Iterable[Any], text: str) -> set[int]:
    """The characters of spans, spaces left out."""
    return {place for span in spans for place in range(span.start, span.end) if not text[place].isspace()}


def shares(counts: Mapping[str, float]) -> dict[str, float]:
    """Rounded for printing and JSON."""
    return {name: round(value, 4) for name, value in counts.items()}


def near_name(one: str, other: str) -> bool:
    """Whether two names share most of their words: for descriptions, whose end is a matter of taste."""
    a, b = set(plain(one).split()), set(plain(other).split())
    return a == b or (
        bool(a & b) and (len(a & b) / len(a | b) >= 0.5 or (min(len(a), len(b)) > 1 and (a <= b or b <= a)))
    )


def same_outlet(one: str, other: str) -> bool:
    """Whether two names mean one outlet: ``CBS`` and ``CBS News``."""
    a, b = plain(one).removesuffix(" news"), plain(other).removesuffix(" news")
    return a == b or a in b or b in a


class Tally:
    """Sums over articles, and the figures made of them."""

    def __init__(self) -> None:
        self.sums: dict[str, float] = {}

    def add(self, name: str, value: float) -> None:
        """Add to one sum."""
        self.sums[name] = self.sums.get(name, 0.0) + value

    def count(self, name: str, hits: float, found: float, wanted: float) -> None:
        """Add hits, found and wanted of one F1."""
        for part, value in (("hits", hits), ("found", found), ("wanted", wanted)):
            self.add(f"{name}.{part}", value)

    def figures(self) -> dict[str, float]:
        """All figures, 0 to 1."""
        total = self.sums.get("items", 0.0) or 1.0
        precision, recall = self.sums.get("b3.p", 0.0) / total, self.sums.get("b3.r", 0.0) / total
        out = {
            "clusters B-cubed P": precision,
            "clusters B-cubed R": recall,
            "clusters B-cubed F1": 2 * precision * recall / ((precision + recall) or 1.0),
        }
        out |= {f"{name} accuracy": self.sums.get(name, 0.0) / total for name in ("kind", "act", "name", "name, near")}
        names = {key.rsplit(".", 1)[0] for key in self.sums if key.endswith(".wanted")}
        for name in sorted(names):
            hits, found, wanted = (self.sums[f"{name}.{part}"] for part in ("hits", "found", "wanted"))
            out[f"{name} F1"] = f1(hits, found, wanted)
        return out
