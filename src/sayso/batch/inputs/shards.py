"""How the input is cut: files to units by their sizes, the pages of a unit to shards by their number and length.

A unit is a run of files that one reader goes through; a shard is what one worker is handed, what is kept as a whole,
and what a resumed run does not do again. Both follow from the names, sizes and contents of the files alone, so that
each run cuts alike. Inside a shard pages keep their order. The model reads one window at a time, without padding, so
there is nothing to gain from pages of one length; a shard ends at a number of characters, and shards cost about alike.
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
"""A page's number is that of its unit times this, plus its place in the unit from 0."""


class Unit(msgspec.Struct, frozen=True):
    """A run of files that is read in one go."""

    number: int
    sources: tuple[InputFile, ...]

    @property
    def size(self) -> int:
        """Bytes of the files as they lie there."""
        return sum(max(0, source.size) for source in self.sources)


class Shard(msgspec.Struct, frozen=True):
    """Some pages of a unit. ``first`` is the number of its first page; ``size`` is bytes of the input."""

    unit: int
    number: int
    first: int
    items: tuple[Item, ...]
    last: bool
    size: int


def units(found: Iterable[InputFile]) -> Iterator[Unit]:
    """Files as units: as many as come to 64 MB or 4,096 files; a larger file is one alone."""
    number, waiting, size = 0, list[InputFile](), 0
    for source in found:
        own = max(0, source.size)
        if waiting and (size + own > UNIT_BYTES or len(waiting) >= UNIT_FILES):
            yield Unit(number, tuple(waiting))
            number, waiting, size = number + 1, [], 0
        waiting.append(source)
        size += own
    if waiting:
        yield Unit(number, tuple(waiting))


def shards(unit: Unit, settings: BatchSettings) -> Iterator[Shard]:
    """The shards of a unit in order, the last one marked; a unit without a page has one that is empty."""
    reader = Reader(settings)
    number, first, told = 0, unit.number * PAGES, 0
    items, length = list[Item](), 0

    def made(last: bool) -> Shard:
        return Shard(unit.number, number, first, tuple(items), last, max(0, reader.at() - told))

    for source in unit.sources:
        for item in reader.items(source):
            if items and (len(items) >= settings.shard_pages or length >= settings.shard_chars):
                yield made(last=False)
                number, first, told = number + 1, first + len(items), reader.at()
                items, length = [], 0
            items.append(item)
            length += 0 if isinstance(item.page, Exception) else len(item.page.data)
    yield made(last=True)
