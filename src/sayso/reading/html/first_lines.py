"""Classify the lines between headline and text: dates and bylines that the networks take for body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sayso.reading.html.tree import Line
from sayso.reading.metadata.bylines import names_authors
from sayso.reading.metadata.dates import only_date
from sayso.terms import BlockKind

_MAX_LINES: Final = 4  # first body lines that are examined
_MAX_CHARS: Final = 200
_SENTENCE_ENDS: Final = (".", "!", "?", "”", '"', ":")


def with_first_lines(lines: Sequence[Line], kinds: Sequence[BlockKind]) -> list[BlockKind]:
    """Return the kinds of the lines, with dates as dateline and author lines as byline above the first paragraph."""
    result = list(kinds)
    body = (number for number, kind in enumerate(kinds) if kind is BlockKind.BODY)
    for number, _ in zip(body, range(_MAX_LINES), strict=False):
        text = lines[number].text.strip()
        if len(text) <= _MAX_CHARS and only_date(text):
            result[number] = BlockKind.DATELINE
        elif len(text) <= _MAX_CHARS and not text.endswith(_SENTENCE_ENDS) and names_authors(text):
            result[number] = BlockKind.BYLINE
        else:
            break
    return result
