"""Escaping of untrusted text for HTML; control and direction characters are made visible."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from sayso.text.hazards import HAZARDS, visible
from sayso.text.hazards import one_for_one as one_for_one

_UNSAFE: Final = re.compile(f"[&<>\"'{HAZARDS}]")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")


def shown(text: str) -> Markup:
    """Return the text as safe HTML."""
    return escape(visible(text))


def esc(text: str) -> str:
    """Return the text as safe HTML in a plain ``str``, for concatenation; see :func:`shown`."""
    return str(escape(visible(text)) if _UNSAFE.search(text) else text)


def finalize(value: object) -> object:
    """Make control characters visible in each value that a template prints (Jinja calls it before escaping)."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def web_address(url: str | None) -> str | None:
    """Return the URL if it is safe as a link (http or https), else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def language(tag: str | None) -> str:
    """Return the language tag of an article if it is valid, else "en"."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else "en"


def short(text: str, limit: int) -> str:
    """Return the text on one line, truncated at a word boundary with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[:limit].rsplit(" ", 1)[0] if " " in line[: limit // 2 * 2] else line[:limit]
    return (cut if len(cut) > limit // 2 else line[:limit]) + " …"
