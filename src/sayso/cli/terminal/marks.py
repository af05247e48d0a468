"""A block of text with its sources, cues and contents marked, for the eye to follow with and without colour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from rich.text import Text

from sayso.cli.terminal.safe import safe
from sayso.terms import Attribution, Block, Span

# Okabe and Ito's palette: told apart with every kind of colour vision, and legible on black and on white.
SOURCE: Final = "bold #0072B2"
CUE: Final = "#D55E00"
CONTENT: Final = "#009E73"
STYLES: Final = {"source": SOURCE, "cue": CUE, "content": CONTENT}
BRACKETS: Final = {"source": ("⟦", "⟧"), "cue": ("‹", "›"), "content": ("«", "»")}
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
Mark = tuple[Span, str, tuple[str, ...]]


def marks(attributions: Iterable[Attribution]) -> list[Mark]:
    """Every span of source, cue and content with the ids it belongs to, in order of the text, the outer one first."""
    found: defaultdict[tuple[Span, str], list[str]] = defaultdict(list)
    for attribution in attributions:
        for role in STYLES:
            for span in getattr(attribution, role):
                found[span, role].append(attribution.id)
    listed = [(span, role, tuple(ids)) for (span, role), ids in found.items()]
    return sorted(listed, key=lambda mark: (mark[0].start, -mark[0].end, mark[1]))


def raised(ids: Iterable[str]) -> str:
    """The numbers of ids as small raised figures: a1 and a12 are ¹·¹²."""
    return "·".join(name.removeprefix("a").translate(_RAISED) for name in ids)


def marked(text: str, span: Span, found: Iterable[Mark]) -> Text:
    """The words of a span with the marks that begin in it: ⟦source⟧¹ ‹cue›¹ «content»¹. One line, nothing raw."""
    words = span.of(text)
    end = span.start + len(words.rstrip())
    start = span.start + len(words) - len(words.lstrip("\ufeff \t\r\n"))
    events: list[tuple[int, int, int, str, Mark]] = []
    for number, mark in enumerate(found):
        (at, to), role = (mark[0].start, min(mark[0].end, end)), mark[1]
        if at >= end:
            continue
        left, right = BRACKETS[role]
        # At one place what ends comes first, and the inner ends before the outer.
        events.append((at, 1, number, left, mark))
        events.append((to, 0, -number, f"{right}{raised(mark[2])}", mark))
    out = Text()
    open_: list[Mark] = []
    at = start
    for place, begins, _, shown, mark in sorted(events, key=lambda event: event[:3]):
        if place > at:
            _append(out, text[at:place], open_)
            at = place
        if begins:
            open_.append(mark)
        else:
            open_.remove(mark)
        out.append(shown, STYLES[mark[1]])
    _append(out, text[at:end], open_)
    return out


def in_block(block: Block, found: list[Mark]) -> list[Mark]:
    """The marks that begin in a block."""
    return [mark for mark in found if block.span.start <= mark[0].start < block.span.end]


def _append(out: Text, words: str, open_: list[Mark]) -> None:
    """Add words in the style of the innermost mark that is open."""
    inner = min(open_, key=lambda mark: mark[0].end - mark[0].start, default=None)
    plain = words.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ")
    out.append(safe(plain), STYLES[inner[1]] if inner else None)
