"""Convert written dates to ISO 8601, with the stated time zone; relative dates are not resolved."""

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
_DAYLIGHT_ZONES: Final = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_ISO: Final = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T ]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|[A-Za-z]{2,4}|[+-]\d{2}:?\d{2})?)?"
)
_WRITTEN_DATES: Final = (
    re.compile(r"\b(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{2})\b"),
    re.compile(
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>(?:19|20)\d{2})\b"
    ),
)
_TIME: Final = re.compile(
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
"""A date within a line; day of the week and year are optional."""
_INNER_ISO: Final = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
_MAX_DATE_LINE_CHARS: Final = 120
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMERIC: Final = re.compile(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{1,2}[:.]\d{2}\s*[ap]\.?m\b", re.I)
_DATE_TERMS: Final = frozenset(
    [*_MONTHS, *_ZONES, *_DAYLIGHT_ZONES, *map(str.lower, calendar.day_name), *map(str.lower, calendar.day_abbr)]
)


def iso(text: str) -> str | None:
    """Return the first date in the text as ISO 8601, or None without a valid date."""
    match = _ISO.match(text.strip())
    if match:
        time_of_day = (int(match[4]), int(match[5]), int(match[6] or 0)) if match[4] else None
        return _iso_date(int(match[1]), int(match[2]), int(match[3]), time_of_day, match[7])
    for pattern in _WRITTEN_DATES:
        for written in pattern.finditer(text):
            month = _MONTHS.get(written["month"].lower())
            if month:
                time_of_day, zone = _time_of_day(text[: written.start()] + " " + text[written.end() :])
                return _iso_date(int(written["year"]), month, int(written["day"]), time_of_day, zone)
    inner = _INNER_ISO.search(text)
    return iso(text[inner.start() :]) if inner and inner.start() else None


def abs_days(first: str, second: str) -> int:
    """Return the number of days between two ISO 8601 dates."""
    return abs((date.fromisoformat(first[:10]) - date.fromisoformat(second[:10])).days)


def only_date(text: str) -> bool:
    """Return whether a line is only a date or an age with its usual words, such as "Updated 3 hours ago"."""
    if len(text) > _MAX_DATE_LINE_CHARS or not any(map(str.isdigit, text)):
        return False
    words = _WORD.findall(text.lower())
    uses = _date_word_uses()
    if not all(word in _DATE_TERMS or word in uses for word in words):
        return False
    return any(word in _MONTHS or uses.get(word) == "age" for word in words) or _NUMERIC.search(text) is not None


@cache
def _date_word_uses() -> dict[str, str]:
    """Map words that occur with dates to their use, such as ``age``."""
    return {row["term"]: row["use"] for row in lexicon("date_words")}


def _time_of_day(text: str) -> tuple[tuple[int, int, int] | None, str | None]:
    """Return the time of day in the text, and its zone."""
    match = _TIME.search(text)
    if not match:
        return None, None
    hour, half = int(match[1] or match[6]), (match[4] or match[7] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, int(match[2] or 0), int(match[3] or 0)), match[5] or match[8]


def _iso_date(
    year: int, month: int, day: int, time_of_day: tuple[int, int, int] | None, zone: str | None
) -> str | None:
    """Return the parts as ISO 8601, or None if they are invalid."""
    try:
        if time_of_day is None:
            return date(year, month, day).isoformat()
        moment = datetime(year, month, day, *time_of_day)
    except ValueError:
        return None
    return moment.isoformat() + _offset(zone, moment)


def _offset(zone: str | None, moment: datetime) -> str:
    """Return the offset of a zone as ``+hh:mm``, or an empty string if it is unknown or ambiguous."""
    if not zone:
        return ""
    if zone[0] in "+-":
        return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    if area := _DAYLIGHT_ZONES.get(zone.lower()):
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            stamp = moment.replace(tzinfo=ZoneInfo(area)).strftime("%z")
        except ZoneInfoNotFoundError:
            return ""
        return f"{stamp[:3]}:{stamp[3:]}"
    return _ZONES.get(zone.lower(), "")
