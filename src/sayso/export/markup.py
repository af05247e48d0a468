"""Elements of SVG and HTML as text: numbers rounded, everything foreign escaped, its hazards made visible."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sayso.text.hazards import visible


class Fragment(str):
    """Markup: whatever is foreign in it is escaped already. Jinja and markupsafe take it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """The markup itself."""
        return str(self)


def escaped(text: str) -> str:
    """The text of a stranger for the inside of an element or an attribute."""
    return escape(visible(text), quote=True)


def element(name: str, inside: str = "", /, **attributes: object) -> Fragment:
    """An element; ``class_`` is its class, and ``_`` in a name a hyphen. What is None is left out."""
    named = "".join(
        f' {key.strip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = inside if isinstance(inside, Fragment) else escaped(inside)
    return Fragment(f"<{name}{named}>{body}</{name}>")


def joined(elements: Iterable[Fragment]) -> Fragment:
    """Elements one after another."""
    return Fragment("".join(elements))


def _value(value: object) -> str:
    """A number without needless digits, or a text, escaped."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else escaped(str(value))
