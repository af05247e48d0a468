"""A run from its names to its summary: what is done already, what an engine does of the rest, and the parts of it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from typing import Final, Protocol

import msgspec

from sayso import pipeline
from sayso._version import __version__
from sayso.batch.engines.worker import Job
from sayso.batch.inputs.files import sources
from sayso.batch.inputs.shards import Shard, Unit, shards, units
from sayso.batch.outputs.folder import Store
from sayso.batch.outputs.writer import (
    DONE,
    GROUP,
    SHARDS,
    Kept,
    Part,
    kept_of,
    make_part,
    needed,
    shard_name,
    to_archive,
    to_tables,
    whole,
)  # fmt: skip
from sayso.batch.settings import Attribute, Counts, Settings, Summary
from sayso.errors import InputError

RUN: Final = "_batch/run.json"
SUMMARY: Final = "summary.json"


class Watcher(Protocol):
    """Who is told how far a run is."""

    def begin(self, total: int, done: Counts) -> None:
        """``total`` bytes of input are still to be read; ``done`` is what earlier runs made of the others."""

    def kept(self, shard: Kept) -> None:
        """A shard was read and kept."""


class Silent:
    """A watcher that says nothing."""

    def begin(self, total: int, done: Counts) -> None:
        """Say nothing."""

    def kept(self, shard: Kept) -> None:
        """Say nothing."""


def run(
    names: Iterable[str],
    out: str,
    settings: Settings | None = None,
    *,
    attribute: Attribute = pipeline.attribute,
    watcher: Watcher | None = None,
) -> Summary:
    """Read every page that names stand for, and write tables to ``out``, a folder or an address.

    A run that was ended goes on where it stopped, and its output is that of a run that was not. ``attribute`` is called
    for each page; another function than sayso's must be importable by its name.

    Raises InputError where ``out`` belongs to another command, OSError where the disk is full; what is kept stays.
    """
    settings = settings or Settings()
    needed()
    store = Store(str(out))
    with store.locked():
        plan = Plan(store, settings, list(units(sources(map(str, names), without=str(out)))))
        plan.claim(attribute)
        job = Job(settings, attribute, to_tables if settings.archive is None else to_archive)
        return _run(plan, store, job, watcher or Silent())


def _run(plan: Plan, store: Store, job: Job, watcher: Watcher) -> Summary:
    begun, pages, words = time.monotonic(), 0, 0
    before = sum((part.counts for part in plan.parts.values()), Counts())
    watcher.begin(plan.left(), before)
    plan.gather()
    with closing(_engine(job.settings)(plan, store, job)) as arriving:
        for kept in arriving:
            pages, words = pages + kept.pages, words + kept.words
            plan.add(kept)
            watcher.kept(kept)
            plan.gather()
    counts = sum((part.counts for part in plan.parts.values()), Counts())
    store.write(SUMMARY, msgspec.json.format(msgspec.json.encode(plan.facts() | {"counts": counts})) + b"\n")
    seconds = time.monotonic() - begun
    each = max(seconds, 1e-9)
    return Summary(
        store.root, counts, round(seconds, 3), pages, words, round(pages / each, 2), round(words / each, 1),
        job.settings.workers, job.settings.engine,
    )  # fmt: skip


def _engine(settings: Settings) -> Callable[[Plan, Store, Job], Generator[Kept, None, None]]:
    if settings.engine == "ray":
        from sayso.batch.engines.ray import run_ray

        return run_ray
    from sayso.batch.engines.local import run_local

    return lambda plan, store, job: run_local(plan.waiting(), store, job)


class Plan:
    """What there is to do, what is done, and the parts that can be made of it, in the order of the input."""

    def __init__(self, store: Store, settings: Settings, found: list[Unit]) -> None:
        self.store, self.settings, self.units = store, settings, found
        self.parts: dict[tuple[int, int], Part] = {}
        self.shards: dict[tuple[int, int], bool] = {}

    def claim(self, attribute: Attribute) -> None:
        """Take the folder for this command, or go on with what it began. Raises InputError where it is another's."""
        own = msgspec.json.encode(self._asked(attribute))
        if self.store.foreign():
            raise InputError("the folder holds other files", "Name an empty or a new one", self.store.root)
        there = self.store.read(RUN)
        if there is None:
            self.store.write(RUN, own)
        elif there != own:
            old, new = msgspec.json.decode(there), msgspec.json.decode(own)
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
            part = msgspec.json.decode(self.store.read(f"{DONE}/{name}") or b"", type=Part)
            self.parts[part.unit, part.group] = part
        for name in self.store.names(SHARDS):
            kept = kept_of(name)
            if (kept.unit, kept.number // GROUP) in self.parts:  # it was killed before it could remove the shard
                self.store.remove(f"{SHARDS}/{name}")
            elif whole(self.store, name, archive=self.settings.archive is not None):
                self.shards[kept.unit, kept.number] = kept.last

    def add(self, kept: Kept) -> None:
        """Note a shard that is kept."""
        self.shards[kept.unit, kept.number] = kept.last

    def finished(self, unit: int) -> bool:
        """Whether all parts of a unit are made. Parts are made in order, so the last one says it."""
        return any(part.last for (of, _), part in self.parts.items() if of == unit)

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
        """The next part that is to be made."""
        if not self.parts:
            return self.units[0].number, 0
        unit, group = max(self.parts)
        if not self.parts[unit, group].last:
            return unit, group + 1
        return (unit + 1, 0) if unit + 1 < len(self.units) else (None, 0)
