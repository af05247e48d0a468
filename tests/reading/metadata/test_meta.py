"""Dates and bylines."""

from __future__ import annotations

import pytest

from sayso.reading.metadata.bylines import people
from sayso.reading.metadata.dates import iso


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05T08:30:00.123+0100", "2024-03-05T08:30:00+01:00"),
        ("2024-03-05T08:30:00Z", "2024-03-05T08:30:00+00:00"),
        ("2024-03-05 08:30:00", "2024-03-05T08:30:00"),
        ("2024-03-05", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("Updated 3:45 PM ET, Tue November 19, 2019", "2019-11-19T15:45:00-05:00"),
        ("5 March 2024 12:05 GMT", "2024-03-05T12:05:00+00:00"),
        ("Posted: Jul. 4, 2023 9 a.m. PDT", "2023-07-04T09:00:00-07:00"),
        ("2024-13-45", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_become_iso_8601_with_the_stated_time_zone(text: str, expected: str | None) -> None:
    assert iso(text) == expected


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Celia Brackwell", ("Celia Brackwell",)),
        ("By Celia Brackwell and Hugo Lindqvar, The Wexley Courier", ("Celia Brackwell", "Hugo Lindqvar")),
        ("BY CELIA BRACKWELL | Staff Writer", ("Celia Brackwell",)),
        ("Written by Jan van der Berg • Politics Editor", ("Jan van der Berg",)),
        ("Celia Brackwell, Celia Brackwell", ("Celia Brackwell",)),
        ("By Wexley Courier Staff", ()),
        ("Reuters", ()),
        ("5 min read", ()),
    ],
)
def test_bylines_are_split_into_names(byline: str, expected: tuple[str, ...]) -> None:
    assert people([byline]) == expected
