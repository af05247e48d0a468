"""Replaces line ends inside a paragraph with a space, or with nothing inside a word."""

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
    """Yield the edits that make each paragraph one line; its leading and trailing space is kept."""
    for span in paragraphs:
        end = span.start + len(span.of(text).rstrip())
        start = span.end - len(span.of(text).lstrip())
        for match in _LINE_END.finditer(text, start, end):
            yield Edit(match.start(), match.end(), "" if _within_word(text, *match.span()) else " ")


def _within_word(text: str, start: int, end: int) -> bool:
    """Whether a line ends inside a word: after a hyphen of the word or a soft hyphen."""
    before = text[start - 1]
    if before == _SOFT_HYPHEN:
        return True
    return before in _HYPHENS and text[start - 2 : start - 1].isalnum() and text[end : end + 1].isalnum()
