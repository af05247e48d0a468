"""Marks sources, cues and contents in a block of text, with brackets and, where possible, colors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from rich.text import Text

from sayso.cli.terminal.safe import safe
from sayso.terms import Attribution, Block, Span

# The Okabe-Ito palette: safe for color blindness, and readable on black and on white.
SOURCE: Final = "bold #0072B2"
CUE: Final = "#D55E00"
CONTENT: Final = "#009E73"
STYLES: Final = {"source": SOURCE, "cue": CUE, "content": CONTENT}
BRACKETS: Final = {"source": ("⟦", "⟧"), "cue": ("‹", "›"), "content": ("«", "»")}
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
Mark = tuple[Span, str, tuple[str, ...]]


def marks(attributions: Iterable[Attribution]) -> list[Mark]:
    """The spans of sources, cues and contents with the ids of their attributions, in text order, outer before inner."""
    ids_of: defaultdict[tuple[Span, str], list[str]] = defaultdict(list)
    for attribution in attributions:
        for role in STYLES:
            for span in getattr(attribution, role):
                ids_of[span, role].append(attribution.id)
    unsorted = [(span, role, tuple(ids)) for (span, role), ids in ids_of.items()]
    return sorted(unsorted, key=lambda mark: (mark[0].start, -mark[0].end, mark[1]))


def raised(ids: Iterable[str]) -> str:
    """The numbers of ids as superscripts: a1 and a12 are ¹·¹²."""
    return "·".join(name.removeprefix("a").translate(_SUPERSCRIPTS) for name in ids)


def marked(text: str, span: Span, marks_in_span: Iterable[Mark]) -> Text:
    """The words of a span with the marks that start in it, ⟦source⟧¹ ‹cue›¹ «content»¹, on one line and escaped."""
    words = span.of(text)
    end = span.start + len(words.rstrip())
    start = span.start + len(words) - len(words.lstrip("\ufeff \t\r\n"))
    events: list[tuple[int, int, int, str, Mark]] = []
    for number, mark in enumerate(marks_in_span):
        (at, to), role = (mark[0].start, min(mark[0].end, end)), mark[1]
        if at >= end:
            continue
        left, right = BRACKETS[role]
        # At the same offset, ends come before starts, and inner ends before outer ends.
        events.append((at, 1, number, left, mark))
        events.append((to, 0, -number, f"{right}{raised(mark[2])}", mark))
    line = Text()
    open_: list[Mark] = []
    done = start
    for offset, is_start, _, bracket, mark in sorted(events, key=lambda event: event[:3]):
        if offset > done:
            _append(line, text[done:offset], open_)
            done = offset
        if is_start:
            open_.append(mark)
        else:
            open_.remove(mark)
        line.append(bracket, STYLES[mark[1]])
    _append(line, text[done:end], open_)
    return line


def in_block(block: Block, all_marks: list[Mark]) -> list[Mark]:
    """The marks that start in a block."""
    return [mark for mark in all_marks if block.span.start <= mark[0].start < block.span.end]


def _append(line: Text, words: str, open_: list[Mark]) -> None:
    """Add words in the style of the innermost open mark."""
    inner = min(open_, key=lambda mark: mark[0].end - mark[0].start, default=None)
    plain = words.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ")
    line.append(safe(plain), STYLES[inner[1]] if inner else None)
