"""Interviews without labels: questions in bold or as headings, each followed by its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from sayso.lexicons import small
from sayso.terms import READ_KINDS, Article, BlockKind, Span, Spans

_MIN_QUESTIONS: Final = 3
"""Minimum number of questions in an interview."""
_MAX_LAST_ANSWER: Final = 4
"""Maximum number of paragraphs in the last answer."""
_BOLD: Final = frozenset(("b", "strong", "h2", "h3", "h4", "h5", "h6"))
_ITALIC: Final = frozenset(("em", "i"))
_INLINE: Final = frozenset(("a", "em", "i", "span"))
_MAX_STEPS: Final = 4  # innermost elements of a paragraph that are inspected
_BOLD_MARKS: Final = ("**", "__")
_ITALIC_MARKS: Final = ("*", "_")
_HEADING: Final = re.compile(r"#{2,6}[ \t]++(?=\S)")
_FIRST_PERSON: Final = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Mm]yself|I['’](?:m|ve|d|ll))\b")
_QUESTION: Final = re.compile(r"\?[”\"’')]*\Z")
_WORD: Final = re.compile(r"[\w&]+")
_MIN_FIRST_PERSON_SHARE: Final = 0.4
"""Minimum share of answers in the first person; below it, the page is an explainer."""


class Exchange(NamedTuple):
    """A question, and the paragraphs of its answer."""

    question: Span
    answer: Spans


def exchanges(article: Article) -> list[Exchange]:
    """The questions and answers of an interview with bold questions; empty for other pages."""
    lines = _lines(article, _BOLD)
    question_numbers = _questions(article.text, lines)
    if len(question_numbers) < _MIN_QUESTIONS:
        lines = _lines(article, _ITALIC)
        question_numbers = _questions(article.text, lines)
    if len(question_numbers) < _MIN_QUESTIONS:
        return []
    ends = [*question_numbers[1:], min(len(lines), question_numbers[-1] + 1 + _MAX_LAST_ANSWER)]
    page_exchanges = []
    for start, end in zip(question_numbers, ends, strict=True):
        answer = _answer(lines[start + 1 : end])
        if answer:
            page_exchanges.append(Exchange(lines[start][0], answer))
    first_person_answers = sum(
        any(_FIRST_PERSON.search(span.of(article.text)) for span in exchange.answer) for exchange in page_exchanges
    )
    needed = max(2, _MIN_FIRST_PERSON_SHARE * len(page_exchanges))
    if _announces_interview(article.text[: lines[question_numbers[0]][0].start]):
        needed = 1
    return page_exchanges if len(page_exchanges) >= _MIN_QUESTIONS - 1 and first_person_answers >= needed else []


def _questions(text: str, lines: Sequence[tuple[Span, bool]]) -> list[int]:
    """The numbers of the set-off lines that are questions."""
    return [number for number, (span, is_set_off) in enumerate(lines) if is_set_off and _QUESTION.search(span.of(text))]


def _announces_interview(introduction: str) -> bool:
    """Whether the words before the first question call the page an interview."""
    return any(word in small("interview") for word in _WORD.findall(introduction.lower()))


def _answer(lines: Sequence[tuple[Span, bool]]) -> Spans:
    """The paragraphs before the next bold one."""
    paragraphs = []
    for span, bold in lines:
        if bold:
            break
        paragraphs.append(span)
    return tuple(paragraphs)


def _lines(article: Article, tags: frozenset[str]) -> list[tuple[Span, bool]]:
    """The paragraphs of the running text; the flag is true if a paragraph is set off: entirely bold or a heading."""
    elements = {entry.block: entry.xpath for entry in article.source_map}
    marks = _BOLD_MARKS if tags is _BOLD else _ITALIC_MARKS
    paragraphs = []
    for number, block in enumerate(article.blocks):
        if block.kind not in READ_KINDS or block.kind in (BlockKind.HEADLINE, BlockKind.DEK, BlockKind.CAPTION):
            continue
        words = block.span.of(article.text)
        start = block.span.start + len(words) - len(words.lstrip())
        span = Span(start, start + max(1, len(words.strip())))
        inner = None if article.source_map else _set_off_markdown(span.of(article.text), marks)
        if words.strip():
            bold = inner is not None or _is_set_off(elements.get(number, ""), tags)
            paragraphs.append((span if inner is None else Span(start + inner[0], start + inner[1]), bold))
    return paragraphs


def _is_set_off(xpath: str, tags: frozenset[str]) -> bool:
    """Whether the innermost element of a path has one of the tags; other inline elements are skipped."""
    for step in xpath.rsplit("/", _MAX_STEPS)[:0:-1]:
        tag = step.partition("[")[0]
        if tag in tags:
            return True
        if tag not in _INLINE:
            return False
    return False


def _set_off_markdown(words: str, marks: Sequence[str]) -> tuple[int, int] | None:
    """The extent of the words in a Markdown paragraph that is entirely between marks or a heading; None for others."""
    heading = _HEADING.match(words)
    if heading is not None:
        return heading.end(), len(words)
    for mark in marks:
        start, end = len(mark), len(words) - len(mark)
        if start < end and words.startswith(mark) and words.endswith(mark) and mark[0] not in words[start:end]:
            return start, end
    return None
