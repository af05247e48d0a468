"""A line chart as SVG, drawn with nothing but text: a share over time, one line a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import Final

from sayso.archive.queries.sourcing import Audit
from sayso.errors import QueryError
from sayso.export.markup import Fragment, element, joined

_TIMES: Final = ("year", "month", "day")
_SHARES: Final = ("unnamed", "named", "relayed", "direct")
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 860, 420, 56, 48, 190, 56
# Okabe and Ito's colours, told apart by colour-blind readers too; beside them each line has its own dashes.
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
_DASHES: Final = ("", "6 3", "2 3", "10 3 2 3", "1 4", "12 4")
_MOST: Final = 12
_LETTER: Final = 7  # the width of a digit


def chart(rows: Sequence[Audit], value: str = "unnamed") -> str:
    """The chart of a share (unnamed, named, relayed, direct) of statements, as a whole SVG document.

    Groups with a time become lines over it, others bars; of many groups those with the most statements. Raises
    QueryError for another value, or nothing to draw.
    """
    if value not in _SHARES:
        raise QueryError(f"{value} is no share", f"Choose among {', '.join(_SHARES)}")
    if not rows:
        raise QueryError("there is nothing to draw", "Widen the filters")
    time = next((name for name in rows[0].group if name in _TIMES), None)
    if time is None:
        return _document(f"Share of statements: {value}", _bars(rows, value))
    series: dict[str, dict[str, float]] = {}
    weight: Counter[str] = Counter()
    for row in rows:
        name = ", ".join(told or "(none)" for key, told in row.group.items() if key != time) or "all"
        if row.group[time]:
            series.setdefault(name, {})[row.group[time]] = getattr(row, value).share
            weight[name] += row.statements
    if not series:
        raise QueryError("no page has a date", "Group by outlet alone")
    ranked = sorted(series, key=lambda name: -weight[name])
    return _document(f"Share of statements: {value}, by {time}", _lines({name: series[name] for name in ranked}))


def _document(title: str, drawn: Fragment) -> str:
    heading = element("text", title, x=_LEFT, y=26, font_size=16, font_weight=600)
    background = element("rect", width=_WIDTH, height=_HEIGHT, fill="#fff")
    svg = element(
        "svg", joined([element("title", title), background, heading, _axis(), drawn]),
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_WIDTH} {_HEIGHT}", role="img",
        font_family="system-ui, sans-serif", font_size=12,
    )  # fmt: skip
    return svg + "\n"


def _axis() -> Fragment:
    parts = []
    for percent in (0, 25, 50, 75, 100):
        y = _y(percent / 100)
        parts.append(element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, stroke="#ccc"))
        parts.append(element("text", f"{percent} %", x=_LEFT - 8, y=y + 4, text_anchor="end"))
    return joined(parts)


def _lines(series: dict[str, dict[str, float]]) -> Fragment:
    times = sorted({time for points in series.values() for time in points})
    wide = _WIDTH - _RIGHT - _LEFT
    x = {time: _LEFT + wide * (n + 0.5) / len(times) for n, time in enumerate(times)}
    every = ceil(len(times) * (_LETTER * max(map(len, times)) + 14) / wide)
    parts = [_below(time, x[time]) for time in times[::every]]
    for n, (name, points) in enumerate(list(series.items())[:_MOST]):
        colour, dash = _COLOURS[n % len(_COLOURS)], _DASHES[n % len(_DASHES)]
        stroke: dict[str, object] = {"stroke": colour, "stroke_width": 2, "stroke_dasharray": dash}
        path = " ".join(f"{x[time]:.1f},{_y(share):.1f}" for time, share in sorted(points.items()))
        parts.append(element("polyline", points=path, fill="none", **stroke))
        for time, share in sorted(points.items()):
            hover = element("title", f"{name}, {time}: {share:.0%}")
            parts.append(element("circle", hover, cx=x[time], cy=_y(share), r=3.5, fill=colour))
        y = _TOP + 14 + 20 * n
        parts.append(element("line", x1=_WIDTH - _RIGHT + 16, x2=_WIDTH - _RIGHT + 44, y1=y, y2=y, **stroke))
        parts.append(element("text", name[:22], x=_WIDTH - _RIGHT + 50, y=y + 4))
    return joined([*parts, *_more(len(series), _TOP + 18 + 20 * _MOST)])


def _bars(rows: Sequence[Audit], value: str) -> Fragment:
    kept = sorted(rows, key=lambda row: -row.statements)[:_MOST]
    wide = (_WIDTH - _RIGHT - _LEFT) / len(kept)
    parts = []
    for n, row in enumerate(kept):
        name = ", ".join(told or "(none)" for told in row.group.values()) or "all"
        share = getattr(row, value).share
        x, y = _LEFT + wide * (n + 0.15), _y(share)
        hover = element("title", f"{name}: {share:.0%}")
        parts.append(element("rect", hover, x=x, y=y, width=wide * 0.7, height=_y(0) - y, fill=_COLOURS[0]))
        middle = x + wide * 0.35
        parts.append(_below(name[: int(wide / 7) or 1], middle))
        parts.append(element("text", f"{share:.0%}", x=middle, y=y - 6, text_anchor="middle"))
    return joined([*parts, *_more(len(rows), _TOP + 14)])


def _below(label: str, x: float) -> Fragment:
    """A label under the axis."""
    return element("text", label, x=x, y=_HEIGHT - _BOTTOM + 20, text_anchor="middle")


def _more(count: int, y: int) -> list[Fragment]:
    """How many groups are not drawn, where some are not."""
    left_out = count - _MOST
    return [element("text", f"and {left_out} more", x=_WIDTH - _RIGHT + 16, y=y)] if left_out > 0 else []


def _y(share: float) -> float:
    return _TOP + (_HEIGHT - _BOTTOM - _TOP) * (1 - share)
