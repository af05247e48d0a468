"""Text for the search index: without invisible characters, with ligatures as letters."""

from __future__ import annotations

import re
from typing import Final

from sayso.text.normalization.aligned_text import AlignedText, Edit

REPLACEMENTS: Final = {
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
}
"""Each replaced character with its replacement; the view ``statement_text`` of an archive has the same list."""
_ANY: Final = re.compile("[" + "".join(REPLACEMENTS) + "]")


def searchable(text: str) -> str:
    """Return the text as it is indexed."""
    return text if text.isascii() else _ANY.sub(lambda match: REPLACEMENTS[match[0]], text)


def aligned(text: str) -> AlignedText:
    """Return the indexed text, aligned with the input."""
    return AlignedText.of(text).edited([Edit(*match.span(), REPLACEMENTS[match[0]]) for match in _ANY.finditer(text)])


def seen_sql(expression: str) -> str:
    """Return an SQL expression that makes the same replacements, for both databases."""
    for character, letters in REPLACEMENTS.items():
        expression = f"replace({expression}, '{character}', '{letters}')"
    return expression
