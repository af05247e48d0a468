"""Builds SVG and HTML elements as text, with untrusted text escaped and numbers rounded."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sayso.text.hazards import visible


class Fragment(str):
    """Markup with escaped content. Jinja and markupsafe do not escape it again."""

    __slots__ = ()

    def __html__(self) -> str:
        """The markup."""
        return str(self)


def escaped(text: str) -> str:
    """Untrusted text, escaped for an element or an attribute."""
    return escape(visible(text), quote=True)


def element(name: str, inside: str = "", /, **attributes: object) -> Fragment:
    """An element. ``class_`` sets the class, ``_`` in names becomes a hyphen, and None omits an attribute."""
    rendered = "".join(
        f' {key.strip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = inside if isinstance(inside, Fragment) else escaped(inside)
    return Fragment(f"<{name}{rendered}>{body}</{name}>")


def joined(elements: Iterable[Fragment]) -> Fragment:
    """The elements in sequence."""
    return Fragment("".join(elements))


def _value(value: object) -> str:
    """The text of an attribute: a float with at most one decimal, or escaped text."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else escaped(str(value))
