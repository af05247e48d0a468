"""Draws sourcing shares as an SVG chart: lines over time, or bars by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import Final

from sayso.archive.queries.sourcing import Audit
from sayso.errors import QueryError
from sayso.export.labels import fitted, text_width
from sayso.export.markup import Fragment, element, joined
from sayso.text.hazards import visible

_TIMES: Final = ("year", "month", "day")
_SHARES: Final = ("unnamed", "named", "relayed", "direct")
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 860, 420, 56, 48, 190, 56
# The Okabe-Ito palette, which is safe for color blindness. Lines also differ in their dashes.
_COLORS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
_DASHES: Final = ("", "6 3", "2 3", "10 3 2 3", "1 4", "12 4")
_MAX_GROUPS: Final = 12
_MARGIN: Final = 12
_NAME_WIDTH: Final = 220
_PERCENT_WIDTH: Final = 44


def chart(rows: Sequence[Audit], value: str = "unnamed") -> str:
    """The SVG document of a chart of a share (unnamed, named, relayed, direct) of statements.

    Groups with a time are lines, others bars. Only the groups with the most statements are drawn. Raises QueryError
    for an unknown share, or without rows or dates.
    """
    if value not in _SHARES:
        raise QueryError(f"unknown share {value}", f"Choose one of: {', '.join(_SHARES)}")
    if not rows:
        raise QueryError("no statements to draw", "Use fewer or wider filters")
    time = next((name for name in rows[0].group if name in _TIMES), None)
    if time is None:
        return _document(f"Share of statements: {value}", _bars(rows, value))
    series: dict[str, dict[str, float]] = {}
    weight: Counter[str] = Counter()
    for row in rows:
        name = ", ".join(label or "(none)" for key, label in row.group.items() if key != time) or "all"
        if row.group[time]:
            series.setdefault(name, {})[row.group[time]] = getattr(row, value).share
            weight[name] += row.statements
    if not series:
        raise QueryError("no page has a date", "Group by outlet only")
    ranked = sorted(series, key=lambda name: -weight[name])
    return _document(f"Share of statements: {value}, by {time}", _lines({name: series[name] for name in ranked}))


def _document(title: str, content: Fragment) -> str:
    """The SVG document of a chart with its title."""
    heading = element("text", title, x=_LEFT, y=26, font_size=16, font_weight=600)
    background = element("rect", width=_WIDTH, height=_HEIGHT, fill="#fff")
    svg = element(
        "svg", joined([element("title", title), background, heading, content]),
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_WIDTH} {_HEIGHT}", role="img",
        font_family="system-ui, sans-serif", font_size=12,
    )  # fmt: skip
    return svg + "\n"


def _axis() -> Fragment:
    """The vertical axis with grid lines."""
    parts = []
    for percent in (0, 25, 50, 75, 100):
        y = _y(percent / 100)
        parts.append(element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, stroke="#ccc"))
        parts.append(element("text", f"{percent} %", x=_LEFT - 8, y=y + 4, text_anchor="end"))
    return joined(parts)


def _lines(series: dict[str, dict[str, float]]) -> Fragment:
    """A line with points for each group, and the legend."""
    times = sorted({time for points in series.values() for time in points})
    width = _WIDTH - _RIGHT - _LEFT
    x = {time: _LEFT + width * (n + 0.5) / len(times) for n, time in enumerate(times)}
    label_step = ceil(len(times) * (max(map(text_width, times)) + 14) / width)
    parts = [_axis(), *(_axis_label(time, x[time]) for time in times[::label_step])]
    for n, (name, points) in enumerate(list(series.items())[:_MAX_GROUPS]):
        color, dash = _COLORS[n % len(_COLORS)], _DASHES[n % len(_DASHES)]
        stroke: dict[str, object] = {"stroke": color, "stroke_width": 2, "stroke_dasharray": dash}
        path = " ".join(f"{x[time]:.1f},{_y(share):.1f}" for time, share in sorted(points.items()))
        parts.append(element("polyline", points=path, fill="none", **stroke))
        for time, share in sorted(points.items()):
            tooltip = element("title", f"{name}, {time}: {share:.0%}")
            parts.append(element("circle", tooltip, cx=x[time], cy=_y(share), r=3.5, fill=color))
        y = _TOP + 14 + 20 * n
        parts.append(element("line", x1=_WIDTH - _RIGHT + 16, x2=_WIDTH - _RIGHT + 44, y1=y, y2=y, **stroke))
        parts.append(element("text", fitted(visible(name), _RIGHT - 50 - _MARGIN), x=_WIDTH - _RIGHT + 50, y=y + 4))
    return joined([*parts, *_omitted(len(series), _WIDTH - _RIGHT + 16, _TOP + 18 + 20 * _MAX_GROUPS)])


def _bars(rows: Sequence[Audit], value: str) -> Fragment:
    """A horizontal bar for each group, with its name to the left and its share to the right."""
    largest = sorted(rows, key=lambda row: -row.statements)[:_MAX_GROUPS]
    left, right = _LEFT + _NAME_WIDTH, _WIDTH - _MARGIN - _PERCENT_WIDTH
    step = (_HEIGHT - _BOTTOM - _TOP) / _MAX_GROUPS
    parts = []
    for percent in (0, 25, 50, 75, 100):
        x = left + (right - left) * percent / 100
        parts.append(element("line", x1=x, x2=x, y1=_TOP, y2=_TOP + step * len(largest), stroke="#ccc"))
        parts.append(element("text", f"{percent} %", x=x, y=_TOP + step * len(largest) + 20, text_anchor="middle"))
    for n, row in enumerate(largest):
        name = ", ".join(label or "(none)" for label in row.group.values()) or "all"
        share = getattr(row, value).share
        y, width = _TOP + step * (n + 0.15), (right - left) * share
        middle = y + step * 0.35 + 4
        tooltip = element("title", f"{name}: {share:.0%}")
        parts.append(element("rect", tooltip, x=left, y=y, width=width, height=step * 0.7, fill=_COLORS[0]))
        label = fitted(visible(name), left - _MARGIN - 8)
        parts.append(element("text", label, x=left - 8, y=middle, text_anchor="end"))
        parts.append(element("text", f"{share:.0%}", x=left + width + 6, y=middle))
    return joined([*parts, *_omitted(len(rows), left, _HEIGHT - 12)])


def _axis_label(label: str, x: float) -> Fragment:
    """A label below the horizontal axis."""
    return element("text", label, x=x, y=_HEIGHT - _BOTTOM + 20, text_anchor="middle")


def _omitted(count: int, x: float, y: int) -> list[Fragment]:
    """The number of omitted groups, if any."""
    omitted = count - _MAX_GROUPS
    return [element("text", f"and {omitted} more", x=x, y=y)] if omitted > 0 else []


def _y(share: float) -> float:
    """The vertical position of a share."""
    return _TOP + (_HEIGHT - _BOTTOM - _TOP) * (1 - share)
