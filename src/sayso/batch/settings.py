"""Settings and summary of a batch run, and the items of its input."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

import msgspec

from sayso.errors import InputError
from sayso.limits import DEFAULT, Options
from sayso.terms import Page, Record

Attribute = Callable[..., Record]
"""A function with the signature of :func:`sayso.attribute`: ``attribute(page, options=options)``."""

FIELDS: Final = {
    "text": ("text",),
    "html": ("html",),
    "id": ("id",),
    "url": ("url",),
    "published": ("published", "date"),
    "publisher": ("publisher", "outlet"),
    "headline": ("headline", "title"),
}
"""The fields of the input with the accepted column names. All other columns are copied to the output."""


def cores() -> int:
    """The number of CPU cores available to this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class BatchSettings(msgspec.Struct, frozen=True):
    """The settings of a run. Its output depends on options, columns, shard_pages, shard_chars and archive.

    ``page_seconds`` and ``page_megabytes`` limit each page; the memory of the loaded model does not count.
    ``archive`` is the file or URL of an archive for the records, instead of Parquet files.
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
        """The number of worker processes; by default one per core."""
        return self.processes or cores()

    def names(self, field: str) -> tuple[str, ...]:
        """The accepted column names of a field."""
        return (self.columns[field],) if field in self.columns else FIELDS[field]


class Counts(msgspec.Struct):
    """The counts of a part of the output. Counts can be added."""

    pages: int = 0
    words: int = 0
    attributions: int = 0
    speakers: int = 0
    relays: int = 0
    errors: dict[str, int] = {}

    def __add__(self, other: Counts) -> Counts:
        """The sum of both counts."""
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
        """The number of errors."""
        return sum(self.errors.values())


class Summary(msgspec.Struct):
    """The result of a run: the counts of the whole output, and the pages, words and time of this run.

    ``remade`` is the number of damaged parts that were rebuilt.
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
    """Parse ``field=column`` pairs. Raises InputError for an unknown field."""
    columns: dict[str, str] = {}
    for pair in pairs:
        field, _, column = pair.partition("=")
        if field not in FIELDS or not column:
            raise InputError(f"invalid --column {pair}", f"Use FIELD=COLUMN with a field of: {', '.join(FIELDS)}")
        columns[field] = column
    return columns


class Item(msgspec.Struct, frozen=True):
    """A page of the input, or its error, with its metadata. ``columns`` has the other columns as JSON."""

    page: Page | Exception
    input: str
    place: str | None = None
    id: str | None = None
    published: str | None = None
    publisher: str | None = None
    headline: str | None = None
    columns: str | None = None
