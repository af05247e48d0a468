"""Text of strangers for a page: escaped, and what could deceive the eye or the parser made visible."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from sayso.text.hazards import one_for_one as one_for_one
from sayso.text.hazards import visible

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")


def shown(text: str) -> Markup:
    """The text as HTML that shows it and does nothing else."""
    return escape(visible(text))


def esc(text: str) -> str:
    """As :func:`shown`, as plain text to put together with other HTML."""
    return str(escape(visible(text)))


def finalize(value: object) -> object:
    """What Jinja does to each value before it escapes it: nothing foreign goes out with its hazards."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


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
