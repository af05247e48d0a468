"""The engine of many machines: Ray Data reads units, has actors read their shards, and hands back what is kept.

All that is ours runs inside the two functions that Ray is given, and they are those of the local engine. A reader feeds
thousands of cores: it only unpacks and cuts. Actors keep a process for the pages, so that no page can end an actor; an
actor that is killed is started again by Ray, and its shard is read again, which gives the same file.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, Final

from sayso.batch.local import keep
from sayso.batch.output import Kept
from sayso.batch.shards import Unit, shards
from sayso.batch.store import Store
from sayso.batch.worker import Job, Keeper
from sayso.errors import extra_missing

if TYPE_CHECKING:
    from sayso.batch.run import Plan

_BLOCK: Final = 1 << 20
"""Bytes of a block of Ray's: about a shard, so that no actor waits behind another's."""


def run_ray(plan: Plan, store: Store, job: Job) -> Generator[Kept, None, None]:
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
    made = (
        ray.data.from_items(units, override_num_blocks=len(units))
        .map_batches(_Cut(job), batch_size=1, num_cpus=0.1)
        .map_batches(
            _Read, fn_constructor_args=(job, store), batch_size=1, concurrency=settings.workers,
            num_cpus=settings.worker_cpus, **memory,
        )
    )  # fmt: skip
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
        ray.init(address=address, log_to_driver=False, include_dashboard=False, logging_level=logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.target_max_block_size = _BLOCK
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
        self.keeper, self.store = Keeper(job), store

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        kept = [keep(self.keeper, pickle.loads(packed), self.store) for packed in batch["shard"]]
        return {"kept": [pickle.dumps(one) for one in kept]}
