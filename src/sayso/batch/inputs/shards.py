"""Divides the input: files into units by size, and the pages of a unit into shards by number and length.

A unit is a sequence of files for one reader. A shard is the unit of work: one worker reads it, it is stored as a
whole, and a resumed run skips it. Both depend only on the names, sizes and contents of the files, so that each run
divides the input in the same way. A shard keeps the order of pages. There is no sorting by length, since the model
reads one window at a time without padding. Shards end at a number of characters, so that they cost about the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from sayso.batch.inputs.files import InputFile
from sayso.batch.inputs.items import Reader
from sayso.batch.settings import BatchSettings, Item

UNIT_BYTES: Final = 64_000_000
UNIT_FILES: Final = 4096
PAGES: Final = 1_000_000_000
"""Page number = unit number * PAGES + index of the page in the unit."""


class Unit(msgspec.Struct, frozen=True):
    """A sequence of files for one reader."""

    number: int
    sources: tuple[InputFile, ...]

    @property
    def size(self) -> int:
        """The total size of the files in bytes."""
        return sum(max(0, source.size) for source in self.sources)


class Shard(msgspec.Struct, frozen=True):
    """Consecutive pages of a unit. ``first`` is the number of the first page, ``size`` the bytes of input."""

    unit: int
    number: int
    first: int
    items: tuple[Item, ...]
    last: bool
    size: int


def units(files: Iterable[InputFile]) -> Iterator[Unit]:
    """Group files into units of at most 64 MB and 4,096 files; a larger file is a separate unit."""
    number, group, size = 0, list[InputFile](), 0
    for source in files:
        file_size = max(0, source.size)
        if group and (size + file_size > UNIT_BYTES or len(group) >= UNIT_FILES):
            yield Unit(number, tuple(group))
            number, group, size = number + 1, [], 0
        group.append(source)
        size += file_size
    if group:
        yield Unit(number, tuple(group))


def shards(unit: Unit, settings: BatchSettings) -> Iterator[Shard]:
    """The shards of a unit in order. The last one has ``last`` set; a unit without pages has one empty shard."""
    reader = Reader(settings)
    number, first, offset = 0, unit.number * PAGES, 0
    items, length = list[Item](), 0

    def shard(last: bool) -> Shard:
        return Shard(unit.number, number, first, tuple(items), last, max(0, reader.at() - offset))

    for source in unit.sources:
        for item in reader.items(source):
            if items and (len(items) >= settings.shard_pages or length >= settings.shard_chars):
                yield shard(last=False)
                number, first, offset = number + 1, first + len(items), reader.at()
                items, length = [], 0
            items.append(item)
            length += 0 if isinstance(item.page, Exception) else len(item.page.data)
    yield shard(last=True)
