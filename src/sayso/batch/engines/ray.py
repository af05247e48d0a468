"""The Ray engine: Ray Data splits units into shards, and actors read and store the shards.

Both steps use the functions of the local engine. Splitting only decompresses and parses, so that one reader can feed
thousands of cores. Each actor reads pages in a separate process, so that no page can terminate an actor. Ray restarts
a killed actor, which reads its shard again and writes the same file.
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

_BLOCK_BYTES: Final = 1
"""Maximum size of a Ray block. Ray closes a block after the row that exceeds it, so each shard is a separate block."""


def run_ray(plan: Plan, store: Store, job: Job) -> Generator[KeptShard, None, None]:
    """Read the remaining shards on a Ray cluster. Yields each shard after it is stored, in the order of completion."""
    ray = started(job.settings.address)
    units = [
        {"unit": pickle.dumps((unit, [number for owner, number in plan.shards if owner == unit.number]
                               + plan.parted(unit.number)))}
        for unit in plan.unfinished()
    ]  # fmt: skip
    if not units:
        return
    settings = job.settings
    memory = {"memory": settings.worker_megabytes * 1_000_000} if settings.worker_megabytes else {}
    dataset = ray.data.from_items(units, override_num_blocks=len(units))
    dataset.context.enable_progress_bars = False
    dataset.context.print_on_execution_start = False
    dataset.context.target_max_block_size = _BLOCK_BYTES
    actors = ray.data.ActorPoolStrategy(min_size=1, max_size=settings.workers)
    # Splitting reserves no core: with actors on all cores it would never be scheduled.
    split = dataset.map_batches(_Split(job), batch_size=1, num_cpus=0)
    results = split.map_batches(
        _Read, fn_constructor_args=(job, store), batch_size=1, compute=actors, num_cpus=settings.worker_cpus, **memory
    )
    for row in results.iter_rows():
        yield pickle.loads(row["kept"])


def started(address: str | None) -> Any:  # noqa: ANN401 (Ray has no types for its module)
    """Connect to a Ray cluster, or start Ray on this machine. Raises ExtraError if Ray is not installed."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise extra_missing("--engine ray", "batch", "ray") from error
    if not ray.is_initialized():
        os.environ.setdefault("RAY_agent_register_timeout_ms", "120000")  # Ray starts slowly on a busy machine
        local: dict[str, Any] = {} if address else {"_node_ip_address": "127.0.0.1", "include_dashboard": False}
        try:
            ray.init(address=address, **local, log_to_driver=False, logging_level=logging.ERROR)
        except Exception as error:  # Ray does not document its exceptions
            what = f"Ray cannot be started or reached ({str(error).splitlines()[0]})"
            raise WorkerError(what, "Check --address, or retry on a less busy machine", address) from error
    return ray


class _Split:
    """Splits units into shards, without those already stored."""

    def __init__(self, job: Job) -> None:
        self.settings = job.settings

    def __call__(self, batch: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for packed in batch["unit"]:
            unit: Unit
            unit, done = pickle.loads(packed)
            stored = set(done)
            for shard in shards(unit, self.settings):
                if shard.number not in stored:
                    yield {"shard": [pickle.dumps(shard)]}


class _Read:
    """Reads and stores shards, and returns their counts."""

    def __init__(self, job: Job, store: Store) -> None:
        self.reader, self.store = PageReader(job), store

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        kept = [keep(self.reader, pickle.loads(packed), self.store) for packed in batch["shard"]]
        return {"kept": [pickle.dumps(shard) for shard in kept]}


_PARTITIONS: Final = 64
"""Partitions of the keys of all bands; within a partition, DuckDB groups the keys as on one machine."""
_BLOCK_ROWS: Final = 20_000


def ray_pairs(signatures: Signatures, numbers: NDArray[np.int64], address: str | None) -> Iterator[Pairs]:
    """The pairs of numbers that share a band, computed on a Ray cluster."""
    ray = started(address)
    chunks = [numbers[start : start + _BLOCK_ROWS] for start in range(0, len(numbers), _BLOCK_ROWS)]
    blocks = [{"n": chunk, "signatures": signatures[chunk]} for chunk in chunks]
    if not blocks:
        return
    rows = ray.data.from_items([{"block": pickle.dumps(block)} for block in blocks], override_num_blocks=len(blocks))
    rows.context.enable_progress_bars = False
    rows.context.print_on_execution_start = False
    partitions = rows.map_batches(_band_keys, batch_size=1).groupby("part", num_partitions=_PARTITIONS)
    for row in partitions.map_groups(_pairs_of_keys, batch_format="numpy").iter_batches(batch_format="numpy"):
        yield np.stack([row["a"], row["b"]], axis=1)


def _band_keys(batch: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The keys of blocks of signatures, one batch per block and band."""
    for packed in batch["block"]:
        block = pickle.loads(packed)
        for band in range(WIDE):
            key = keys(block["signatures"], band)
            yield {"part": key % _PARTITIONS, "key": key, "n": block["n"]}


def _pairs_of_keys(batch: dict[str, Any]) -> dict[str, Any]:
    """The pairs that share a key in one partition."""
    import duckdb

    with duckdb.connect() as connection:
        numbers = pairs(connection, batch["key"], batch["n"])
    return {"a": numbers[:, 0], "b": numbers[:, 1]}
