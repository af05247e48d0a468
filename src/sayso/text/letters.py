"""Letters: pages that begin or end with a letter formula, such as "Dear Editor" or "Yours sincerely"."""

from __future__ import annotations

import re
from typing import Final

from sayso.text.vocabulary import small

_WORD: Final = re.compile(r"[^\W\d_]+")
_FIRST_LINES: Final = 3
_LAST_LINES: Final = 6
_SEARCHED_CHARS: Final = 2000
_MAX_WORDS: Final = 3


def is_letter(text: str) -> bool:
    """Whether one of the first or last lines of a page consists of the opening or closing formula of a letter."""
    first = [line for line in text[:_SEARCHED_CHARS].split("\n") if line.strip()][:_FIRST_LINES]
    last = [line for line in text[-_SEARCHED_CHARS:].split("\n") if line.strip()][-_LAST_LINES:]
    return any(map(_is_formula, (*first, *last)))


def _is_formula(line: str) -> bool:
    words = _WORD.findall(line[:200].lower())
    return 0 < len(words) <= _MAX_WORDS and not small("letter_formula").isdisjoint(words)
