"""What of two readings of one text is the same: the scorer's canonical spans, tokens and one-to-one matching.

`benchmarks/score.py` says it in full; it and the confidence of a trained model count with this module alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Span = tuple[int, int]
Spans = tuple[Span, ...]

ROLES: Final = ("source", "cue", "content")
ALIKE: Final = 0.5

TOKEN: Final = re.compile(r"\w+(?:['\u2019]\w+)*|[^\w\s]")
# A straight mark opens before a non-space when it stands at a line's start, after a space, an opening
# bracket or a dash; any other straight mark closes. Marks never reach over a line end.
QUOTE: Final = re.compile(r"(?P<open>[“„«]|``|(?<![^\s(\[\u2013\u2014-])\"(?=\S))|(?P<close>[”»\"]|'')|(?P<line>\n)")


class OutsideError(ValueError):
    """A span that does not lie in the text."""


@dataclass(frozen=True)
class ScoredAttribution:
    """One attribution; spans are canonical, sorted and disjoint."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass
class ScoredArticle:
    """A text, its tokens, and one list of attributions for each annotator in order of file name."""

    text: str
    references: dict[str, list[ScoredAttribution]] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    quoted: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Find the tokens, and which of them stand in quotation marks."""
        for match in TOKEN.finditer(self.text):
            self.starts.append(match.start())
            self.ends.append(match.end())
        quoted: set[int] = set()
        begin: int | None = None
        for match in QUOTE.finditer(self.text + "\n"):
            if match["open"]:
                begin = match.end() if begin is None else begin
            elif begin is not None:
                quoted |= self.tokens([(begin, match.start())])
                begin = None
        self.quoted = frozenset(quoted)

    def tokens(self, spans: Iterable[Span]) -> set[int]:
        """Indices of the tokens that the spans touch."""
        found: set[int] = set()
        for start, end in spans:
            if start < end:
                found.update(range(bisect_right(self.ends, start), bisect_left(self.starts, end)))
        return found

    def canonical(self, spans: Iterable[Sequence[int]]) -> Spans:
        """Joined, trimmed and sorted spans (see the module's text)."""
        joined: list[list[int]] = []
        for start, end in sorted((s, e) for s, e in spans):
            if joined and not re.search(r"\w", self.text[joined[-1][1] : start]):
                joined[-1][1] = max(end, joined[-1][1])
            else:
                joined.append([start, end])
        kept: list[Span] = []
        for start, end in joined:
            piece = self.text[start:end]
            core = re.search(r"\w(?:.*\w)?", piece, re.DOTALL) or re.search(r"\S(?:.*\S)?", piece, re.DOTALL)
            if core:
                kept.append((start + core.start(), start + core.end()))
        return tuple(kept)

    def attribution(self, spans: Mapping[str, Iterable[Sequence[int]]], where: str) -> ScoredAttribution:
        """An attribution from raw spans, each checked against the text."""
        for role in ROLES:
            for start, end in spans[role]:
                if not 0 <= start < end <= len(self.text):
                    raise OutsideError(f"{where}: {role} span [{start}, {end}) is not within 0..{len(self.text)}")
        return ScoredAttribution(*(self.canonical(spans[role]) for role in ROLES))

    def form(self, content: Spans) -> str:
        """Whether all, some or none of the content's words stand in quotation marks."""
        words = {i for i in self.tokens(content) if self.text[self.starts[i]].isalnum()}
        inside = len(words & self.quoted)
        return "indirect" if not inside else "direct" if inside == len(words) else "mixed"


def jaccard(one: set[int], other: set[int]) -> float:
    """Shared over all; two empty sets are the same, an empty and a filled one are not."""
    return len(one & other) / len(one | other) if one or other else 1.0


def match(predicted: Sequence[Sequence[set[int]]], gold: Sequence[Sequence[set[int]]]) -> list[tuple[int, int]]:
    """Pairs of indices of attributions with like contents, given as token sets in the order of ROLES."""
    candidates = []
    for i, one in enumerate(predicted):
        for j, other in enumerate(gold):
            if one[2] & other[2]:
                similar = jaccard(one[2], other[2])
                if similar >= ALIKE:
                    candidates.append((-similar, -jaccard(one[0], other[0]), -jaccard(one[1], other[1]), i, j))
    pairs: list[tuple[int, int]] = []
    for *_, i, j in sorted(candidates):
        if all(i != taken_i and j != taken_j for taken_i, taken_j in pairs):
            pairs.append((i, j))
    return pairs


def correct(
    article: ScoredArticle, predicted: Sequence[ScoredAttribution], gold: Sequence[ScoredAttribution]
) -> list[bool]:
    """For each predicted attribution whether it is matched and its source alike (`full`)."""
    tokens = [[[article.tokens(getattr(a, role)) for role in ROLES] for a in side] for side in (predicted, gold)]
    pairs = match(tokens[0], tokens[1])
    hit = {i for i, j in pairs if jaccard(tokens[0][i][0], tokens[1][j][0]) >= ALIKE}
    return [i in hit for i in range(len(predicted))]
