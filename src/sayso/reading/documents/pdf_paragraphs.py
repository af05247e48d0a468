"""Join the lines of PDF pages into paragraphs, without running headers, page numbers and hyphenation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from sayso.lexicons import terms
from sayso.limits import check_time
from sayso.reading.documents.columns import PrintedLine
from sayso.reading.documents.paragraphs import Paragraph
from sayso.terms import BlockKind

_EDGE_LINES: Final = 3
"""Number of lines at the top and bottom of a page that can be page furniture."""
_MARGIN_SHARE: Final = 0.2
"""Share of the page height at the top and bottom where these lines are; a small page has wide margins."""
_NOTE_RATIO: Final = 0.95
"""Maximum height of a footnote, relative to the usual line height."""
_NOTE: Final = re.compile(r"(?:\d{1,3}|[*†‡])[.)]?\s*(?=[“\"‘']?[A-Z])")
_PARAGRAPH_DISTANCE: Final = 1.35
"""Minimum distance between paragraphs, relative to the usual line distance."""
_INDENT: Final = (0.6, 6.0)
"""Range of first-line indents, in line heights."""
_MIN_LINE_DISTANCE: Final = 0.8
"""Minimum distance of two lines, in line heights; raised notes are closer."""
_SIZE_RATIO: Final = 1.12
_TITLE_RATIO: Final = 1.3
"""Minimum height of a headline, relative to the usual line height."""
_DIGITS: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(
    r"(?:page|p\.|seite)?\s{0,3}[-–—]?\s{0,3}\d{1,4}\s{0,3}[-–—]?(?:\s{0,3}(?:/|of|von)\s{0,3}\d{1,4})?", re.I
)
_URL_LINE: Final = re.compile(r"(?:https?|file)://\S+(?:\s+\d{1,4}/\d{1,4})?")
_FINAL_HYPHEN: Final = re.compile(r"[\w’'][-\xad\u2010]$")
_SOFT_HYPHENS: Final = ("\xad", "\u2010")
"""Hyphens at the end of a line that are not part of the word."""
_SENTENCE_END: Final = re.compile(r"[.!?:…][\"'”’)\]»]*$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_BULLET: Final = re.compile(r"[•▪◦‣–—*]\s|\(?\d{1,2}[.)]\s")


def joined(pages: Sequence[Sequence[PrintedLine]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of all pages; one across columns or pages is joined, page furniture and notes follow it."""
    usual = _usual_sizes(pages)
    words = _known_words(pages)
    margins = _margins(pages)
    notes = _footnotes(pages, margins, usual[0])
    title = _title_height(pages, margins, usual)
    open_lines: list[PrintedLine] = []
    start_page, furniture = 1, list[Paragraph]()
    for number, page in enumerate(pages, 1):
        check_time()
        for i, line in enumerate(page):
            if (number, i) in margins:
                furniture.append(Paragraph(line.text, BlockKind.NAVIGATION, number))
                continue
            if (number, i) in notes:
                if notes[number, i]:
                    furniture.append(_paragraph(notes[number, i], number, words, 0.0))
                continue
            if open_lines and _starts_paragraph(open_lines, line, usual):
                yield _paragraph(open_lines, start_page, words, title)
                open_lines = []
            if not open_lines:
                yield from furniture
                furniture, start_page = [], number
            open_lines.append(line)
    if open_lines:
        yield _paragraph(open_lines, start_page, words, title)
    yield from furniture


def _usual_sizes(pages: Sequence[Sequence[PrintedLine]]) -> tuple[float, float]:
    """Return the usual line height, and the usual line distance in line heights."""
    heights = [line.height for page in pages for line in page for _ in range(1 + len(line.text) // 20)]
    steps = [
        (above.bottom - below.bottom) / above.height
        for page in pages
        for above, below in pairwise(page)
        if above.column == below.column and above.height > 0 and above.bottom > below.bottom
    ]
    lines = sorted(step for step in steps if step > _MIN_LINE_DISTANCE)
    # The distance within paragraphs is the smallest one and frequent.
    return median(heights or [1.0]), lines[len(lines) // 5] if lines else 1.0


def _known_words(pages: Sequence[Sequence[PrintedLine]]) -> Counter[str]:
    """Count the words that are not hyphenated at a line end."""
    counts: Counter[str] = Counter()
    for page in pages:
        for line in page:
            words = _WORD.findall(line.text.lower().replace("\u2010", "-"))
            counts.update(words[:-1] if _FINAL_HYPHEN.search(line.text) else words)
    return counts


def _margins(pages: Sequence[Sequence[PrintedLine]]) -> frozenset[tuple[int, int]]:
    """Return the lines that are page furniture: in the margins, and repeated on several pages or a page number."""
    edges = [
        (number, i, _DIGITS.sub("0", line.text.casefold()))
        for number, page in enumerate(pages, 1)
        for edge in [_edge_lines(page)]
        for i, line in enumerate(page)
        if line in edge
    ]
    counts = Counter(text for _, _, text in {(number, 0, text) for number, _, text in edges})
    min_count = max(2, len(pages) // 3)
    return frozenset(
        (number, i)
        for number, i, text in edges
        if counts[text] >= min_count
        or _PAGE_NUMBER.fullmatch(pages[number - 1][i].text)
        or _URL_LINE.fullmatch(pages[number - 1][i].text)
    )


def _edge_lines(page: Sequence[PrintedLine]) -> set[PrintedLine]:
    """Return the lines at the top and bottom of a page."""
    ordered = sorted(page, key=lambda line: line.depth)
    top = [line for line in ordered[:_EDGE_LINES] if line.depth <= _MARGIN_SHARE]
    return {*top, *(line for line in ordered[-_EDGE_LINES:] if line.depth >= 1 - _MARGIN_SHARE)}


def _footnotes(
    pages: Sequence[Sequence[PrintedLine]], margins: frozenset[tuple[int, int]], usual: float
) -> dict[tuple[int, int], list[PrintedLine]]:
    """Return the lines of footnotes: small lines at the bottom of a page, the first of them with a number.

    The first line of a note has all lines of the note as value, the other lines have none.
    """
    notes: dict[tuple[int, int], list[PrintedLine]] = {}
    for number, page in enumerate(pages, 1):
        lines = [(i, line) for i, line in enumerate(page) if (number, i) not in margins]
        small: list[tuple[int, PrintedLine]] = []
        for i, line in sorted(lines, key=lambda item: item[1].depth, reverse=True):
            if line.height > _NOTE_RATIO * usual or line.depth < 0.5:
                break
            small.append((i, line))
        first = None
        for i, line in sorted(small):
            if _NOTE.match(line.text):
                first = (number, i)
                notes[first] = [line]
            elif first is not None:
                notes[first].append(line)
                notes[number, i] = []
    return notes


def _title_height(
    pages: Sequence[Sequence[PrintedLine]], margins: frozenset[tuple[int, int]], usual: tuple[float, float]
) -> float:
    """Return the height of the largest lines of the first page, or 0 if they are too small for a headline."""
    heights = [
        line.height for i, line in enumerate(pages[0] if pages else ()) if (1, i) not in margins and len(line.text) > 3
    ]
    highest = max(heights, default=0.0)
    return highest if highest >= _TITLE_RATIO * usual[0] else 0.0


def _starts_paragraph(before: Sequence[PrintedLine], line: PrintedLine, usual: tuple[float, float]) -> bool:
    """Return whether a line starts a new paragraph after the lines before it."""
    last = before[-1]
    if max(last.height, line.height) > _SIZE_RATIO * min(last.height, line.height):
        return True
    if _BULLET.match(line.text):
        return True
    if last.column != line.column or line.bottom >= last.bottom:  # the next column or page
        return not _continues(last, line)
    step = last.bottom - line.bottom
    if step > _PARAGRAPH_DISTANCE * usual[1] * last.height:
        return True
    indent = line.left - line.column[0]
    if (
        _INDENT[0] * line.height < indent < _INDENT[1] * line.height
        and last.left - last.column[0] < _INDENT[0] * line.height
    ):
        return not _continues(last, line) or _SENTENCE_END.search(last.text) is not None
    first = len(line.text.split(" ", 1)[0]) * line.height * 0.45
    room = last.column[1] - last.right > first + 0.15 * (last.column[1] - last.column[0])
    return room and _SENTENCE_END.search(last.text) is not None and line.text[:1].isupper()


def _continues(last: PrintedLine, line: PrintedLine) -> bool:
    """Return whether a line continues the sentence of another line."""
    if _SENTENCE_END.search(last.text):
        return False
    is_full = last.right >= last.column[1] - 0.2 * (last.column[1] - last.column[0])
    return line.text[:1].islower() or (is_full and _FINAL_HYPHEN.search(last.text) is not None) or is_full


def _paragraph(lines: Sequence[PrintedLine], page: int, words: Counter[str], title: float) -> Paragraph:
    """Return the lines as one paragraph."""
    parts: list[str] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if after is None or not _FINAL_HYPHEN.search(line.text):
            parts += [line.text, " "]
        elif _is_soft_hyphen(line.text, after.text, words):
            parts.append(line.text[:-1])
        else:
            parts.append(line.text[:-1] + "-")
    text = "".join(parts).replace("\xad", "").strip()
    is_title = title and lines[0].height >= title / _SIZE_RATIO
    return Paragraph(text, BlockKind.HEADLINE if is_title else None, page)


def _is_soft_hyphen(line: str, after: str, words: Counter[str]) -> bool:
    """Return whether a hyphen at a line end only splits a word, from the words of the document and of English."""
    if line.endswith(_SOFT_HYPHENS):
        return True
    head, tail = re.search(r"(?<![\w’'\-])[\w’'\-]*+$", line[:-1]), re.match(r"[\w’']+", after)
    if head is None or tail is None or not tail[0][0].islower() or head[0][-1:].isdigit():
        return False
    head_word, tail_word = head[0].lower(), tail[0].lower()
    whole, compound = words[head_word + tail_word], words[f"{head_word}-{tail_word}"]
    if whole or compound:
        return whole >= compound
    if _is_known(head_word + tail_word):
        return True
    return not (_is_known(head_word) and _is_known(tail_word))


def _is_known(word: str) -> bool:
    """Return whether a word is in the lists of English words."""
    return word in terms("nouns") or word in terms("prose_words")
