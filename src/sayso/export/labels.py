"""Labels of charts: the estimated width of a text, and texts cut to a width."""

from __future__ import annotations

from typing import Final
from unicodedata import combining, east_asian_width

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[] -")
_WIDE: Final = frozenset("mwMWQOGD@%&—")
_ELLIPSIS: Final = "…"


def text_width(text: str, font_size: float = 12) -> float:
    """The width of a text in a sans-serif font, estimated from above: fonts differ between machines."""
    return sum(map(_char_width, text)) * font_size


def fitted(text: str, width: float, font_size: float = 12) -> str:
    """The text if it fits into a width, otherwise its beginning with an ellipsis."""
    if text_width(text, font_size) <= width:
        return text
    left = width - text_width(_ELLIPSIS, font_size)
    end = 0
    for end, char in enumerate(text):  # noqa: B007 (used after the loop)
        left -= _char_width(char) * font_size
        if left < 0:
            break
    return text[:end].rstrip() + _ELLIPSIS


def _char_width(char: str) -> float:
    """The width of a character as a share of the font size."""
    if combining(char):
        return 0
    if east_asian_width(char) in "WF":
        return 1.05
    return 0.42 if char in _NARROW else 0.98 if char in _WIDE else 0.72 if char.isupper() else 0.62
