"""SVG as text: numbers rounded, everything foreign escaped, looks left to the style sheet's classes."""

from __future__ import annotations

from markupsafe import Markup

from sayso.web.rendering.escaping import esc


def element(name: str, inside: Markup | str = "", /, **attributes: object) -> Markup:
    """An element; ``class_`` is its class, and ``_`` in a name a hyphen. What is None is left out."""
    told = "".join(
        f' {key.strip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = inside if isinstance(inside, Markup) else esc(inside)
    return Markup(f"<{name}{told}>{body}</{name}>")


def _value(value: object) -> str:
    """A number without needless digits, or a text, escaped."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else esc(str(value))


def joined(parts: list[Markup]) -> Markup:
    """Elements one after another."""
    return Markup("".join(parts))


def icon(kind: str, **attributes: object) -> Markup:
    """The sign of a kind of speaker, from the page's own symbols."""
    return element("use", href=f"#k-{kind}", **attributes)
