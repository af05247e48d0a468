"""Text as it is searched: without the characters that nobody sees, ligatures as their letters, offsets kept."""

from __future__ import annotations

import re
from typing import Final

from sayso.text.normalization.aligned_text import AlignedText, Edit

SEEN: Final = {
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
}
"""Each such character and what it is searched as. The view ``statement_text`` of an archive holds the same."""
_ANY: Final = re.compile("[" + "".join(SEEN) + "]")


def searchable(text: str) -> str:
    """The text as an index holds it."""
    return text if text.isascii() else _ANY.sub(lambda found: SEEN[found[0]], text)


def aligned(text: str) -> AlignedText:
    """The same with the place of each character."""
    return AlignedText.of(text).edited([Edit(*found.span(), SEEN[found[0]]) for found in _ANY.finditer(text)])


def seen_sql(expression: str) -> str:
    """An SQL expression as it is searched, for either database."""
    for character, letters in SEEN.items():
        expression = f"replace({expression}, '{character}', '{letters}')"
    return expression
