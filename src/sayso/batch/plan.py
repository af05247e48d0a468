"""What a batch run has to do, what earlier runs did of it, and which parts of the output can be made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from sayso._version import __version__
from sayso.batch.inputs.shards import Shard, Unit, shards
from sayso.batch.outputs.folder import Store
from sayso.batch.outputs.writer import (
    DONE,
    GROUP,
    SHARDS,
    KeptShard,
    Part,
    kept_of,
    make_part,
    shard_name,
    sound,
    whole,
)  # fmt: skip
from sayso.batch.settings import Attribute, BatchSettings
from sayso.errors import InputError

RUN: Final = "_batch/run.json"


class Plan:
    """What there is to do, what is done, and the parts that can be made of it, in the order of the input."""

    def __init__(self, store: Store, settings: BatchSettings, found: list[Unit]) -> None:
        self.store, self.settings, self.units = store, settings, found
        self.parts: dict[tuple[int, int], Part] = {}
        self.shards: dict[tuple[int, int], bool] = {}
        self.remade: list[str] = []
        self._at = (found[0].number if found else 0, 0)

    def claim(self, attribute: Attribute) -> None:
        """Take the folder for this command, or go on with what it began. Raises InputError where it is another's."""
        own = msgspec.json.encode(self._asked(attribute))
        if self.store.foreign():
            raise InputError("the folder holds other files", "Name an empty or a new one", self.store.root)
        there = self.store.read(RUN)
        if there is None:
            self.store.write(RUN, own)
        elif there != own:
            try:
                old = msgspec.json.decode(there, type=dict[str, Any])
            except msgspec.MsgspecError as error:
                raise InputError(
                    f"the folder's own notes are damaged ({error})", "Name another --out", f"{self.store.root}/{RUN}"
                ) from error
            new = msgspec.json.decode(own)
            differs = ", ".join(key for key in new if old.get(key) != new[key])
            raise InputError(
                f"the folder holds the output of another command ({differs} differ)",
                "Give the same command to go on with it, or name another --out", self.store.root,
            )  # fmt: skip
        self._resume()

    def _asked(self, attribute: Attribute) -> dict[str, object]:
        """All that the output depends on."""
        digest = hashlib.sha256()
        for unit in self.units:
            for one in unit.sources:
                digest.update(f"{one.name}\0{one.size}\0{one.changed}\n".encode("utf-8", "surrogateescape"))
        settings = self.settings
        return self.facts() | {
            "inputs": digest.hexdigest(),
            "options": msgspec.to_builtins(settings.options, enc_hook=str),
            "columns": settings.columns,
            "shard_pages": settings.shard_pages,
            "shard_chars": settings.shard_chars,
            "archive": settings.archive,
            "function": f"{attribute.__module__}.{getattr(attribute, '__qualname__', attribute)}",
        }

    def facts(self) -> dict[str, object]:
        """With what the run reads, and how much."""
        from sayso.tagging.model import model_name

        files = sum(len(unit.sources) for unit in self.units)
        size = sum(unit.size for unit in self.units)
        return {
            "sayso": __version__, "model": model_name(self.settings.options.model), "files": files, "bytes": size,
        }  # fmt: skip

    def _resume(self) -> None:
        for name in self.store.names(DONE):
            part = sound(self.store, name)
            if part is None:  # a file of it was damaged or removed since: the part is made again
                self.store.remove(f"{DONE}/{name}")
                self.remade.append(name)
            else:
                self.parts[part.unit, part.group] = part
        for name in self.store.names(SHARDS):
            kept = kept_of(name)
            if (kept.unit, kept.number // GROUP) in self.parts:  # it was killed before it could remove the shard
                self.store.remove(f"{SHARDS}/{name}")
            elif whole(self.store, name, archive=self.settings.archive is not None):
                self.shards[kept.unit, kept.number] = kept.last

    def add(self, kept: KeptShard) -> None:
        """Note a shard that is kept."""
        self.shards[kept.unit, kept.number] = kept.last

    def finished(self, unit: int) -> bool:
        """Whether all parts of a unit are made."""
        parts = [(group, part.last) for (of, group), part in self.parts.items() if of == unit]
        return any(last and len(parts) == group + 1 for group, last in parts)

    def has(self, unit: int, number: int) -> bool:
        """Whether a shard is kept, or in a part."""
        return (unit, number) in self.shards or (unit, number // GROUP) in self.parts

    def parted(self, unit: int) -> list[int]:
        """The numbers of the shards of a unit that are in parts."""
        groups = [group for of, group in self.parts if of == unit]
        return [group * GROUP + number for group in groups for number in range(GROUP)]

    def left(self) -> int:
        """Bytes of the units that are not finished."""
        return sum(unit.size for unit in self.units if not self.finished(unit.number))

    def unfinished(self) -> list[Unit]:
        """The units that still have something to read."""
        return [unit for unit in self.units if not self.finished(unit.number)]

    def waiting(self) -> Iterator[Shard]:
        """The shards that are not kept yet, in order, read as they are asked for."""
        for unit in self.unfinished():
            for shard in shards(unit, self.settings):
                if not self.has(shard.unit, shard.number):
                    yield shard

    def gather(self) -> None:
        """Make the parts whose shards are all kept, in the order of the input."""
        while self.units:
            unit, group = self._next()
            if unit is None:
                return
            first = group * GROUP
            numbers: list[int] = []
            for number in range(first, first + GROUP):
                if (unit, number) not in self.shards:
                    return
                numbers.append(number)
                if self.shards[unit, number]:
                    break
            names = [shard_name(unit, number, last=self.shards[unit, number]) for number in numbers]
            part = make_part(self.store, unit, group, names, self.settings.archive)
            self.parts[unit, group] = part
            for number in numbers:
                del self.shards[unit, number]

    def _next(self) -> tuple[int | None, int]:
        """The next part that is to be made: the first that is missing."""
        while (part := self.parts.get(self._at)) is not None:
            unit, group = self._at
            self._at = (unit + 1, 0) if part.last else (unit, group + 1)
        unit, group = self._at
        return (unit, group) if unit < len(self.units) else (None, 0)
