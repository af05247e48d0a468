"""No regular expression of the package takes more than linear time, with the strings that its own parts suggest."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from tests.pumps import Found, patterns, pumps

_AT_STARTS: Final = ("linking/transcripts.py",)
"""Modules whose patterns are in a tuple and only ever matched at the beginning of a line."""
_FOUND: Final = [found._replace(anchored=True) if found.place.startswith(_AT_STARTS) else found for found in patterns()]
_SIZES: Final = (60, 400, 20_000)
_FLOOR: Final = 0.1
"""Seconds of the processor that nothing is said of: 20,000 characters at a linear pattern take a few thousandths."""
_MOST: Final = 3.0
"""The most that twice the length may take, of what the length took: 2 where a pattern is linear, 4 where it is not."""
_CUT: Final = {
    "reading/metadata/credits.py": 200,  # the end of a caption
    "speakers/venues.py": 90,  # what stands before the name of an outlet
    "speakers/mentions/name_titles.py": 40,  # what stands before a name
    "linking/datelines.py": 120,  # the beginning of a line
    "web/": 500,
}
"""What is only ever given to a pattern of a module: a part of the text, of so many characters."""


class Slow(Exception):  # noqa: N818
    """A pattern has taken a second of the processor."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raise Slow in the midst of a search, also of one that would never end."""

    def stop(*_: object) -> None:
        raise Slow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def seconds(found: Found, text: str) -> float:
    """The time of the processor to look through a text."""
    data: Any = text.encode("latin-1", "replace") if isinstance(found.pattern.pattern, bytes) else text
    start = time.process_time()
    with bounded(4):
        if found.anchored:
            found.pattern.match(data)
            found.pattern.fullmatch(data)
        else:
            for _ in found.pattern.finditer(data):
                pass
    return time.process_time() - start


def grows(found: Found, begin: str, unit: str, end: str) -> bool:
    """Whether the time grows faster than the text."""
    cut = next((size for place, size in _CUT.items() if found.place.startswith(place)), _SIZES[-1])
    try:
        for size in _SIZES:
            took = seconds(found, begin + unit * (min(cut, size) // len(unit) + 1) + end)
        if took < _FLOOR or cut < _SIZES[-1]:
            return False
        once, twice = (
            min(seconds(found, begin + unit * (times * cut // len(unit)) + end) for _ in range(3)) for times in (1, 2)
        )
    except Slow:
        return True
    return twice > _MOST * once and twice > _FLOOR


def test_all_patterns_are_found() -> None:
    assert len(_FOUND) > 250
    assert len({found.place for found in _FOUND}) > 250


@pytest.mark.parametrize("found", _FOUND, ids=[found.place for found in _FOUND])
def test_a_pattern_is_linear(found: Found) -> None:
    slow = next((pump for pump in pumps(found.pattern) if grows(found, *pump)), None)
    assert slow is None, f"{found.place}: {found.pattern.pattern!r} with {slow}"


def test_a_pattern_that_is_not_linear_is_noticed() -> None:
    import re

    for source in (r"\s+$", r"(?:a|a)+b", r"(?:a+)+b", r"(?m)^\W*\d", r'"[^>]*>', r"(?:[a-z]+:.*\r?\n)*---"):
        found = Found("here.py:1", re.compile(source), anchored=False)
        assert any(grows(found, *pump) for pump in pumps(found.pattern)), source
