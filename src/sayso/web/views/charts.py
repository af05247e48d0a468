"""Small charts as SVG: a bar of a share, and columns over months. The figures stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.export.markup import Fragment, element, joined


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its label, how high it is (0 to 1), and what is said of it."""

    label: str
    height: float
    told: str
    faint: bool = False


def bar(share: float, look: str = "") -> Fragment:
    """A horizontal bar of a share; decoration, since the number stands beside it."""
    return element(
        "svg", joined([
            element("rect", class_="track", width=100, height=6),
            element("rect", class_=f"fill {look}".strip(), width=max(0.0, min(100.0, 100 * share)), height=6),
        ]), class_="bar", viewBox="0 0 100 6", preserveAspectRatio="none", aria_hidden="true",
    )  # fmt: skip


def columns(values: Sequence[Column], label: str, high: int = 72, look: str = "", wide: int = 700) -> Fragment:
    """Columns side by side over one line, with the first and the last label below, and what each says on hovering."""
    step = min(28.0, wide / max(1, len(values)))
    wide = round(max(step * len(values), min(wide, 120)))
    body = [element("line", class_="axis", x1=0, x2=wide, y1=high + 0.5, y2=high + 0.5)]
    for place, one in enumerate(values):
        tall = max(1.5 if one.height else 0.0, high * min(1.0, one.height))
        rect = element(
            "rect", element("title", one.told), class_=f"column {look}{' faint' if one.faint else ''}",
            x=place * step + 0.1 * step, y=high - tall, width=0.8 * step, height=tall, rx=1.5,
        )  # fmt: skip
        body.append(rect)
    drawn = element(
        "svg", joined(body), class_="columns", viewBox=f"0 0 {wide} {high + 2}", width=wide,
        height=high + 2, role="img", aria_label=label,
    )  # fmt: skip
    ends = [values[0].label, values[-1].label][: 2 if len(values) > 1 and wide > 100 else 1] if values else []
    below = element("p", joined(element("span", end) for end in ends), class_="ends")
    return element("div", joined([drawn, below]), class_="chart")
