"""Month ranges for charts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_MAX_MONTHS: Final = 120


def month_range(months: Iterable[str]) -> list[str]:
    """Return every month (2026-05) from the first to the last of some, at most the latest 120."""
    valid = sorted(month for month in months if len(month) == 7 and month.replace("-", "").isdecimal())
    if not valid:
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (valid[0], valid[-1]))
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(max(first, last - _MAX_MONTHS + 1), last + 1)]
