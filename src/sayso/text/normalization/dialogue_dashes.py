"""Converts dialogue with dashes to quotation marks: ``— We have nothing left, said the widow Orla Finch.``"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sayso.text.normalization.aligned_text import Edit
from sayso.text.normalization.saying import says_who

_TURN: Final = re.compile(r"^[ \t]*+(?P<dash>[—–―][ \t]?)(?=[^\W\d_a-z]|[¿¡])[^\n]*+", re.MULTILINE)
_BREAK: Final = re.compile(r"[,!?…][ \t](?:[—–―][ \t]?)?|[ \t]?[—–―][ \t]?")
_CLAUSE: Final = re.compile(r"[^.,;:!?\n—–―]{0,120}")
_RESUMED: Final = re.compile(r"[ \t]?[—–―](?P<stop>[.,]?)[ \t]?(?=\w)")
_MAX_BREAKS: Final = 20  # commas, dashes and other breaks per line that are inspected


def edits(text: str) -> Iterator[Edit]:
    """Yield quotation marks around the words of each line that names its speaker; other lines with a dash are kept."""
    for turn in _TURN.finditer(text):
        yield from _turn_edits(text, *turn.span("dash"), turn.end())


def _turn_edits(text: str, dash: int, start: int, end: int) -> Iterator[Edit]:
    """Yield the edits of one line, whose words begin at ``start``."""
    for number, match in enumerate(_BREAK.finditer(text, start, end)):
        if number == _MAX_BREAKS:
            return
        if not says_who(text, match.end(), end):
            continue
        yield Edit(dash, start, "“")
        mark = match.start() + (text[match.start()] in ",!?…")
        yield Edit(mark, mark, "”")
        yield Edit(mark, match.end(), " ")
        clause = _CLAUSE.match(text, match.end(), end)
        resumed = _RESUMED.match(text, clause.end() if clause is not None else end, end)
        if resumed is not None:
            yield Edit(resumed.start(), resumed.end(), f"{resumed['stop'] or ','} “")
            last = resumed.end() + len(text[resumed.end() : end].rstrip())
            yield Edit(last, last, "”")
        return
