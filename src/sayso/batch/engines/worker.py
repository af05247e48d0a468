"""A process that reads pages one after another, and its keeper, which outlives whatever a page does to it.

Each page is bounded in time by the keeper and in memory by the kernel. A page that ends its process is tried again in a
new one, since the process may have been killed for another's sake; after three times it is a row of errors. This is the
same on one machine and on many: a Ray worker is a keeper too, so that no page can end it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sayso.errors import LimitError, SaysoError, WorkerError

if TYPE_CHECKING:
    from sayso.batch.settings import Item, Settings

TRIES: Final = 3
_STARTS: Final = 10
_START_SECONDS: Final = 120
_PAUSE: Final = 0.2
_GROWTH: Final = 200_000_000
"""Bytes that a process may grow by over many pages before it is exchanged."""
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
_WARM: Final = "“The weir holds,” said Ivo Marr, the lock keeper."
_SERVE: Final = "import sys; from sayso.batch.engines.worker import serve; serve(int(sys.argv[1]))"
_OUT_OF_MEMORY: Final = ("bad_alloc", "Failed to allocate", "Unable to allocate", "std::length_error")


class Job(msgspec.Struct, frozen=True):
    """What is done with each page. ``attribute`` makes its record, ``make`` the rows of it, or of the error."""

    settings: Settings
    attribute: Callable[..., Any]
    make: Callable[..., dict[str, Any]]


class Stopped(Exception):  # noqa: N818 (no error: the user asked for it)
    """The run is being ended."""


def serve(handle: int) -> None:
    """The life of the process: load the model, then read pages until nobody asks any more."""
    connection = Connection(handle)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keeper decides when to end
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        sys.path[:] = connection.recv()
        job: Job = connection.recv()
        try:
            job.attribute(_WARM, options=job.settings.options)
        except SaysoError as error:
            connection.send(error)
            return
        _bound(job.settings.page_megabytes)
        size = _resident()
        connection.send(None)
        while True:
            for number, item in connection.recv():
                # Should the keeper be gone, the kernel ends what hangs.
                signal.setitimer(signal.ITIMER_REAL, 2 * job.settings.page_seconds + 1)
                rows, spent = _read(job, number, item)
                signal.setitimer(signal.ITIMER_REAL, 0)
                spent = spent or _resident() - size > _GROWTH
                connection.send_bytes((b"!" if spent else b".") + rows)
                if spent:
                    return


def _read(job: Job, number: int, item: Item) -> tuple[bytes, bool]:
    """The rows of a page, encoded, and whether the process had better be exchanged."""
    encode = msgspec.msgpack.encode
    options = job.settings.options
    if item.publisher and not options.publisher:
        options = msgspec.structs.replace(options, publisher=item.publisher)
    try:
        if isinstance(item.page, Exception):
            raise item.page
        return encode(job.make(job.attribute(item.page, options=options), number, item)), False
    except (SaysoError, OSError) as error:
        return encode(job.make(error, number, item)), False
    except Exception as error:  # no page, however odd, may keep the next ones from being read
        if isinstance(error, MemoryError) or any(told in str(error) for told in _OUT_OF_MEMORY):
            return encode(job.make(_large(job.settings), number, item)), True
        return encode(job.make(error, number, item)), True


def _large(settings: Settings) -> LimitError:
    return LimitError(
        f"the page needs more than {settings.page_megabytes} MB of memory", "Raise --page-megabytes, or split the page"
    )


def _follow(keeper: int) -> None:
    """End with the keeper, also where it was killed."""
    while os.getppid() == keeper:
        time.sleep(1)
    os._exit(1)


def _bound(megabytes: int) -> None:
    """Let the process have no more memory than now and this much. Only Linux says how much that is."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
        most = pages * resource.getpagesize() + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _resident() -> int:
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


class Keeper:
    """Has one process read pages, and has another go on where it ends. Not for several threads at once."""

    def __init__(self, job: Job, stop: threading.Event | None = None) -> None:
        self.job = job
        self._stop = stop or threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def read(self, first: int, items: Sequence[Item]) -> list[dict[str, Any]]:
        """The rows of pages in their order, whatever happens. Raises ModelError where the model cannot be loaded."""
        out: list[dict[str, Any]] = []
        deaths = 0
        while len(out) < len(items):
            connection = self._started()
            begun = len(out)
            fault = self._ask(connection, first, items, out)
            if self._stop.is_set():
                raise Stopped
            if fault is None:
                deaths = 0
                continue
            deaths = deaths + 1 if len(out) == begun else 1
            if isinstance(fault, LimitError) or deaths >= TRIES:
                out.append(self.job.make(fault, first + len(out), items[len(out)]))
                deaths = 0
        return out

    def _ask(
        self, connection: Connection, first: int, items: Sequence[Item], out: list[dict[str, Any]]
    ) -> SaysoError | None:
        """Take the rows of the pages that are left, as far as the process comes; what the next page did to it."""
        seconds = self.job.settings.page_seconds
        try:
            connection.send([(first + at, items[at]) for at in range(len(out), len(items))])
            while len(out) < len(items):
                if not connection.poll(seconds):
                    self.close()
                    return LimitError(
                        f"the page takes more than {seconds:g} seconds", "Raise --page-seconds, or split the page"
                    )
                told = connection.recv_bytes()
                out.append(msgspec.msgpack.decode(told[1:]))
                if told[:1] == b"!":
                    self.close()
                    return None
        except (EOFError, OSError):
            return self._ended()
        return None

    def _ended(self) -> WorkerError:
        """What is said of the end of a process."""
        code = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                code = self._process.wait(5)
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        self.close()
        return WorkerError(
            f"the page ended its process ({how}), {TRIES} times", "Read it alone with sayso read, and report it"
        )

    def _started(self) -> Connection:
        """The connection to a process that is ready."""
        for _ in range(_STARTS):
            if self._stop.is_set():
                raise Stopped
            if (connection := self._connection or self._start()) is not None:
                return connection
            self._stop.wait(_PAUSE)
        raise WorkerError("no process can be started that reads pages", "Check the memory, and sayso demo")

    def _start(self) -> Connection | None:
        """A new process, once it is ready; None where it ended before."""
        mine, other = Pipe()
        command = [sys.executable, "-c", _SERVE, str(other.fileno())]
        environment = os.environ | dict.fromkeys(_ONE_THREAD, "1")
        with other:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, pass_fds=[other.fileno()], env=environment
            )
        self._connection = mine
        told: object
        try:
            mine.send(sys.path)
            mine.send(self.job)
            told = mine.recv() if mine.poll(_START_SECONDS) else EOFError()
        except (EOFError, OSError) as error:
            told = error
        if told is None:
            return mine
        self.close()
        if isinstance(told, SaysoError):
            raise told
        return None

    def kill(self) -> None:
        """Have the process end, from another thread: whoever waits for it is told."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.wait()
