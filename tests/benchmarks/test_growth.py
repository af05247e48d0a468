"""Pathological pages take linear time, and mutated pages give a record or one of our errors."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

import sayso
from benchmarks.fuzz import fuzz
from benchmarks.growth import read
from benchmarks.growth.families import Family, families
from sayso import SaysoError
from sayso.reading.inputs.feeds import entries
from sayso.terms import Page

FAMILIES = list(families())
SIZE = 80_000
FLOOR = 1.0
"""Processor seconds at 80 kB below which growth is ignored; most families take 0.1, quadratic ones took 10 and more."""
MOST = 6.0
"""Maximum ratio of the times for four times the size and the size: 4 is linear, 16 is quadratic."""
WHOLE = [
    "marks of a release",
    "blank lines",
    "blank space",
    "lines of dashes",
    "a turn of spaces",
    "adverbs",
    "capitals with stops",
]


def reading(family: Family, size: int) -> None:
    """Read a page of a family, or the entries of a feed."""
    text = family.of(size)
    try:
        entries(Page(text)) if family.kind == "feed" else sayso.read(text.encode("utf-8", "replace"))
    except SaysoError:
        return


def grows(act: Callable[[Family, int], None], family: Family) -> bool:
    """Whether processor time grows faster than the size."""

    def seconds(size: int) -> float:
        start = time.process_time()
        act(family, size)
        return time.process_time() - start

    for _ in range(3):  # repeat: the machine may have been busy
        small, large = seconds(SIZE // 4), seconds(SIZE)
        if large <= max(FLOOR, MOST * small):
            return False
    return True


def test_there_are_families_of_every_kind() -> None:
    assert len(FAMILIES) >= 110
    assert {family.kind for family in FAMILIES} == {"text", "html", "metadata", "mail", "feed"}
    assert len({family[:2] for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("kind", ["text", "html", "metadata", "mail", "feed"])
def test_reading_pathological_pages_is_linear(kind: str) -> None:
    assert [family.name for family in FAMILIES if family.kind == kind and grows(reading, family)] == []


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_analysis_is_linear_where_it_was_not(name: str) -> None:
    (family,) = (family for family in FAMILIES if family.kind == "text" and family.name == name)
    assert not grows(read, family)


def test_quadratic_time_is_noticed() -> None:
    def quadratic(_: Family, size: int) -> None:
        for _ in range((size // 100) ** 2 * 200):
            pass

    assert grows(quadratic, FAMILIES[0])


def test_mutated_pages_of_all_kinds_have_no_fault() -> None:
    faults: list[str] = []
    counts = fuzz(42, 7, faults.append)
    assert faults == []
    assert counts["records"] > 10
