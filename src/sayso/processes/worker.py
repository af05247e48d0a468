"""The main loop of a worker process: prepares the task, then runs it on each item."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Final

from sayso.errors import LimitError, SaysoError
from sayso.processes.task import Bounds, Task

BEGINS: Final = b">"
"""The whole message: the process begins the next item."""
CONTINUES: Final = b"."
"""The first byte of a result: the process continues with the next item."""
ENDS: Final = b"!"
"""The first byte of a result: the process exits and needs a replacement."""
_MAX_GROWTH: Final = 200_000_000
"""Bytes of memory that a process may gain over many items before it is replaced."""
_OUT_OF_MEMORY: Final = ("bad_alloc", "Failed to allocate", "Unable to allocate", "std::length_error")


def serve(handle: int) -> None:
    """Run until the supervisor closes the pipe. ``handle`` is the file descriptor of the worker's end."""
    connection = Connection(handle)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor decides when the process exits
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        sys.path[:] = connection.recv()
        task: Task
        bounds: Bounds
        task, bounds = connection.recv()
        try:
            task.prepare()
        except SaysoError as error:
            connection.send(error)
            return
        _limit_memory(bounds.megabytes)
        initial_size = _resident_bytes()
        connection.send(None)
        while True:
            for item in connection.recv():
                # If the supervisor no longer exists, the kernel ends a process that hangs.
                signal.setitimer(signal.ITIMER_REAL, 2 * bounds.seconds + 1)
                connection.send_bytes(BEGINS)
                result, ends = _result(task, bounds, item)
                signal.setitimer(signal.ITIMER_REAL, 0)
                ends = ends or _resident_bytes() - initial_size > _MAX_GROWTH
                connection.send_bytes((ENDS if ends else CONTINUES) + result)
                if ends:
                    return


def _result(task: Task, bounds: Bounds, item: Any) -> tuple[bytes, bool]:  # noqa: ANN401 (each task has its own type)
    """Return the result of an item, and whether the process needs to be replaced."""
    try:
        return task.run(item), False
    except (SaysoError, OSError) as error:
        return task.failed(error, item), False
    except Exception as error:  # an unexpected error must not stop the items that follow
        if isinstance(error, MemoryError) or any(message in str(error) for message in _OUT_OF_MEMORY):
            limit = LimitError(f"the page needs more than {bounds.megabytes} MB of memory", bounds.megabytes_hint)
            return task.failed(limit, item), True
        return task.failed(error, item), True


def _end_with_parent(parent: int) -> None:
    """Exit when the supervisor's process ends, even if it was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """Limit the address space to its current size plus ``megabytes``. Without /proc (not Linux) there is no limit."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
        limit = pages * resource.getpagesize() + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _resident_bytes() -> int:
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
