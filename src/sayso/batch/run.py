"""A run from its names to its summary: what is done already, what an engine does of the rest, and the parts of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import Final, Protocol

import msgspec

from sayso import pipeline
from sayso.batch.engines.job import Job
from sayso.batch.inputs.files import sources
from sayso.batch.inputs.shards import units
from sayso.batch.outputs.folder import Store
from sayso.batch.outputs.writer import (
    KeptShard,
    needed,
    to_archive,
    to_tables,
)  # fmt: skip
from sayso.batch.plan import Plan
from sayso.batch.settings import Attribute, BatchSettings, Counts, Summary

SUMMARY: Final = "summary.json"


class Watcher(Protocol):
    """Who is told how far a run is."""

    def begin(self, total: int, done: Counts) -> None:
        """``total`` bytes of input are still to be read; ``done`` is what earlier runs made of the others."""

    def kept(self, shard: KeptShard) -> None:
        """A shard was read and kept."""


class Silent:
    """A watcher that says nothing."""

    def begin(self, total: int, done: Counts) -> None:
        """Say nothing."""

    def kept(self, shard: KeptShard) -> None:
        """Say nothing."""


def run(
    names: Iterable[str],
    out: str,
    settings: BatchSettings | None = None,
    *,
    attribute: Attribute = pipeline.attribute,
    watcher: Watcher | None = None,
) -> Summary:
    """Read every page that names stand for, and write tables to ``out``, a folder or an address.

    A run that was ended goes on where it stopped, and its output is that of a run that was not. ``attribute`` is called
    for each page; another function than sayso's must be importable by its name.

    Raises InputError where ``out`` belongs to another command, OSError where the disk is full; what is kept stays.
    """
    settings = settings or BatchSettings()
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
        job.settings.workers, job.settings.engine, len(plan.remade),
    )  # fmt: skip


def _engine(settings: BatchSettings) -> Callable[[Plan, Store, Job], Generator[KeptShard, None, None]]:
    if settings.engine == "ray":
        from sayso.batch.engines.ray import run_ray

        return run_ray
    from sayso.batch.engines.local import run_local

    return lambda plan, store, job: run_local(plan.waiting(), store, job)
