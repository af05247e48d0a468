"""Dates as pages write them to ISO 8601, with the zone where one is stated; nothing is guessed from today."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from functools import cache
from typing import Final

from sayso.lexicons import lexicon

_MONTHS: Final = {
    name: number
    for number, month in enumerate(calendar.month_name)
    if month
    for name in (month.lower(), month[:3].lower(), *(["sept"] if month == "September" else []))
}
_ZONES: Final = {
    "z": "+00:00", "utc": "+00:00", "gmt": "+00:00", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00",
    "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00",
    "pst": "-08:00", "pdt": "-07:00",
}  # fmt: skip
_AREAS: Final = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
_ISO: Final = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T ]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|[A-Za-z]{2,4}|[+-]\d{2}:?\d{2})?)?"
)
_WORDS: Final = (
    re.compile(r"\b(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{2})\b"),
    re.compile(
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>(?:19|20)\d{2})\b"
    ),
)
_CLOCK: Final = re.compile(
    r"\b(\d{1,2})[:.](\d{2})(?::(\d{2}))?\s*([ap])?\.?m?\.?,?\s*(Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2})?(?![\w:])|"
    r"\b(\d{1,2})\s*([ap])\.?m\.?,?\s*([A-Z]{2,4})?",
    re.I,
)

_MONTH_NAMES: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_NAMES: Final = "|".join([*calendar.day_name, *calendar.day_abbr])
DATES: Final = re.compile(
    rf"(?:\b(?:{_DAY_NAMES})\b\.?,?\s+)?"
    rf"(?:\b(?:{_MONTH_NAMES})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH_NAMES})\b\.?"
    r"|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b)(?:,?\s+(?:19|20)\d{2}\b)?(?:T\d{2}:\d{2}\S{0,12})?",
    re.I,
)
"""A date within a line, with its day of the week and its year where it has them."""
_INNER_ISO: Final = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
_MOST_ALONE: Final = 120
_BETWEEN: Final = re.compile(r"[^\W\d_]+")
_NUMERIC: Final = re.compile(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{1,2}[:.]\d{2}\s*[ap]\.?m\b", re.I)
_WITH_DATES: Final = frozenset(
    [*_MONTHS, *_ZONES, *_AREAS, *map(str.lower, calendar.day_name), *map(str.lower, calendar.day_abbr)]
)


def iso(text: str) -> str | None:
    """The first date in the text as ISO 8601; None where there is none that the calendar knows."""
    found = _ISO.match(text.strip())
    if found:
        clock = (int(found[4]), int(found[5]), int(found[6] or 0)) if found[4] else None
        return _built(int(found[1]), int(found[2]), int(found[3]), clock, found[7])
    for pattern in _WORDS:
        for one in pattern.finditer(text):
            month = _MONTHS.get(one["month"].lower())
            if month:
                clock, zone = _clock(text[: one.start()] + " " + text[one.end() :])
                return _built(int(one["year"]), month, int(one["day"]), clock, zone)
    inner = _INNER_ISO.search(text)
    return iso(text[inner.start() :]) if inner and inner.start() else None


def abs_days(one: str, other: str) -> int:
    """The days between two dates in ISO 8601."""
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)


def only_date(text: str) -> bool:
    """Whether a line holds a date or an age, and nothing else but words that go with one: "Updated 3 hours ago"."""
    if len(text) > _MOST_ALONE or not any(map(str.isdigit, text)):
        return False
    words = _BETWEEN.findall(text.lower())
    use = _uses()
    if not all(word in _WITH_DATES or word in use for word in words):
        return False
    return any(word in _MONTHS or use.get(word) == "age" for word in words) or _NUMERIC.search(text) is not None


@cache
def _uses() -> dict[str, str]:
    """The words beside dates, and whether each tells an age."""
    return {row["term"]: row["use"] for row in lexicon("date_words")}


def _clock(text: str) -> tuple[tuple[int, int, int] | None, str | None]:
    """The time of day in the text, and its zone."""
    found = _CLOCK.search(text)
    if not found:
        return None, None
    hour, half = int(found[1] or found[6]), (found[4] or found[7] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, int(found[2] or 0), int(found[3] or 0)), found[5] or found[8]


def _built(year: int, month: int, day: int, clock: tuple[int, int, int] | None, zone: str | None) -> str | None:
    """The parts as ISO 8601."""
    try:
        if clock is None:
            return date(year, month, day).isoformat()
        moment = datetime(year, month, day, *clock)
    except ValueError:
        return None
    return moment.isoformat() + _offset(zone, moment)


def _offset(zone: str | None, moment: datetime) -> str:
    """The offset of a zone as ``+hh:mm``; nothing for one that is unknown or ambiguous."""
    if not zone:
        return ""
    if zone[0] in "+-":
        return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    if area := _AREAS.get(zone.lower()):
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            stamp = moment.replace(tzinfo=ZoneInfo(area)).strftime("%z")
        except ZoneInfoNotFoundError:
            return ""
        return f"{stamp[:3]}:{stamp[3:]}"
    return _ZONES.get(zone.lower(), "")
