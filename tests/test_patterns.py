"""Every regular expression of the package takes linear time on strings that its parts suggest."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from tests.pumps import Found, patterns, pumps

_AT_STARTS: Final = ("linking/transcripts.py",)
"""Modules whose patterns are in a tuple and only match at the beginning of a line."""
_FOUND: Final = [
    pattern._replace(anchored=True) if pattern.place.startswith(_AT_STARTS) else pattern for pattern in patterns()
]
_SIZES: Final = (60, 400, 20_000)
_FLOOR: Final = 0.1
"""Processor seconds below which growth is ignored; a linear pattern takes a few thousandths for 20,000 characters."""
_MOST: Final = 3.0
"""Maximum ratio of the times for twice the length and the length: 2 is linear, 4 is quadratic."""
_CUT: Final = {
    "reading/metadata/credits.py": 200,  # the end of a caption
    "speakers/venues.py": 90,  # text before the name of an outlet
    "speakers/mentions/name_titles.py": 40,  # text before a name
    "linking/borders/datelines.py": 120,  # the beginning of a line
    "linking/borders/insertions.py": 200,  # text before a cue
    "web/": 500,
}
"""Maximum length of the text that a module gives to its patterns."""


class Slow(Exception):  # noqa: N818
    """A pattern exceeded its processor time."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raise Slow after some seconds of processor time, even inside a search."""

    def stop(*_: object) -> None:
        raise Slow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def seconds(pattern: Found, text: str) -> float:
    """The processor time of a search through a text."""
    data: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern.pattern, bytes) else text
    start = time.process_time()
    with bounded(4):
        if pattern.anchored:
            pattern.pattern.match(data)
            pattern.pattern.fullmatch(data)
        else:
            for _ in pattern.pattern.finditer(data):
                pass
    return time.process_time() - start


def grows(pattern: Found, begin: str, unit: str, end: str) -> bool:
    """Whether the time grows faster than the length of the text."""
    cut = next((size for place, size in _CUT.items() if pattern.place.startswith(place)), _SIZES[-1])
    try:
        for size in _SIZES:
            longest = seconds(pattern, begin + unit * (min(cut, size) // len(unit) + 1) + end)
        if longest < _FLOOR or cut < _SIZES[-1]:
            return False
        once, twice = (
            min(seconds(pattern, begin + unit * (times * cut // len(unit)) + end) for _ in range(3)) for times in (1, 2)
        )
    except Slow:
        return True
    return twice > _MOST * once and twice > _FLOOR


def test_all_patterns_are_found() -> None:
    assert len(_FOUND) > 250
    assert len({pattern.place for pattern in _FOUND}) > 250


@pytest.mark.parametrize("pattern", _FOUND, ids=[pattern.place for pattern in _FOUND])
def test_a_pattern_is_linear(pattern: Found) -> None:
    slow = next((pump for pump in pumps(pattern.pattern) if grows(pattern, *pump)), None)
    assert slow is None, f"{pattern.place}: {pattern.pattern.pattern!r} with {slow}"


def test_a_pattern_that_is_not_linear_is_noticed() -> None:
    import re

    for source in (r"\s+$", r"(?:a|a)+b", r"(?:a+)+b", r"(?m)^\W*\d", r'"[^>]*>', r"(?:[a-z]+:.*\r?\n)*---"):
        pattern = Found("here.py:1", re.compile(source), anchored=False)
        assert any(grows(pattern, *pump) for pump in pumps(pattern.pattern)), source
