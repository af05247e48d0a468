"""Text of strangers for a page: escaped, and what could deceive the eye or the parser made visible."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

# C0 and C1 controls, marks and overrides of direction, invisible format characters, tags, lone surrogates. The joiners
# U+200C and U+200D stay: emoji and some scripts need them.
_HAZARDS: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")
_SILENT: Final = frozenset("\ufeff\u200b")


def visible(text: str) -> str:
    """The text with every hazard replaced by its code point, say ⟨U+202E⟩; marks that mean nothing are left out."""
    return _HAZARDS.sub(lambda found: "" if found[0] in _SILENT else f"⟨U+{ord(found[0]):04X}⟩", text)


def one_for_one(text: str) -> str:
    """The text with each hazard as one other character, so that places in it can still be counted."""
    return _HAZARDS.sub("\ufffd", text.replace("\r", " "))


def shown(text: str) -> Markup:
    """The text as HTML that shows it and does nothing else."""
    return escape(visible(text))


def esc(text: str) -> str:
    """As :func:`shown`, as plain text to put together with other HTML."""
    return str(escape(visible(text)))


def finalize(value: object) -> object:
    """What Jinja does to each value before it escapes it: nothing foreign goes out with its hazards."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def web_address(url: str | None) -> str | None:
    """An address that may become a link: http or https only."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def language(told: str | None) -> str:
    """The language that an article states, where it is one; otherwise English, which is what is read."""
    return told if told and _LANGUAGE.fullmatch(told) else "en"


def short(text: str, most: int) -> str:
    """The text on one line, cut at a word with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[:most].rsplit(" ", 1)[0] if " " in line[: most // 2 * 2] else line[:most]
    return (cut if len(cut) > most // 2 else line[:most]) + " …"
