"""The engine of many machines: Ray Data reads units, has actors read their shards, and hands back what is kept.

All that is ours runs inside the two functions that Ray is given, and they are those of the local engine. A reader feeds
thousands of cores: it only unpacks and cuts. Actors keep a process for the pages, so that no page can end an actor; an
actor that is killed is started again by Ray, and its shard is read again, which gives the same file.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Generator, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sayso.batch.engines.job import Job, PageReader
from sayso.batch.engines.local import keep
from sayso.batch.inputs.shards import Unit, shards
from sayso.batch.outputs.folder import Store
from sayso.batch.outputs.writer import KeptShard
from sayso.batch.plan import Plan
from sayso.batch.quotations.bands import WIDE, Pairs, Signatures, keys, pairs
from sayso.errors import WorkerError, extra_missing

_BLOCK: Final = 1
"""Bytes of a block of Ray's: it closes a block at each row that makes it longer, so a shard is a block of its own."""


def run_ray(plan: Plan, store: Store, job: Job) -> Generator[KeptShard, None, None]:
    """Read what is not kept yet on a Ray cluster; each shard comes out once it is kept, the first ready first."""
    ray = started(job.settings.address)
    units = [
        {"unit": pickle.dumps((unit, [number for of, number in plan.shards if of == unit.number]
                               + plan.parted(unit.number)))}
        for unit in plan.unfinished()
    ]  # fmt: skip
    if not units:
        return
    settings = job.settings
    memory = {"memory": settings.worker_megabytes * 1_000_000} if settings.worker_megabytes else {}
    found = ray.data.from_items(units, override_num_blocks=len(units))
    found.context.enable_progress_bars = False
    found.context.print_on_execution_start = False
    found.context.target_max_block_size = _BLOCK
    actors = ray.data.ActorPoolStrategy(min_size=1, max_size=settings.workers)
    # Reading takes no core of its own, or actors on all cores would wait for it without an end.
    cut = found.map_batches(_Cut(job), batch_size=1, num_cpus=0)
    made = cut.map_batches(
        _Read, fn_constructor_args=(job, store), batch_size=1, compute=actors, num_cpus=settings.worker_cpus, **memory
    )
    for row in made.iter_rows():
        yield pickle.loads(row["kept"])


def started(address: str | None) -> Any:  # noqa: ANN401 (Ray has no types for its module)
    """Ray, connected to a cluster or begun on this machine. Raises ExtraError where it is not installed."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise extra_missing("--engine ray", "batch", "ray") from error
    if not ray.is_initialized():
        os.environ.setdefault("RAY_agent_register_timeout_ms", "120000")  # its parts start slowly on a busy machine
        local: dict[str, Any] = {} if address else {"_node_ip_address": "127.0.0.1", "include_dashboard": False}
        try:
            ray.init(address=address, **local, log_to_driver=False, logging_level=logging.ERROR)
        except Exception as error:  # Ray raises what its parts happen to meet
            what = f"Ray cannot be started or reached ({str(error).splitlines()[0]})"
            raise WorkerError(what, "Check --address, or try again on a less busy machine", address) from error
    return ray


class _Cut:
    """From units to the shards of them that are not kept yet."""

    def __init__(self, job: Job) -> None:
        self.settings = job.settings

    def __call__(self, batch: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for packed in batch["unit"]:
            unit: Unit
            unit, done = pickle.loads(packed)
            has = set(done)
            for shard in shards(unit, self.settings):
                if shard.number not in has:
                    yield {"shard": [pickle.dumps(shard)]}


class _Read:
    """From shards to what is said of them once they are kept."""

    def __init__(self, job: Job, store: Store) -> None:
        self.reader, self.store = PageReader(job), store

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        kept = [keep(self.reader, pickle.loads(packed), self.store) for packed in batch["shard"]]
        return {"kept": [pickle.dumps(one) for one in kept]}


_PARTS: Final = 64
"""Parts that the keys of all bands are dealt into; within one, DuckDB groups them as it does on one machine."""
_ROWS: Final = 20_000


def ray_pairs(made: Signatures, numbers: NDArray[np.int64], address: str | None) -> Iterator[Pairs]:
    """The pairs of numbers that share a band, found on a Ray cluster."""
    ray = started(address)
    blocks = [
        {"n": numbers[at : at + _ROWS], "made": made[numbers[at : at + _ROWS]]} for at in range(0, len(numbers), _ROWS)
    ]
    if not blocks:
        return
    rows = ray.data.from_items([{"block": pickle.dumps(block)} for block in blocks], override_num_blocks=len(blocks))
    rows.context.enable_progress_bars = False
    rows.context.print_on_execution_start = False
    dealt = rows.map_batches(_keyed, batch_size=1).groupby("part", num_partitions=_PARTS)
    for row in dealt.map_groups(_paired, batch_format="numpy").iter_batches(batch_format="numpy"):
        yield np.stack([row["a"], row["b"]], axis=1)


def _keyed(batch: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """From blocks of signatures to a row for each band of each."""
    for packed in batch["block"]:
        block = pickle.loads(packed)
        for band in range(WIDE):
            key = keys(block["made"], band)
            yield {"part": key % _PARTS, "key": key, "n": block["n"]}


def _paired(batch: dict[str, Any]) -> dict[str, Any]:
    """From the keys of one part to the pairs that share one."""
    import duckdb

    with duckdb.connect() as connection:
        found = pairs(connection, batch["key"], batch["n"])
    return {"a": found[:, 0], "b": found[:, 1]}
