"""Interviews without labels: questions in bold or as headings, each with the answer below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from sayso.terms import READ_KINDS, Article, BlockKind, Span, Spans

_FEWEST: Final = 3
"""Questions that make an interview."""
_LAST: Final = 4
"""Paragraphs that the last answer goes on for at most."""
_BOLD: Final = frozenset(("b", "strong", "h2", "h3", "h4", "h5", "h6"))
_INLINE: Final = frozenset(("a", "em", "i", "span"))
_STEPS: Final = 4  # innermost elements of a paragraph that are looked at
_MARKS: Final = ("**", "__")
_HEADING: Final = re.compile(r"#{2,6}[ \t]++(?=\S)")
_FIRST: Final = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Mm]yself|I['’](?:m|ve|d|ll))\b")
_QUESTION: Final = re.compile(r"\?[”\"’')]*\Z")
_OF_FIRST: Final = 0.4
"""The share of answers that speak of themselves, below which the questions are those of an explainer."""


class Exchange(NamedTuple):
    """A question, and the paragraphs of its answer."""

    question: Span
    answer: Spans


def exchanges(article: Article) -> list[Exchange]:
    """The questions and answers of an interview whose questions the page sets in bold; none of any other page."""
    lines = _lines(article)
    asked = [number for number, (span, bold) in enumerate(lines) if bold and _QUESTION.search(span.of(article.text))]
    if len(asked) < _FEWEST:
        return []
    ends = [*asked[1:], min(len(lines), asked[-1] + 1 + _LAST)]
    out = []
    for start, end in zip(asked, ends, strict=True):
        answer = _answer(lines[start + 1 : end])
        if answer:
            out.append(Exchange(lines[start][0], answer))
    own = sum(any(_FIRST.search(span.of(article.text)) for span in one.answer) for one in out)
    return out if len(out) >= _FEWEST - 1 and own >= max(2, _OF_FIRST * len(out)) else []


def _answer(lines: Sequence[tuple[Span, bool]]) -> Spans:
    """The paragraphs until the next one in bold."""
    out = []
    for span, bold in lines:
        if bold:
            break
        out.append(span)
    return tuple(out)


def _lines(article: Article) -> list[tuple[Span, bool]]:
    """The paragraphs of the running text, each with whether all of it is bold or a heading."""
    elements = {one.block: one.xpath for one in article.source_map}
    out = []
    for number, block in enumerate(article.blocks):
        if block.kind not in READ_KINDS or block.kind in (BlockKind.HEADLINE, BlockKind.DEK, BlockKind.CAPTION):
            continue
        words = block.span.of(article.text)
        start = block.span.start + len(words) - len(words.lstrip())
        span = Span(start, start + max(1, len(words.strip())))
        inner = None if article.source_map else _marked(span.of(article.text))
        if words.strip():
            bold = inner is not None or _is_bold(elements.get(number, ""))
            out.append((span if inner is None else Span(start + inner[0], start + inner[1]), bold))
    return out


def _is_bold(xpath: str) -> bool:
    """Whether the innermost elements of a path, other inline ones passed over, are bold or a heading."""
    for step in xpath.rsplit("/", _STEPS)[:0:-1]:
        tag = step.partition("[")[0]
        if tag in _BOLD:
            return True
        if tag not in _INLINE:
            return False
    return False


def _marked(words: str) -> tuple[int, int] | None:
    """The words of a paragraph of Markdown that is all bold, or a heading; None of any other."""
    heading = _HEADING.match(words)
    if heading is not None:
        return heading.end(), len(words)
    if len(words) > 2 * len(_MARKS[0]) and words[:2] in _MARKS and words.endswith(words[:2]):
        return (2, len(words) - 2) if words[:2] not in words[2:-2] else None
    return None
