"""Detect hard-wrapped text, as in email and from ``fmt``, and the lines that belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sayso.text.sentences import ends_abbreviated

_MIN_LINE_CHARS: Final = 24  # shorter lines are not wrapped
_MAX_WIDTH: Final = 120
_MIN_BROKEN_SHARE: Final = 0.12  # minimum share of line breaks, except blank lines, within a sentence
_MIN_OPEN_ENDS: Final = 3  # minimum number of lines without final punctuation as evidence of a wrap
_MAX_SLACK: Final = 0.25  # share of the width; fmt balances lines, so that some are not full
_EXTRA_SLACK: Final = 0.2  # share of the width, added to the slack before a sentence or name
_EXPLAINED_SHARE: Final = 0.8  # share of line breaks within a sentence that the width must explain
_MIN_WRAPPED_SHARE: Final = 0.6  # share of the width; a shorter line is not wrapped
_END_CHARS: Final = 20  # last characters of a line that are searched for punctuation
_SENTENCE_END: Final = re.compile(r"[.!?:…][\"”’'»“)\]]*+$")
_ITEM_START: Final = re.compile(
    r"[-*•·–—]\s|\d{1,3}[.)]\s|\d{1,2}[:.]\d\d\b|#{1,6}\s|>|(?:[A-Z][\w.'’-]*+ ){0,3}[A-Z][\w'’-]*+: |[QA]\. "
)
_QUOTATION_START: Final = re.compile(r"[“\"‘'«„]\w")
_INTRODUCTION: Final = re.compile(r":$|[,?!][”\"’'»“]\s[^“”\"«»„]{4,90}$")
"""Words before a quotation in the same paragraph: a colon, or a quotation and its speaker (``…,” said Ida Roe.``)."""
_WIDE_CHARS: Final = 120
_DATELINE: Final = re.compile(r"[A-Z]{3}[A-Z .'’-]{0,60}(?:,| \(| [—–-])")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line: visible length, indent, text, and whether a blank line follows."""

    length: int
    indent: int
    text: str
    blank_after: bool

    @property
    def first_word(self) -> int:
        """The length of the first word."""
        return len(next(iter(self.text.split(maxsplit=1)), ""))

    @property
    def ended(self) -> bool:
        """Whether the line ends with a sentence or with the introduction of a quotation."""
        return _SENTENCE_END.search(self.text[-_END_CHARS:]) is not None and not ends_abbreviated(self.text)


@dataclass(frozen=True, slots=True)
class Wrap:
    """The width of a wrapped text, the slack of its lines, and the separation of its paragraphs.

    ``blank_lines`` is true if blank lines separate paragraphs; ``ends`` counts paragraphs that end without one.
    """

    width: int
    slack: int
    blank_lines: bool
    ends: int

    @classmethod
    def of(cls, lines: Sequence[TextLine]) -> Wrap | None:
        """Return the wrap of a text, or None if each line is a paragraph."""
        pairs = [(a, b) for a, b in pairwise(lines) if not a.blank_after and a.length >= _MIN_LINE_CHARS]
        open_ends = [(a, b) for a, b in pairs if _is_open_end(a, b)]
        broken = [(a, b) for a, b in open_ends if b.text[:1].islower()]
        weak = len(broken) < (2 if len(pairs) > 2 else 1) or len(broken) < _MIN_BROKEN_SHARE * len(pairs)
        if weak and len(open_ends) < _MIN_OPEN_ENDS:
            return None
        evidence = open_ends if weak else broken
        width = max(max(line.length for line in pair if line.length <= _MAX_WIDTH) for pair in evidence)
        slacks = sorted(max(0, width - _joined_length(a, b) + 1) for a, b in evidence)
        slack = slacks[int(_EXPLAINED_SHARE * (len(slacks) - 1) + 0.5)]
        balanced = not weak and len(evidence) >= _MIN_OPEN_ENDS
        if slack > (_MAX_SLACK * width if balanced else 0):
            return None
        ends = sum(a.ended and width - _joined_length(a, b) > slack and not b.text[:1].islower() for a, b in pairs)
        return cls(width, slack, sum(line.blank_after for line in lines[:-1]) > ends, ends)

    def joins(self, before: TextLine, after: TextLine, paragraph: str, *, first: bool) -> bool:
        """Return whether a line continues the paragraph of the line before it.

        ``first`` is true if the line before is the first line of the text.
        """
        if before.blank_after or before.length > max(self.width, _MAX_WIDTH):
            return False
        lower = after.text[:1].islower()
        if after.indent > before.indent and not lower:
            return False
        if before.ended and _ITEM_START.match(after.text):
            return False
        remaining = self.width - _joined_length(before, after)
        if remaining > self.slack + (_EXTRA_SLACK * self.width if self.blank_lines and self.slack else 0):
            return lower and not before.ended and before.length >= _MIN_WRAPPED_SHARE * self.width
        if self.blank_lines or lower:
            return not before.ended or remaining < 0 or (self.slack > 0 and not lower)
        if not self.ends:
            return True
        if self.ends > 1 and first:
            return False  # a headline has no final punctuation either
        if (
            remaining < 0
            and _QUOTATION_START.match(after.text)
            and _INTRODUCTION.search(paragraph[-_WIDE_CHARS:].rstrip())
        ):
            return True  # a full line hides whether a paragraph ends here
        return (not before.ended and not _DATELINE.match(after.text)) or _has_open_quotation(paragraph)


def _joined_length(before: TextLine, after: TextLine) -> int:
    """Return the length of a line with the first word of the next line."""
    return before.length + 1 + after.first_word


def _is_open_end(before: TextLine, after: TextLine) -> bool:
    """Return whether a line ends without punctuation, so that its sentence can continue in the next line."""
    return before.length <= _MAX_WIDTH and not before.ended and after.indent <= before.indent


def _has_open_quotation(paragraph: str) -> bool:
    """Return whether a quotation in the paragraph is not closed."""
    straight = paragraph.count('"')
    return straight % 2 == 1 or paragraph.count("“") > paragraph.count("”")
