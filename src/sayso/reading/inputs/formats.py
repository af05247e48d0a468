"""What a page is, told by its content: HTML, an e-mail, Markdown or plain text."""

from __future__ import annotations

import re
from typing import Final

_HEAD: Final = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?>.{0,2000}?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|main|"
    r"article|section|header|nav|p|h[1-6]|table|ul|ol|span|a|img|figure|blockquote|form)\b",
    re.I | re.S,
)
_TAG: Final = re.compile(
    r"</?(?:html|head|body|div|p|article|section|h[1-6]|ul|ol|li|table|a|span|figure)\b[^<>]*>", re.I
)
_MAIL: Final = re.compile(
    r"\ufeff?(?:From [^\n]+\n)?(?:[A-Za-z][A-Za-z0-9-]{1,40}+:[ \t][^\n]*+\n(?:[ \t][^\n]*+\n)*+){0,60}?"
    r"(?:From|Received|Message-ID|MIME-Version|Return-Path|Delivered-To):[ \t]",
    re.I,
)
_FRONT: Final = re.compile(r"\ufeff?---[ \t]*+\r?\n(?:[\w-]++:[^\n]*+\n){1,60}+---[ \t]*+\r?\n")
_HEADING: Final = re.compile(r"^#{1,6} \S", re.M)
_INLINE: Final = re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)|\*\*[^*\n]{1,200}\*\*|^> \S", re.M)
_SAMPLE: Final = 50_000
_SHARE: Final = 0.01


def is_html(text: str) -> bool:
    """Whether the text is an HTML page, or a stretch of one: it begins with an element, or is full of them."""
    text = text[:_SAMPLE].lstrip("\ufeff\0")
    if _HEAD.match(text):
        return True
    found = _TAG.findall(text)
    return len(found) >= 4 and sum(map(len, found)) > _SHARE * len(text) and any(tag.startswith("</") for tag in found)


def format_of(text: str, name: str = "") -> str:
    """``html``, ``eml``, ``markdown`` or ``text``: by content first, by the ending of the name second."""
    # A mail may be full of HTML, so its head is looked for first.
    if _MAIL.match(text) and ("\n\n" in text or "\r\n\r\n" in text):
        return "eml"
    if is_html(text):
        return "html"
    ending = name.rpartition(".")[2].lower()
    if ending in ("md", "markdown") or _is_markdown(text):
        return "markdown"
    return "text"


def _is_markdown(text: str) -> bool:
    """Whether the text begins with front matter or a heading of Markdown, or has several of its marks."""
    sample = text[:_SAMPLE]
    if _FRONT.match(sample):
        return True
    marks = _HEADING.findall(sample)
    return len(marks) >= 1 and (len(marks) + len(_INLINE.findall(sample))) >= 2
