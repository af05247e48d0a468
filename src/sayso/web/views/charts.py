"""Small SVG charts: a bar for a share, and columns over months. The numbers are also printed next to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.export.markup import Fragment, element, joined


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label, its height (0 to 1), its tooltip, and the address that it leads to."""

    label: str
    height: float
    tooltip: str
    faint: bool = False
    href: str | None = None


def bar(share: float, look: str = "") -> Fragment:
    """Return a horizontal bar for a share (hidden from screen readers, which read the number)."""
    return element(
        "svg", joined([
            element("rect", class_="track", width=100, height=6),
            element("rect", class_=f"fill {look}".strip(), width=max(0.0, min(100.0, 100 * share)), height=6),
        ]), class_="bar", viewBox="0 0 100 6", preserveAspectRatio="none", aria_hidden="true",
    )  # fmt: skip


def column_chart(values: Sequence[Column], label: str, height: int = 72, look: str = "", width: int = 700) -> Fragment:
    """Return a column chart with tooltips, and the first and the last label below.

    The columns are too narrow for the keyboard and for fingers: the caller lists their addresses elsewhere too.
    """
    step = min(28.0, width / max(1, len(values)))
    width = round(max(step * len(values), min(width, 120)))
    body = [element("line", class_="axis", x1=0, x2=width, y1=height + 0.5, y2=height + 0.5)]
    for place, column in enumerate(values):
        size = max(1.5 if column.height else 0.0, height * min(1.0, column.height))
        rect = element(
            "rect", element("title", column.tooltip), class_=f"column {look}{' faint' if column.faint else ''}",
            x=place * step + 0.1 * step, y=height - size, width=0.8 * step, height=size, rx=1.5,
        )  # fmt: skip
        if column.href:  # the whole height is a target, because a column can be low
            target = element("path", class_="target", d=f"M{place * step:.1f} 0h{step:.1f}v{height}h-{step:.1f}z")
            rect = element("a", joined([target, rect]), href=column.href, aria_label=column.tooltip, tabindex=-1)
        body.append(rect)
    chart = element(
        "svg", joined(body), class_="columns", viewBox=f"0 0 {width} {height + 2}", width=width,
        height=height + 2, role="group" if any(column.href for column in values) else "img", aria_label=label,
    )  # fmt: skip
    ends = [values[0].label, values[-1].label][: 2 if len(values) > 1 and width > 100 else 1] if values else []
    below = element("p", joined(element("span", end) for end in ends), class_="ends")
    return element("div", joined([chart, below]), class_="chart")
