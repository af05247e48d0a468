"""Line ends within a paragraph, which only fold it: each as the space that it stands for, or as nothing in a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sayso.terms import Span
from sayso.text.normalization.aligned_text import Edit

_LINE_END: Final = re.compile(r"(?<![ \t])[ \t]*+(?:\r\n|[\n\r\v\f\x85\u2028\u2029])\s*+")
_SOFT_HYPHEN: Final = "\u00ad"
_HYPHENS: Final = "-‐\u2011"


def edits(text: str, paragraphs: Iterable[Span]) -> Iterator[Edit]:
    """What makes each paragraph one line. The space at its ends is no part of it and stays."""
    for span in paragraphs:
        end = span.start + len(span.of(text).rstrip())
        start = span.end - len(span.of(text).lstrip())
        for match in _LINE_END.finditer(text, start, end):
            yield Edit(match.start(), match.end(), "" if _within_word(text, *match.span()) else " ")


def _within_word(text: str, start: int, end: int) -> bool:
    """Whether a line ends within a word: after a hyphen that belongs to it, or after one that only divides it."""
    before = text[start - 1]
    if before == _SOFT_HYPHEN:
        return True
    return before in _HYPHENS and text[start - 2 : start - 1].isalnum() and text[end : end + 1].isalnum()
