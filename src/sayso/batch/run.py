"""Runs a batch: resumes earlier work, reads the remaining shards with an engine, and merges the output."""

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
    """Receives the progress of a run."""

    def begin(self, total: int, done: Counts) -> None:
        """The run starts with ``total`` remaining bytes of input; ``done`` are the counts of earlier runs."""

    def kept(self, shard: KeptShard) -> None:
        """A shard was read and stored."""


class Silent:
    """A watcher that ignores the progress."""

    def begin(self, total: int, done: Counts) -> None:
        """Do nothing."""

    def kept(self, shard: KeptShard) -> None:
        """Do nothing."""


def run(
    names: Iterable[str],
    out: str,
    settings: BatchSettings | None = None,
    *,
    attribute: Attribute = pipeline.attribute,
    watcher: Watcher | None = None,
) -> Summary:
    """Read all pages of ``names`` (files, folders, globs, URLs), and write tables to ``out``, a folder or a URL.

    An interrupted run is resumed, with the same output as an uninterrupted one. ``attribute`` is called for each page;
    a custom function must be importable by name.

    Raises InputError if ``out`` belongs to another command, OSError if the disk is full. Stored results are kept.
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
    """Read the remaining shards, merge the parts, and write the summary."""
    start, pages, words = time.monotonic(), 0, 0
    before = sum((part.counts for part in plan.parts.values()), Counts())
    watcher.begin(plan.left(), before)
    plan.gather()
    with closing(_engine(job.settings)(plan, store, job)) as results:
        for kept in results:
            pages, words = pages + kept.pages, words + kept.words
            plan.add(kept)
            watcher.kept(kept)
            plan.gather()
    counts = sum((part.counts for part in plan.parts.values()), Counts())
    store.write(SUMMARY, msgspec.json.format(msgspec.json.encode(plan.facts() | {"counts": counts})) + b"\n")
    seconds = time.monotonic() - start
    divisor = max(seconds, 1e-9)
    return Summary(
        store.root, counts, round(seconds, 3), pages, words, round(pages / divisor, 2), round(words / divisor, 1),
        job.settings.workers, job.settings.engine, len(plan.remade),
    )  # fmt: skip


def _engine(settings: BatchSettings) -> Callable[[Plan, Store, Job], Generator[KeptShard, None, None]]:
    """The function that reads the remaining shards."""
    if settings.engine == "ray":
        from sayso.batch.engines.ray import run_ray

        return run_ray
    from sayso.batch.engines.local import run_local

    return lambda plan, store, job: run_local(plan.waiting(), store, job)
