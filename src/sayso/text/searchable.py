"""Text for search: without invisible characters, with ligatures as letters; and its folded words."""

from __future__ import annotations

import re
import unicodedata
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
_WORD: Final = re.compile(r"[^\W_]+")
_PUNCTUATION: Final = "“”‘’–—…"
_TO_SPACE: Final = {ord(letter): " " for letter in map(chr, range(128)) if not letter.isalnum()}
_ANY: Final = re.compile("[" + "".join(REPLACEMENTS) + "]")


def searchable(text: str) -> str:
    """Return the text as it is indexed."""
    return text if text.isascii() else _ANY.sub(lambda match: REPLACEMENTS[match[0]], text)


def fold(text: str) -> str:
    """Return the text in lower case and without accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the folded words of a text."""
    if not text.isascii():
        text = searchable(text)
        for mark in _PUNCTUATION:  # often the only characters that are not ASCII; then the fast path applies
            text = text.replace(mark, " ")
    return text.translate(_TO_SPACE).lower().split() if text.isascii() else _WORD.findall(fold(text))


def aligned(text: str) -> AlignedText:
    """Return the indexed text, aligned with the input."""
    return AlignedText.of(text).edited([Edit(*match.span(), REPLACEMENTS[match[0]]) for match in _ANY.finditer(text)])


def seen_sql(expression: str) -> str:
    """Return an SQL expression that makes the same replacements, for both databases."""
    for character, letters in REPLACEMENTS.items():
        expression = f"replace({expression}, '{character}', '{letters}')"
    return expression
