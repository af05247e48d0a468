"""Inserts a missing quotation mark next to a clause that names the speaker."""

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
_BEFORE_OPENING: Final = " \t([{—–-"
_MAX_BREAKS: Final = 40  # commas per quotation that are inspected


def edits(text: str) -> Iterator[Edit]:
    """Yield the insertions that close an open quotation before its speaker, or open a closed one."""
    if _MARK.search(text) is None:
        return
    for line in _LINE.finditer(text):
        yield from _line_edits(text, line.start(), line.end())


def _line_edits(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield the edits of one paragraph."""
    opened: int | None = None
    first = True
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        opens = match.group() == "“" or (match.group() == '"' and (at == start or text[at - 1] in _BEFORE_OPENING))
        if opened is not None and opens:
            yield from _closed(text, opened, at)
        elif opened is None and not opens and first:
            yield from _opened(text, start, at, end)
        opened = match.end() if opens else None
        first = False
    if opened is not None:
        yield from _closed(text, opened, end)


def _closed(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield the missing closing mark, after the comma before the speaker: ``“It is shut, said Bell``."""
    for number, match in enumerate(_BREAK.finditer(text, start, end)):
        if number == _MAX_BREAKS:
            return
        if says_who(text, match.end(), end):
            yield Edit(match.start() + 1, match.start() + 1, "”")
            return


def _opened(text: str, start: int, mark: int, end: int) -> Iterator[Edit]:
    """Yield the missing opening mark, at the start of the paragraph: ``It is shut,” said Bell``."""
    before = text[start:mark].rstrip()
    if before[-1:] in tuple(_STOPS) and says_who(text, mark + 1, end):
        begin = start + len(text[start:mark]) - len(text[start:mark].lstrip())
        if begin < mark:
            yield Edit(begin, begin, "“")
