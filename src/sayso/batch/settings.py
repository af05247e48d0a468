"""What a run is asked for, and what it says at its end."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

import msgspec

from sayso.errors import InputError
from sayso.limits import DEFAULT, Options
from sayso.terms import Page, Record

Attribute = Callable[..., Record]
"""A function that is called as :func:`sayso.attribute` is: ``attribute(page, options=options)``."""

FIELDS: Final = {
    "text": ("text",),
    "html": ("html",),
    "id": ("id",),
    "url": ("url",),
    "published": ("published", "date"),
    "publisher": ("publisher", "outlet"),
    "headline": ("headline", "title"),
}
"""What a column of the input means, by the names that it may have; all other columns travel along."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class BatchSettings(msgspec.Struct, frozen=True):
    """How a run goes. What changes its output: ``options``, ``columns``, ``shard_pages``, ``shard_chars``, ``archive``.

    ``page_seconds`` and ``page_megabytes`` bound one page, the latter beyond what the loaded model takes.
    ``archive`` is the file or URL of an archive that the records go to instead of Parquet.
    """

    options: Options = DEFAULT
    columns: dict[str, str] = {}
    processes: int = 0
    shard_pages: int = 256
    shard_chars: int = 1_000_000
    page_seconds: float = 60
    page_megabytes: int = 1024
    archive: str | None = None
    engine: str = "local"
    address: str | None = None
    worker_cpus: float = 1
    worker_megabytes: int = 0

    @property
    def workers(self) -> int:
        """How many processes read pages: one a core unless it is said."""
        return self.processes or cores()

    def names(self, field: str) -> tuple[str, ...]:
        """The names that the column of a field may have."""
        return (self.columns[field],) if field in self.columns else FIELDS[field]


class Counts(msgspec.Struct):
    """What a part of the output holds. They add up."""

    pages: int = 0
    words: int = 0
    attributions: int = 0
    speakers: int = 0
    relays: int = 0
    errors: dict[str, int] = {}

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        errors = dict(self.errors)
        for name, number in other.errors.items():
            errors[name] = errors.get(name, 0) + number
        return Counts(
            self.pages + other.pages,
            self.words + other.words,
            self.attributions + other.attributions,
            self.speakers + other.speakers,
            self.relays + other.relays,
            dict(sorted(errors.items())),
        )

    @property
    def failed(self) -> int:
        """How many errors there are."""
        return sum(self.errors.values())


class Summary(msgspec.Struct):
    """The end of a run: what the output holds, and how long this run took for the pages that it read itself.

    ``remade`` counts the parts that were damaged since an earlier run, and were made again.
    """

    out: str
    counts: Counts
    seconds: float
    pages_read: int
    words_read: int
    pages_per_second: float
    words_per_second: float
    processes: int
    engine: str
    remade: int = 0


def parse_columns(pairs: tuple[str, ...]) -> dict[str, str]:
    """``field=column`` pairs of a command line. Raises InputError for an unknown field."""
    out: dict[str, str] = {}
    for pair in pairs:
        field, _, column = pair.partition("=")
        if field not in FIELDS or not column:
            raise InputError(f"--column {pair} names no column", f"Give FIELD=COLUMN with one of: {', '.join(FIELDS)}")
        out[field] = column
    return out


class Item(msgspec.Struct, frozen=True):
    """One page of the input, or why there is none, with what the input says of it. ``columns`` is JSON."""

    page: Page | Exception
    input: str
    place: str | None = None
    id: str | None = None
    published: str | None = None
    publisher: str | None = None
    headline: str | None = None
    columns: str | None = None
