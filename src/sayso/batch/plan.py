"""The state of a batch run: remaining work, results of earlier runs, and parts ready to merge."""

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
    """The units, stored shards and finished parts of a run. Parts are merged in input order."""

    def __init__(self, store: Store, settings: BatchSettings, units: list[Unit]) -> None:
        self.store, self.settings, self.units = store, settings, units
        self.parts: dict[tuple[int, int], Part] = {}
        self.shards: dict[tuple[int, int], bool] = {}
        self.remade: list[str] = []
        self._next_part = (units[0].number if units else 0, 0)

    def claim(self, attribute: Attribute) -> None:
        """Reserve the folder for this command, or resume its run. Raises InputError for a folder in other use."""
        identity = msgspec.json.encode(self._identity(attribute))
        if self.store.foreign():
            raise InputError("the folder contains other files", "Choose an empty or new folder", self.store.root)
        existing = self.store.read(RUN)
        if existing is None:
            self.store.write(RUN, identity)
        elif existing != identity:
            try:
                old = msgspec.json.decode(existing, type=dict[str, Any])
            except msgspec.MsgspecError as error:
                raise InputError(
                    f"the state file of the run is damaged ({error})",
                    "Choose another --out",
                    f"{self.store.root}/{RUN}",
                ) from error
            new = msgspec.json.decode(identity)
            differs = ", ".join(key for key in new if old.get(key) != new[key])
            raise InputError(
                f"the folder contains the output of another command ({differs} differ)",
                "Repeat that command to resume it, or choose another --out", self.store.root,
            )  # fmt: skip
        self._resume()

    def _identity(self, attribute: Attribute) -> dict[str, object]:
        """Everything that the output depends on."""
        digest = hashlib.sha256()
        for unit in self.units:
            for file in unit.sources:
                digest.update(f"{file.name}\0{file.size}\0{file.changed}\n".encode("utf-8", "surrogateescape"))
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
        """The versions of sayso and model, and the size of the input."""
        from sayso.tagging.model import model_name

        files = sum(len(unit.sources) for unit in self.units)
        size = sum(unit.size for unit in self.units)
        return {
            "sayso": __version__, "model": model_name(self.settings.options.model), "files": files, "bytes": size,
        }  # fmt: skip

    def _resume(self) -> None:
        """Load the parts and shards of earlier runs, and discard damaged ones."""
        for name in self.store.names(DONE):
            part = sound(self.store, name)
            if part is None:  # a file is damaged or missing: build the part again
                self.store.remove(f"{DONE}/{name}")
                self.remade.append(name)
            else:
                self.parts[part.unit, part.group] = part
        for name in self.store.names(SHARDS):
            kept = kept_of(name)
            if (kept.unit, kept.number // GROUP) in self.parts:  # the earlier run was killed before removing it
                self.store.remove(f"{SHARDS}/{name}")
            elif whole(self.store, name, archive=self.settings.archive is not None):
                self.shards[kept.unit, kept.number] = kept.last

    def add(self, kept: KeptShard) -> None:
        """Register a stored shard."""
        self.shards[kept.unit, kept.number] = kept.last

    def finished(self, unit: int) -> bool:
        """Whether all parts of a unit are finished."""
        parts = [(group, part.last) for (owner, group), part in self.parts.items() if owner == unit]
        return any(last and len(parts) == group + 1 for group, last in parts)

    def has(self, unit: int, number: int) -> bool:
        """Whether a shard is stored, or in a finished part."""
        return (unit, number) in self.shards or (unit, number // GROUP) in self.parts

    def parted(self, unit: int) -> list[int]:
        """The numbers of the shards in finished parts of a unit."""
        groups = [group for owner, group in self.parts if owner == unit]
        return [group * GROUP + number for group in groups for number in range(GROUP)]

    def left(self) -> int:
        """The total size of the unfinished units."""
        return sum(unit.size for unit in self.unfinished())

    def unfinished(self) -> list[Unit]:
        """The units with remaining work."""
        return [unit for unit in self.units if not self.finished(unit.number)]

    def waiting(self) -> Iterator[Shard]:
        """The remaining shards in order, read lazily."""
        for unit in self.unfinished():
            for shard in shards(unit, self.settings):
                if not self.has(shard.unit, shard.number):
                    yield shard

    def gather(self) -> None:
        """Merge parts in input order while all shards of the next part are stored."""
        while self.units:
            unit, group = self._advance()
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

    def _advance(self) -> tuple[int | None, int]:
        """Move to the first missing part, and return its unit (None at the end) and group."""
        while (part := self.parts.get(self._next_part)) is not None:
            unit, group = self._next_part
            self._next_part = (unit + 1, 0) if part.last else (unit, group + 1)
        unit, group = self._next_part
        return (unit, group) if unit < len(self.units) else (None, 0)
