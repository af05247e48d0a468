"""Find quotations in plain text and Markdown: lines after ``>``, indented lines, their signatures, and signed posts."""

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
_ANY_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")
_INDENTED: Final = re.compile(r"^(?: {3,20}|\t)(?=[^\s>|*•·–—-])(?!\d{1,3}[.)]\s)", re.MULTILINE)
_MIN_INDENTED_CHARS: Final = 40  # of a quotation: shorter ones are headings
_MAX_INDENTED_SHARE: Final = 0.5  # of the lines of a text: with more, the indent is the layout
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


def quotations(text: str, blocks: Sequence[Block], *, indented: bool = True) -> tuple[Quotation, ...]:
    """Return the quotations of a text in order; ``blocks`` are its blocks. Indented lines count if ``indented``."""
    analyzed = [block.span for block in blocks if block.kind in READ_KINDS]
    indented_starts = _indented_lines(text) if indented else frozenset()
    lines = list(_lines(text, indented_starts)) if indented_starts or ">" in text or "@" in text else []
    results = [*_marked_quotations(text, lines), *_posts(text, lines, analyzed)]
    return tuple(sorted(results, key=lambda quotation: quotation.content[0].start))


def _indented_lines(text: str) -> frozenset[int]:
    """Return the starts of indented lines that are set off by blank lines, in a text with few such lines."""
    if not _INDENTED.search(text):
        return frozenset()
    lines = [(match.start(), match[0]) for match in _ANY_LINE.finditer(text)]
    numbers = [i for i, (_, line) in enumerate(lines) if _INDENTED.match(line) or not line.strip()]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    starts: set[int] = set()
    for run in runs:
        words = [number for number in run if lines[number][1].strip()]
        if not words or run[0] == 0 or words[0] == run[0] or words[-1] == run[-1] < len(lines) - 1:
            continue  # no blank line before or after the run
        if sum(len(lines[number][1].strip()) for number in words) >= _MIN_INDENTED_CHARS:
            starts.update(lines[number][0] for number in words)
    with_text = sum(bool(line.strip()) for _, line in lines)
    return frozenset(starts) if len(starts) <= _MAX_INDENTED_SHARE * with_text else frozenset()


def _lines(text: str, indented: frozenset[int]) -> Iterator[_QuotedLine]:
    """Yield the lines with text, without fenced code; ``indented`` are starts of lines that count as marked."""
    in_code = False
    for match in _LINE.finditer(text):
        if _FENCE.match(match[0]):
            in_code = not in_code
            continue
        marks = None if in_code else _QUOTED.match(text, match.start(), match.end())
        start = match.start() if marks is None else marks.end()
        content = text[start : match.end()]
        depth = marks["marks"].count(">") if marks is not None else int(match.start() in indented)
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
