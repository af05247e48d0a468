"""Compares attributions of a text: canonical spans, tokens and one-to-one matching.

Used by the scorer (`benchmarks/score.py`, which documents the rules) and to fit the confidence of a trained model.
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
# A straight mark opens before a non-space at the start of a line and after a space, an opening bracket or a dash;
# any other straight mark closes. Quotations end at line ends.
QUOTE: Final = re.compile(r"(?P<open>[“„«]|``|(?<![^\s(\[\u2013\u2014-])\"(?=\S))|(?P<close>[”»\"]|'')|(?P<line>\n)")


class OutsideError(ValueError):
    """A span is outside the text."""


@dataclass(frozen=True)
class ScoredAttribution:
    """An attribution with canonical, sorted and disjoint spans."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass
class ScoredArticle:
    """A text, its tokens, and the attributions of each annotator in order of file names."""

    text: str
    references: dict[str, list[ScoredAttribution]] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    quoted: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Compute the tokens, and those inside quotation marks."""
        for match in TOKEN.finditer(self.text):
            self.starts.append(match.start())
            self.ends.append(match.end())
        quoted: set[int] = set()
        start: int | None = None
        for match in QUOTE.finditer(self.text + "\n"):
            if match["open"]:
                start = match.end() if start is None else start
            elif start is not None:
                quoted |= self.tokens([(start, match.start())])
                start = None
        self.quoted = frozenset(quoted)

    def tokens(self, spans: Iterable[Span]) -> set[int]:
        """The indices of the tokens that overlap the spans."""
        indices: set[int] = set()
        for start, end in spans:
            if start < end:
                indices.update(range(bisect_right(self.ends, start), bisect_left(self.starts, end)))
        return indices

    def canonical(self, spans: Iterable[Sequence[int]]) -> Spans:
        """The spans sorted, joined across non-word characters, and trimmed to words."""
        joined: list[list[int]] = []
        for start, end in sorted((s, e) for s, e in spans):
            if joined and not re.search(r"\w", self.text[joined[-1][1] : start]):
                joined[-1][1] = max(end, joined[-1][1])
            else:
                joined.append([start, end])
        trimmed: list[Span] = []
        for start, end in joined:
            piece = self.text[start:end]
            core = re.search(r"\w(?:.*\w)?", piece, re.DOTALL) or re.search(r"\S(?:.*\S)?", piece, re.DOTALL)
            if core:
                trimmed.append((start + core.start(), start + core.end()))
        return tuple(trimmed)

    def attribution(self, spans: Mapping[str, Iterable[Sequence[int]]], where: str) -> ScoredAttribution:
        """The attribution of raw spans. Raises OutsideError for a span outside the text."""
        for role in ROLES:
            for start, end in spans[role]:
                if not 0 <= start < end <= len(self.text):
                    raise OutsideError(f"{where}: {role} span [{start}, {end}) is not within 0..{len(self.text)}")
        return ScoredAttribution(*(self.canonical(spans[role]) for role in ROLES))

    def form(self, content: Spans) -> str:
        """The form by the share of words in quotation marks: all (direct), some (mixed) or none (indirect)."""
        words = {i for i in self.tokens(content) if self.text[self.starts[i]].isalnum()}
        quoted = len(words & self.quoted)
        return "indirect" if not quoted else "direct" if quoted == len(words) else "mixed"


def jaccard(a: set[int], b: set[int]) -> float:
    """The Jaccard similarity; 1 for two empty sets."""
    return len(a & b) / len(a | b) if a or b else 1.0


def match(predicted: Sequence[Sequence[set[int]]], gold: Sequence[Sequence[set[int]]]) -> list[tuple[int, int]]:
    """Match attributions with similar contents one to one. Each is a sequence of token sets in the order of ROLES.

    Returns pairs of indices. The most similar pairs are matched first.
    """
    candidates = []
    for i, (source, cue, content) in enumerate(predicted):
        for j, (gold_source, gold_cue, gold_content) in enumerate(gold):
            if content & gold_content and (similarity := jaccard(content, gold_content)) >= ALIKE:
                candidates.append((-similarity, -jaccard(source, gold_source), -jaccard(cue, gold_cue), i, j))
    pairs: list[tuple[int, int]] = []
    for *_, i, j in sorted(candidates):
        if all(i != taken_i and j != taken_j for taken_i, taken_j in pairs):
            pairs.append((i, j))
    return pairs


def correct(
    article: ScoredArticle, predicted: Sequence[ScoredAttribution], gold: Sequence[ScoredAttribution]
) -> list[bool]:
    """Whether each predicted attribution is matched, with a similar source (`full`)."""
    tokens = [[[article.tokens(getattr(a, role)) for role in ROLES] for a in side] for side in (predicted, gold)]
    pairs = match(tokens[0], tokens[1])
    hits = {i for i, j in pairs if jaccard(tokens[0][i][0], tokens[1][j][0]) >= ALIKE}
    return [i in hits for i in range(len(predicted))]
