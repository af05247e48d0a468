"""Detect lines that only quote an appeal or a request: ``“Help us help our coach,” team members say``."""

from __future__ import annotations

import re
from typing import Final

from sayso.text.morphology import base_form
from sayso.text.vocabulary import saying, small

_QUOTATION: Final = re.compile(r"[“\"‘'][^“”\"\n]{3,400}?[,.!?…]?[”\"’'](?!\w)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MAX_CHARS: Final = 600


def quotes_an_ask(line: str) -> bool:
    """Return whether the line has a quotation and, outside the quotation, a verb of saying and another word."""
    if len(line) > _MAX_CHARS or not any(mark in line for mark in "“\"‘'"):
        return False
    rest = _QUOTATION.sub(" | ", line)
    if rest == line:
        return False
    words = _WORD.findall(rest.lower())
    verbs = small("says") | small("told")
    return len(words) > 1 and any(
        saying(word) or word in verbs or base_form(word) in _VERBS_OF_SAYING for word in words
    )


_VERBS_OF_SAYING: Final = frozenset(("say", "tell", "ask", "urge", "warn", "write", "add", "plead", "beg"))
