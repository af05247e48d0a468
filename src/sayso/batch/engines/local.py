"""The local engine: each worker thread sends shards to its process and stores the results."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Final

from sayso.batch.engines.job import Job, PageReader
from sayso.batch.inputs.shards import Shard
from sayso.batch.outputs.folder import Store
from sayso.batch.outputs.writer import KeptShard, write_shard

_SHARDS_AHEAD: Final = 2
"""Shards in flight per process: enough to keep each process busy, few enough to bound the memory."""


def run_local(waiting: Iterable[Shard], store: Store, job: Job) -> Generator[KeptShard, None, None]:
    """Read shards in worker processes. Yields each shard after it is stored, in the order of completion."""
    stop, local, readers = threading.Event(), threading.local(), list[PageReader]()

    def work(shard: Shard) -> KeptShard:
        if not hasattr(local, "reader"):
            local.reader = PageReader(job, stop)
            readers.append(local.reader)
        return keep(local.reader, shard, store)

    workers = job.settings.workers
    pool = ThreadPoolExecutor(workers, thread_name_prefix="sayso-batch")
    shards = iter(waiting)
    running: set[Future[KeptShard]] = set()
    try:
        while True:
            running |= {pool.submit(work, shard) for shard in islice(shards, _SHARDS_AHEAD * workers - len(running))}
            if not running:
                return
            # Without a timeout, Ctrl-C does not interrupt the wait on every platform.
            done, running = wait(running, timeout=1, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        stop.set()
        for reader in readers:
            reader.kill()
        pool.shutdown(cancel_futures=True)
        for reader in readers:
            reader.close()


def keep(reader: PageReader, shard: Shard, store: Store) -> KeptShard:
    """Read the pages of a shard, and store their rows."""
    rows = reader.read(shard.first, shard.items)
    kept = KeptShard(shard.unit, shard.number, shard.last, shard.size)
    return write_shard(store, kept, rows, archive=reader.job.settings.archive is not None)
