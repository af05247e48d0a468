"""Months in a row, also those in which nothing was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_MOST: Final = 120


def span_of_months(months: Iterable[str]) -> list[str]:
    """Every month from the first to the last of some (2026-05), the latest 120 at most."""
    told = sorted(month for month in months if len(month) == 7 and month.replace("-", "").isdecimal())
    if not told:
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (told[0], told[-1]))
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(max(first, last - _MOST + 1), last + 1)]
