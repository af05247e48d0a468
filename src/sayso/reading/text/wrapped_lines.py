"""Paragraphs of a text that was set to a width, as mail and ``fmt`` do: which lines a hard wrap has parted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sayso.text.sentences import ends_abbreviated

_SHORTEST: Final = 24  # characters of a line below which nothing was wrapped
_WIDEST: Final = 120
_WRAPPED: Final = 0.12  # of the line ends without a blank line, those that plainly part a sentence
_OPEN_ENDS: Final = 3  # without a stop that show a wrap where lines are not full or few begin with a small letter
_SLACK: Final = 0.25  # of the width: fmt balances its lines, so that not every one is full
_FMT: Final = 0.2  # of the width: how much further such a line may stop before a sentence or a name
_SURE: Final = 0.8  # of the line ends that part a sentence, those that a wrap at the width explains
_LONG: Final = 0.6  # of the width: a sentence that goes on after a shorter line was not parted by a wrap
_TAIL: Final = 20  # characters at the end of a line, among them its stop
_ENDED: Final = re.compile(r"[.!?:…][\"”’'»“)\]]*+$")
_ITEM: Final = re.compile(
    r"[-*•·–—]\s|\d{1,3}[.)]\s|\d{1,2}[:.]\d\d\b|#{1,6}\s|>|(?:[A-Z][\w.'’-]*+ ){0,3}[A-Z][\w'’-]*+: |[QA]\. "
)
_DATELINE: Final = re.compile(r"[A-Z]{3}[A-Z .'’-]{0,60}(?:,| \(| [—–-])")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line: its visible length, its indent, its words, and whether a blank line follows."""

    length: int
    indent: int
    text: str
    apart: bool

    @property
    def first_word(self) -> int:
        """The length of its first word."""
        return len(self.text.split(maxsplit=1)[0])

    @property
    def ended(self) -> bool:
        """Whether a sentence, or what leads up to a quotation, ends with the line."""
        return _ENDED.search(self.text[-_TAIL:]) is not None and not ends_abbreviated(self.text)


@dataclass(frozen=True, slots=True)
class Wrap:
    """The width that a text was wrapped at, how far short of it lines stop, and how paragraphs are parted.

    ``blank_lines`` says that it is by blank lines, ``ends`` how many plainly end without one.
    """

    width: int
    slack: int
    blank_lines: bool
    ends: int

    @classmethod
    def of(cls, lines: Sequence[TextLine]) -> Wrap | None:
        """The wrap of a text; None where each line is a paragraph."""
        near = [(a, b) for a, b in pairwise(lines) if not a.apart and a.length >= _SHORTEST]
        open_ends = [(a, b) for a, b in near if _is_open_end(a, b)]
        parted = [(a, b) for a, b in open_ends if b.text[:1].islower()]
        few = len(parted) < (2 if len(near) > 2 else 1) or len(parted) < _WRAPPED * len(near)
        if few and len(open_ends) < _OPEN_ENDS:
            return None
        evidence = open_ends if few else parted
        width = max(max(line.length for line in pair if line.length <= _WIDEST) for pair in evidence)
        short = sorted(max(0, width - _needed(a, b) + 1) for a, b in evidence)
        slack = short[int(_SURE * (len(short) - 1) + 0.5)]
        balanced = not few and len(evidence) >= _OPEN_ENDS
        if slack > (_SLACK * width if balanced else 0):
            return None
        ends = sum(a.ended and width - _needed(a, b) > slack and not b.text[:1].islower() for a, b in near)
        return cls(width, slack, sum(line.apart for line in lines[:-1]) > ends, ends)

    def joins(self, before: TextLine, after: TextLine, paragraph: str, *, first: bool) -> bool:
        """Whether a line goes on with the one before it, the last of a paragraph so far.

        ``first`` says that the one before is the first line of the text.
        """
        if before.apart or before.length > max(self.width, _WIDEST):
            return False
        lower = after.text[:1].islower()
        if after.indent > before.indent and not lower:
            return False
        if before.ended and _ITEM.match(after.text):
            return False
        room = self.width - _needed(before, after)
        if room > self.slack + (_FMT * self.width if self.blank_lines and self.slack else 0):
            return lower and not before.ended and before.length >= _LONG * self.width
        if self.blank_lines or lower:
            return not before.ended or room < 0 or (self.slack > 0 and not lower)
        if not self.ends:
            return True
        if self.ends > 1 and first:
            return False  # a headline has no stop either
        return (not before.ended and not _DATELINE.match(after.text)) or _is_open(paragraph)


def _needed(before: TextLine, after: TextLine) -> int:
    """The length of a line with the first word of the next one."""
    return before.length + 1 + after.first_word


def _is_open_end(before: TextLine, after: TextLine) -> bool:
    """Whether a line ends without a stop, so that its sentence may go on in the next."""
    return before.length <= _WIDEST and not before.ended and after.indent <= before.indent


def _is_open(paragraph: str) -> bool:
    """Whether a quotation that begins in a paragraph does not end in it."""
    straight = paragraph.count('"')
    return straight % 2 == 1 or paragraph.count("“") > paragraph.count("”")
