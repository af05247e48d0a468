"""The engine of one machine: a thread a worker hands shards to its process and keeps what comes back."""

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

_AHEAD: Final = 2
"""Shards in flight for each process, so that none waits for the reader and memory stays bounded."""


def run_local(waiting: Iterable[Shard], store: Store, job: Job) -> Generator[KeptShard, None, None]:
    """Read shards with as many processes as the settings say; each comes out once it is kept, the first ready first."""
    stop, mine, readers = threading.Event(), threading.local(), list[PageReader]()

    def work(shard: Shard) -> KeptShard:
        if not hasattr(mine, "reader"):
            mine.reader = PageReader(job, stop)
            readers.append(mine.reader)
        return keep(mine.reader, shard, store)

    workers = job.settings.workers
    pool = ThreadPoolExecutor(workers, thread_name_prefix="sayso-batch")
    shards = iter(waiting)
    running: set[Future[KeptShard]] = set()
    try:
        while True:
            running |= {pool.submit(work, shard) for shard in islice(shards, _AHEAD * workers - len(running))}
            if not running:
                return
            # A wait without an end would not hear of Ctrl-C on every platform.
            done, running = wait(running, timeout=1, return_when=FIRST_COMPLETED)
            for one in done:
                yield one.result()
    finally:
        stop.set()
        for reader in readers:
            reader.kill()
        pool.shutdown(cancel_futures=True)
        for reader in readers:
            reader.close()


def keep(reader: PageReader, shard: Shard, store: Store) -> KeptShard:
    """Read the pages of a shard and keep their rows."""
    rows = reader.read(shard.first, shard.items)
    kept = KeptShard(shard.unit, shard.number, shard.last, shard.size)
    return write_shard(store, kept, rows, archive=reader.job.settings.archive is not None)
