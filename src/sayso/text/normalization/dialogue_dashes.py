"""Dialogue set off by dashes, as in French and Spanish: ``— We have nothing left, said the widow Orla Finch.``"""

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
_MOST: Final = 20  # breaks that are looked at


def edits(text: str) -> Iterator[Edit]:
    """What sets “ and ” around the words of each turn that says who speaks; any other line with a dash stays."""
    for turn in _TURN.finditer(text):
        yield from _turn_edits(text, *turn.span("dash"), turn.end())


def _turn_edits(text: str, dash: int, start: int, end: int) -> Iterator[Edit]:
    """The edits of one turn, whose words begin at ``start``."""
    for number, match in enumerate(_BREAK.finditer(text, start, end)):
        if number == _MOST:
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
