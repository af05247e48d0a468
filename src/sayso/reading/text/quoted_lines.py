"""Quotations of plain text and Markdown: lines behind ``>``, with the name under them, and posts that are signed so."""

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
_AT: Final = "@"
_DEEPEST: Final = 2
"""Marks before a line: more of them are the prompt of a programming language."""


class _QuotedLine(NamedTuple):
    """A line: where its words stand, how many marks are before them, and how many blank lines are above."""

    start: int
    end: int
    depth: int


def quotations(text: str, blocks: Sequence[Block]) -> tuple[Quotation, ...]:
    """The quotations of a text in order; ``blocks`` are its own."""
    read = [block.span for block in blocks if block.kind in READ_KINDS]
    lines = list(_lines(text)) if ">" in text or "@" in text else []
    out = [*_behind_marks(text, lines), *_posts(text, lines, read)]
    return tuple(sorted(out, key=lambda quotation: quotation.content[0].start))


def _lines(text: str) -> Iterator[_QuotedLine]:
    """The lines that hold anything, code left out."""
    fenced = False
    for found in _LINE.finditer(text):
        if _FENCE.match(found[0]):
            fenced = not fenced
            continue
        marks = None if fenced else _QUOTED.match(text, found.start(), found.end())
        start = found.start() if marks is None else marks.end()
        words = text[start : found.end()]
        depth = marks["marks"].count(">") if marks is not None else 0
        if words.strip() or depth:
            first = start + len(words) - len(words.lstrip())
            yield _QuotedLine(min(first, found.end()), max(first, start + len(words.rstrip())), depth)


def _behind_marks(text: str, lines: Sequence[_QuotedLine]) -> Iterator[Quotation]:
    """The runs of lines behind as many marks."""
    number = 0
    for depth, members in groupby(lines, key=lambda line: line.depth):
        run = list(members)
        number += len(run)
        content = [Span(line.start, line.end) for line in run if line.start < line.end]
        if not 0 < depth <= _DEEPEST or not content:
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
    place = signature(line.of(text))
    return Span(line.start + place[0], line.start + place[1]) if place is not None else None


def _posts(text: str, lines: Sequence[_QuotedLine], read: Sequence[Span]) -> Iterator[Quotation]:
    """Paragraphs with the line of a post's author at their end, or below."""
    starts = [span.start for span in read]
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else None
        if line.depth or _AT not in text[line.start : line.end]:
            continue
        block = bisect_right(starts, line.start) - 1
        if block < 0 or line.start >= read[block].end:
            continue
        near = [line] if above is None or above.depth else [above, line]
        post = signed_post({one.start: text[one.start : one.end] for one in near})
        if post is not None:
            yield post


def signed_post(lines: Mapping[int, str]) -> Quotation | None:
    """The post whose last line names its author with handle and date as embed codes do; None where it does not.

    ``lines`` are the texts of its lines by their places.
    """
    *above, (start, last) = lines.items()
    author = post_author(last)
    if author is None or author.handle is None or author.published is None:
        return None
    own = len(last[: author.start].rstrip())
    content = [
        Span(place, place + end)
        for place, line in ([(start, last[:own])] if own else above)
        if (end := len(line[: without_media(line)].rstrip()))
    ]
    if not content:
        return None
    source = Span(start + author.name[0], start + author.name[1])
    platform = platform_of(None, author.handle) or "X"
    return Quotation(QuotationKind.POST, tuple(content), source, platform, author.handle, author.published)
