"""Lines of a PDF's pages to paragraphs: running headers and page numbers apart, line ends and hyphenation undone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from sayso.lexicons import terms
from sayso.limits import tick
from sayso.reading.documents.columns import PrintedLine
from sayso.reading.documents.paragraphs import Paragraph
from sayso.terms import BlockKind

_EDGE: Final = 3
"""Lines at the top and at the bottom of a page that may be furniture of it."""
_MARGIN: Final = 0.12
"""The share of a page's height at its top and its bottom in which such lines stand."""
_LEADING: Final = 1.35
"""How much more than the usual distance of lines parts two paragraphs."""
_INDENT: Final = (0.6, 6.0)
"""Heights of a line by which the first line of a paragraph is indented."""
_OVERLAP: Final = 0.8
"""Heights of a line below which the distance of two is that of one line and a raised note."""
_OTHER_SIZE: Final = 1.12
_TITLE: Final = 1.3
"""How much higher than the usual line a headline is."""
_LONGEST_TITLE: Final = 300
_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = re.compile(
    r"(?:page|p\.|seite)?\s{0,3}[-–—]?\s{0,3}\d{1,4}\s{0,3}[-–—]?(?:\s{0,3}(?:/|of|von)\s{0,3}\d{1,4})?", re.I
)
_ADDRESS: Final = re.compile(r"(?:https?|file)://\S+(?:\s+\d{1,4}/\d{1,4})?")
_HYPHEN: Final = re.compile(r"[\w’'][-\xad\u2010]$")
_SOFT: Final = ("\xad", "\u2010")
"""Hyphens of the printer at the end of a line, not of the writer."""
_END: Final = re.compile(r"[.!?:…][\"'”’)\]»]*$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_BULLET: Final = re.compile(r"[•▪◦‣–—*]\s|\(?\d{1,2}[.)]\s")


def joined(pages: Sequence[Sequence[PrintedLine]]) -> Iterator[Paragraph]:
    """The paragraphs of all pages. One that goes on over a column or a page is whole, furniture after it."""
    usual = _usual(pages)
    words = _known(pages)
    margins = _margins(pages)
    title = _title(pages, margins, usual)
    open_lines: list[PrintedLine] = []
    opened, waiting = 1, list[Paragraph]()
    for number, page in enumerate(pages, 1):
        tick()
        for i, line in enumerate(page):
            if (number, i) in margins:
                waiting.append(Paragraph(line.text, BlockKind.NAVIGATION, number))
                continue
            if open_lines and _begins(open_lines, line, usual):
                yield _paragraph(open_lines, opened, words, title)
                open_lines = []
            if not open_lines:
                yield from waiting
                waiting, opened = [], number
            open_lines.append(line)
    if open_lines:
        yield _paragraph(open_lines, opened, words, title)
    yield from waiting


def _usual(pages: Sequence[Sequence[PrintedLine]]) -> tuple[float, float]:
    """The usual height of a line, and the usual distance of two lines in heights."""
    heights = [line.height for page in pages for line in page for _ in range(1 + len(line.text) // 20)]
    steps = [
        (above.bottom - below.bottom) / above.height
        for page in pages
        for above, below in pairwise(page)
        if above.column == below.column and above.height > 0 and above.bottom > below.bottom
    ]
    lines = sorted(step for step in steps if step > _OVERLAP)
    # The distance of lines of one paragraph is the smallest, and there are many of it.
    return median(heights or [1.0]), lines[len(lines) // 5] if lines else 1.0


def _known(pages: Sequence[Sequence[PrintedLine]]) -> Counter[str]:
    """The words inside the lines, where none is parted."""
    out: Counter[str] = Counter()
    for page in pages:
        for line in page:
            found = _WORD.findall(line.text.lower().replace("\u2010", "-"))
            out.update(found[:-1] if _HYPHEN.search(line.text) else found)
    return out


def _margins(pages: Sequence[Sequence[PrintedLine]]) -> frozenset[tuple[int, int]]:
    """The lines that are furniture of their pages: in the margins, and the same on several, or a page's number."""
    edges = [
        (number, i, _DIGITS.sub("0", line.text.casefold()))
        for number, page in enumerate(pages, 1)
        for outer in [_outer(page)]
        for i, line in enumerate(page)
        if line in outer
    ]
    often = Counter(text for _, _, text in {(number, 0, text) for number, _, text in edges})
    least = max(2, len(pages) // 3)
    return frozenset(
        (number, i)
        for number, i, text in edges
        if often[text] >= least
        or _NUMBER.fullmatch(pages[number - 1][i].text)
        or _ADDRESS.fullmatch(pages[number - 1][i].text)
    )


def _outer(page: Sequence[PrintedLine]) -> set[PrintedLine]:
    """The lines at the top and at the bottom of a page."""
    ordered = sorted(page, key=lambda line: line.depth)
    top = [line for line in ordered[:_EDGE] if line.depth <= _MARGIN]
    return {*top, *(line for line in ordered[-_EDGE:] if line.depth >= 1 - _MARGIN)}


def _title(
    pages: Sequence[Sequence[PrintedLine]], margins: frozenset[tuple[int, int]], usual: tuple[float, float]
) -> float:
    """The height of the highest lines of the first page, where they are high enough for a headline; else 0."""
    heights = [
        line.height for i, line in enumerate(pages[0] if pages else ()) if (1, i) not in margins and len(line.text) > 3
    ]
    highest = max(heights, default=0.0)
    return highest if highest >= _TITLE * usual[0] else 0.0


def _begins(before: Sequence[PrintedLine], line: PrintedLine, usual: tuple[float, float]) -> bool:
    """Whether a line begins a paragraph after the lines before it."""
    last = before[-1]
    if max(last.height, line.height) > _OTHER_SIZE * min(last.height, line.height):
        return True
    if _BULLET.match(line.text):
        return True
    if last.column != line.column or line.bottom >= last.bottom:  # the next column, or the next page
        return not _goes_on(last, line)
    step = last.bottom - line.bottom
    if step > _LEADING * usual[1] * last.height:
        return True
    indent = line.left - line.column[0]
    if (
        _INDENT[0] * line.height < indent < _INDENT[1] * line.height
        and last.left - last.column[0] < _INDENT[0] * line.height
    ):
        return not _goes_on(last, line) or _END.search(last.text) is not None
    first = len(line.text.split(" ", 1)[0]) * line.height * 0.45
    room = last.column[1] - last.right > first + 0.15 * (last.column[1] - last.column[0])
    return room and _END.search(last.text) is not None and line.text[:1].isupper()


def _goes_on(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line goes on with a sentence that another one left open."""
    if _END.search(last.text):
        return False
    full = last.right >= last.column[1] - 0.2 * (last.column[1] - last.column[0])
    return line.text[:1].islower() or (full and _HYPHEN.search(last.text) is not None) or full


def _paragraph(lines: Sequence[PrintedLine], page: int, words: Counter[str], title: float) -> Paragraph:
    """The paragraph of some lines, on one line."""
    parts: list[str] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if after is None or not _HYPHEN.search(line.text):
            parts += [line.text, " "]
        elif _undone(line.text, after.text, words):
            parts.append(line.text[:-1])
        else:
            parts.append(line.text[:-1] + "-")
    text = "".join(parts).replace("\xad", "").strip()
    is_title = title and lines[0].height >= title / _OTHER_SIZE and len(text) <= _LONGEST_TITLE
    return Paragraph(text, BlockKind.HEADLINE if is_title else None, page)


def _undone(line: str, after: str, words: Counter[str]) -> bool:
    """Whether the hyphen at the end of a line only parts a word: the document and the words of English tell."""
    if line.endswith(_SOFT):
        return True
    head, tail = re.search(r"(?<![\w’'\-])[\w’'\-]*+$", line[:-1]), re.match(r"[\w’']+", after)
    if head is None or tail is None or not tail[0][0].islower() or head[0][-1:].isdigit():
        return False
    begin, end = head[0].lower(), tail[0].lower()
    whole, compound = words[begin + end], words[f"{begin}-{end}"]
    if whole or compound:
        return whole >= compound
    known = terms("nouns") | terms("prose_words")
    if begin + end in known:
        return True
    return not (begin in known and end in known)
