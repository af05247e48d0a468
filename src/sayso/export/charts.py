"""A line chart as SVG, drawn with nothing but text: a share over time, one line a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from math import ceil
from typing import Final

from sayso.archive.queries.sourcing import Audit
from sayso.errors import QueryError

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


def _document(title: str, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
        f'<text x="{_LEFT}" y="26" font-size="16" font-weight="600">{escape(title)}</text>{_axis()}{inside}</svg>\n'
    )


def _axis() -> str:
    parts = []
    for percent in (0, 25, 50, 75, 100):
        y = _y(percent / 100)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{percent} %</text>')
    return "".join(parts)


def _lines(series: dict[str, dict[str, float]]) -> str:
    times = sorted({time for points in series.values() for time in points})
    wide = _WIDTH - _RIGHT - _LEFT
    x = {time: _LEFT + wide * (n + 0.5) / len(times) for n, time in enumerate(times)}
    every = ceil(len(times) * (_LETTER * max(map(len, times)) + 14) / wide)
    parts = [
        f'<text x="{x[time]:.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{escape(time)}</text>'
        for time in times[::every]
    ]
    for n, (name, points) in enumerate(list(series.items())[:_MOST]):
        colour, dash = _COLOURS[n % len(_COLOURS)], _DASHES[n % len(_DASHES)]
        path = " ".join(f"{x[time]:.1f},{_y(share):.1f}" for time, share in sorted(points.items()))
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        for time, share in sorted(points.items()):
            told = f"{name}, {time}: {share:.0%}"
            parts.append(
                f'<circle cx="{x[time]:.1f}" cy="{_y(share):.1f}" r="3.5" fill="{colour}">'
                f"<title>{escape(told)}</title></circle>"
            )
        y = _TOP + 14 + 20 * n
        parts.append(
            f'<line x1="{_WIDTH - _RIGHT + 16}" x2="{_WIDTH - _RIGHT + 44}" y1="{y}" y2="{y}" '
            f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        parts.append(f'<text x="{_WIDTH - _RIGHT + 50}" y="{y + 4}">{escape(name[:22])}</text>')
    if len(series) > _MOST:
        parts.append(
            f'<text x="{_WIDTH - _RIGHT + 16}" y="{_TOP + 18 + 20 * _MOST}">and {len(series) - _MOST} more</text>'
        )
    return "".join(parts)


def _bars(rows: Sequence[Audit], value: str) -> str:
    kept = sorted(rows, key=lambda row: -row.statements)[:_MOST]
    wide = (_WIDTH - _RIGHT - _LEFT) / len(kept)
    parts = []
    for n, row in enumerate(kept):
        name = ", ".join(told or "(none)" for told in row.group.values()) or "all"
        share = getattr(row, value).share
        x, y = _LEFT + wide * (n + 0.15), _y(share)
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide * 0.7:.1f}" height="{_y(0) - y:.1f}" '
            f'fill="{_COLOURS[0]}"><title>{escape(name)}: {share:.0%}</title></rect>'
        )
        parts.append(
            f'<text x="{x + wide * 0.35:.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">'
            f"{escape(name[: int(wide / 7) or 1])}</text>"
        )
        parts.append(f'<text x="{x + wide * 0.35:.1f}" y="{y - 6:.1f}" text-anchor="middle">{share:.0%}</text>')
    if len(rows) > _MOST:
        parts.append(f'<text x="{_WIDTH - _RIGHT + 16}" y="{_TOP + 14}">and {len(rows) - _MOST} more</text>')
    return "".join(parts)


def _y(share: float) -> float:
    return _TOP + (_HEIGHT - _BOTTOM - _TOP) * (1 - share)
