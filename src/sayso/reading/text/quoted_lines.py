"""Find quotations in plain text and Markdown: lines after ``>`` with their signature, and signed posts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from sayso.reading.metadata.signatures import platform_of, post_author, signature, without_media
from sayso.terms import READ_KINDS, Block, Quotation, QuotationKind, Span

_QUOTED: Final = re.compile(r"[ \t]{0,3}(?P<marks>>(?:[ \t]?>){0,9})[ \t]?")
_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]+")
_FENCE: Final = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_LONG_DASH: Final = ("—", "―", "–", "--")
_HANDLE_SIGN: Final = "@"
_MAX_MARKS: Final = 2
"""More marks before a line are the prompt of a programming language."""


class _QuotedLine(NamedTuple):
    """A line: the position of its text, and the number of marks before it."""

    start: int
    end: int
    depth: int


def quotations(text: str, blocks: Sequence[Block]) -> tuple[Quotation, ...]:
    """Return the quotations of a text in order; ``blocks`` are the blocks of the text."""
    analyzed = [block.span for block in blocks if block.kind in READ_KINDS]
    lines = list(_lines(text)) if ">" in text or "@" in text else []
    results = [*_marked_quotations(text, lines), *_posts(text, lines, analyzed)]
    return tuple(sorted(results, key=lambda quotation: quotation.content[0].start))


def _lines(text: str) -> Iterator[_QuotedLine]:
    """Yield the lines with text, without fenced code."""
    in_code = False
    for match in _LINE.finditer(text):
        if _FENCE.match(match[0]):
            in_code = not in_code
            continue
        marks = None if in_code else _QUOTED.match(text, match.start(), match.end())
        start = match.start() if marks is None else marks.end()
        content = text[start : match.end()]
        depth = marks["marks"].count(">") if marks is not None else 0
        if content.strip() or depth:
            first = start + len(content) - len(content.lstrip())
            yield _QuotedLine(min(first, match.end()), max(first, start + len(content.rstrip())), depth)


def _marked_quotations(text: str, lines: Sequence[_QuotedLine]) -> Iterator[Quotation]:
    """Yield the runs of lines with the same number of quotation marks."""
    number = 0
    for depth, same_depth in groupby(lines, key=lambda line: line.depth):
        run = list(same_depth)
        number += len(run)
        content = [Span(line.start, line.end) for line in run if line.start < line.end]
        if not 0 < depth <= _MAX_MARKS or not content:
            continue
        post = signed_post({span.start: span.of(text) for span in content})
        if post is not None:
            yield post
            continue
        source = _signature(text, content[-1]) if len(content) > 1 else None
        if source is not None:
            content.pop()
        elif number < len(lines) and text.startswith(_LONG_DASH, lines[number].start):
            source = _signature(text, Span(lines[number].start, lines[number].end))
        yield Quotation(QuotationKind.BLOCK, tuple(content), source)


def _signature(text: str, line: Span) -> Span | None:
    name = signature(line.of(text))
    return Span(line.start + name[0], line.start + name[1]) if name is not None else None


def _posts(text: str, lines: Sequence[_QuotedLine], read: Sequence[Span]) -> Iterator[Quotation]:
    """Yield posts: paragraphs with an author line at their end or below them."""
    starts = [span.start for span in read]
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else None
        if line.depth or _HANDLE_SIGN not in text[line.start : line.end]:
            continue
        block = bisect_right(starts, line.start) - 1
        if block < 0 or line.start >= read[block].end:
            continue
        near = [line] if above is None or above.depth else [above, line]
        post = signed_post({near_line.start: text[near_line.start : near_line.end] for near_line in near})
        if post is not None:
            yield post


def signed_post(lines: Mapping[int, str]) -> Quotation | None:
    """Return the post whose last line has name, handle and date as in embed codes, or None.

    ``lines`` maps offsets to the texts of its lines.
    """
    *above, (start, last) = lines.items()
    author = post_author(last)
    if author is None or author.handle is None or author.published is None:
        return None
    text_end = len(last[: author.start].rstrip())
    content = [
        Span(offset, offset + end)
        for offset, line in ([(start, last[:text_end])] if text_end else above)
        if (end := len(line[: without_media(line)].rstrip()))
    ]
    if not content:
        return None
    source = Span(start + author.name[0], start + author.name[1])
    platform = platform_of(None, author.handle) or "X"
    return Quotation(QuotationKind.POST, tuple(content), source, platform, author.handle, author.published)
