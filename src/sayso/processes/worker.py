"""The inside of a worker process: prepares its task, then runs it on one item after another."""

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
"""A message of its own: the process has begun the next item."""
GOES_ON: Final = b"."
"""First byte of a result: the process takes the next item."""
ENDS: Final = b"!"
"""First byte of a result: the process ends, so that another one goes on."""
_GROWTH: Final = 200_000_000
"""Bytes that a process may grow by over many items before it is replaced."""
_OUT_OF_MEMORY: Final = ("bad_alloc", "Failed to allocate", "Unable to allocate", "std::length_error")


def serve(handle: int) -> None:
    """Run the process until nobody asks any more. ``handle`` is its end of the supervisor's pipe."""
    connection = Connection(handle)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor decides when to end
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
        size = _resident_bytes()
        connection.send(None)
        while True:
            for item in connection.recv():
                # If the supervisor is gone, the kernel ends what hangs.
                signal.setitimer(signal.ITIMER_REAL, 2 * bounds.seconds + 1)
                connection.send_bytes(BEGINS)
                result, spent = _result(task, bounds, item)
                signal.setitimer(signal.ITIMER_REAL, 0)
                spent = spent or _resident_bytes() - size > _GROWTH
                connection.send_bytes((ENDS if spent else GOES_ON) + result)
                if spent:
                    return


def _result(task: Task, bounds: Bounds, item: Any) -> tuple[bytes, bool]:  # noqa: ANN401 (the task's own)
    """The result of an item, and whether the process should be replaced."""
    try:
        return task.run(item), False
    except (SaysoError, OSError) as error:
        return task.failed(error, item), False
    except Exception as error:  # no item, however odd, may keep the next ones from being processed
        if isinstance(error, MemoryError) or any(sign in str(error) for sign in _OUT_OF_MEMORY):
            limit = LimitError(f"the page needs more than {bounds.megabytes} MB of memory", bounds.megabytes_hint)
            return task.failed(limit, item), True
        return task.failed(error, item), True


def _end_with_parent(parent: int) -> None:
    """End when the supervisor's process does, also where it was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """Let the process have no more memory than now and this much. Only Linux says how much that is."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
        most = pages * resource.getpagesize() + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _resident_bytes() -> int:
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
