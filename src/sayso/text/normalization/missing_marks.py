"""A quotation mark that is missing on one side: put in where the words beside it say who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sayso.text.normalization.aligned_text import Edit
from sayso.text.normalization.saying import says_who

_LINE: Final = re.compile(r"[^\n]+")
_MARK: Final = re.compile(r"[“”\"]")
_BREAK: Final = re.compile(r"[,!?][ \t]")
_STOPS: Final = ",!?.…—–"
_FREE_LEFT: Final = " \t([{—–-"
_MOST: Final = 40  # commas that are looked at


def edits(text: str) -> Iterator[Edit]:
    """What closes a quotation before who says it, and opens one that is closed there: each mark an insertion."""
    if _MARK.search(text) is None:
        return
    for line in _LINE.finditer(text):
        yield from _line_edits(text, line.start(), line.end())


def _line_edits(text: str, start: int, end: int) -> Iterator[Edit]:
    """The edits of one paragraph."""
    opened: int | None = None
    first = True
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        opens = match.group() == "“" or (match.group() == '"' and (at == start or text[at - 1] in _FREE_LEFT))
        if opened is not None and opens:
            yield from _closed(text, opened, at)
        elif opened is None and not opens and first:
            yield from _opened(text, start, at, end)
        opened = match.end() if opens else None
        first = False
    if opened is not None:
        yield from _closed(text, opened, end)


def _closed(text: str, start: int, end: int) -> Iterator[Edit]:
    """The mark that ends a quotation never closed: after the comma before who says it, ``“It is shut, said Bell``."""
    for number, match in enumerate(_BREAK.finditer(text, start, end)):
        if number == _MOST:
            return
        if says_who(text, match.end(), end):
            yield Edit(match.start() + 1, match.start() + 1, "”")
            return


def _opened(text: str, start: int, mark: int, end: int) -> Iterator[Edit]:
    """The mark that begins a quotation never opened, at the start of its paragraph: ``It is shut,” said Bell``."""
    before = text[start:mark].rstrip()
    if before[-1:] in tuple(_STOPS) and says_who(text, mark + 1, end):
        begin = start + len(text[start:mark]) - len(text[start:mark].lstrip())
        if begin < mark:
            yield Edit(begin, begin, "“")
