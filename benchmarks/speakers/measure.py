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
