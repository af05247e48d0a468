"""Detect the format of a page from its content: HTML, email, Markdown or plain text."""

from __future__ import annotations

import re
from typing import Final

_HTML_START: Final = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?>.{0,2000}?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|main|"
    r"article|section|header|nav|p|h[1-6]|table|ul|ol|span|a|img|figure|blockquote|form)\b",
    re.I | re.S,
)
_TAG: Final = re.compile(
    r"</?(?:html|head|body|div|p|article|section|h[1-6]|ul|ol|li|table|a|span|figure)\b[^<>]*>", re.I
)
_MAIL_HEADER: Final = re.compile(
    r"\ufeff?(?:From [^\n]+\n)?(?:[A-Za-z][A-Za-z0-9-]{1,40}+:[ \t][^\n]*+\n(?:[ \t][^\n]*+\n)*+){0,60}?"
    r"(?:From|Received|Message-ID|MIME-Version|Return-Path|Delivered-To):[ \t]",
    re.I,
)
_FRONT_MATTER: Final = re.compile(r"\ufeff?---[ \t]*+\r?\n(?:[\w-]++:[^\n]*+\n){1,60}+---[ \t]*+\r?\n")
_MARKDOWN_HEADING: Final = re.compile(r"^#{1,6} \S", re.M)
_MARKDOWN_INLINE: Final = re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)|\*\*[^*\n]{1,200}\*\*|^> \S", re.M)
_SAMPLE_CHARS: Final = 50_000
_MIN_TAG_SHARE: Final = 0.01


def is_html(text: str) -> bool:
    """Return whether the text is HTML or an HTML fragment: it starts with an element or contains many tags."""
    text = text[:_SAMPLE_CHARS].lstrip("\ufeff\0")
    if _HTML_START.match(text):
        return True
    tags = _TAG.findall(text)
    return (
        len(tags) >= 4
        and sum(map(len, tags)) > _MIN_TAG_SHARE * len(text)
        and any(tag.startswith("</") for tag in tags)
    )


def format_of(text: str, name: str = "") -> str:
    """Return ``html``, ``eml``, ``markdown`` or ``text``, from the content first and the file extension second."""
    # An email can contain HTML, so check for a mail header first.
    if _MAIL_HEADER.match(text) and ("\n\n" in text or "\r\n\r\n" in text):
        return "eml"
    if is_html(text):
        return "html"
    extension = name.rpartition(".")[2].lower()
    if extension in ("md", "markdown") or _is_markdown(text):
        return "markdown"
    return "text"


def _is_markdown(text: str) -> bool:
    """Return whether the text starts with front matter, or has a Markdown heading and other Markdown syntax."""
    sample = text[:_SAMPLE_CHARS]
    if _FRONT_MATTER.match(sample):
        return True
    headings = _MARKDOWN_HEADING.findall(sample)
    return len(headings) >= 1 and (len(headings) + len(_MARKDOWN_INLINE.findall(sample))) >= 2
