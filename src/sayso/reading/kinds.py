"""What a page is, told by its content: HTML or plain text."""

from __future__ import annotations

import re
from typing import Final

_HEAD: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|main|"
    r"article|section|header|nav|p|h[1-6]|table|ul|ol|span|a|img|figure|blockquote|form)\b",
    re.I | re.S,
)
_TAG: Final = re.compile(
    r"</?(?:html|head|body|div|p|article|section|h[1-6]|ul|ol|li|table|a|span|figure)\b[^<>]*>", re.I
)
_SAMPLE: Final = 50_000
_SHARE: Final = 0.01


def is_html(text: str) -> bool:
    """Whether the text is an HTML page, or a stretch of one: it begins with an element, or is full of them."""
    text = text[:_SAMPLE].lstrip("\ufeff\0")
    if _HEAD.match(text):
        return True
    found = _TAG.findall(text)
    return len(found) >= 4 and sum(map(len, found)) > _SHARE * len(text) and any(tag.startswith("</") for tag in found)
