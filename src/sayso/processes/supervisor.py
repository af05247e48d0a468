"""Supervises one worker process: starts it, bounds each item in time, and starts another where it ends.

An item that ends its process is tried again in a new one where its bounds say so, since the process may have been
killed for another reason; after that it has failed. A process that ends between two items costs neither. Batches on one
machine, Ray workers and the web server all have their pages read through this, so that no page can end any of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Final

from sayso.errors import LimitError, SaysoError, WorkerError
from sayso.processes.task import Bounds, Task
from sayso.processes.worker import BEGINS, ENDS

_STARTS: Final = 10
_LOSSES: Final = 3  # processes that may end before they begin an item, until the item is to blame
_START_SECONDS: Final = 120
_PAUSE: Final = 0.2  # seconds between two attempts to start a process
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
_SERVE: Final = "import sys; from sayso.processes.worker import serve; serve(int(sys.argv[1]))"


class StoppedError(Exception):
    """The work is being ended: nothing is wrong with an item."""


class Supervisor:
    """Has one process run a task, and another go on where it ends. Not for several threads at once."""

    def __init__(self, task: Task, bounds: Bounds, stop: threading.Event | None = None) -> None:
        self._task = task
        self._bounds = bounds
        self._stop = stop or threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def run(self, items: Sequence[Any]) -> list[bytes]:
        """The results of items in their order, whatever happens.

        Raises what :meth:`Task.prepare` raises, WorkerError where no process can be started, StoppedError.
        """
        results: list[bytes] = []
        deaths = losses = 0
        while len(results) < len(items):
            connection = self._started()
            before = len(results)
            error, begun = self._ask(connection, items, results)
            if self._stop.is_set():
                raise StoppedError
            if len(results) > before:
                deaths = losses = 0
            if error is None:
                continue
            deaths, losses = (deaths + 1, losses) if begun else (deaths, losses + 1)
            if isinstance(error, LimitError) or deaths >= self._bounds.tries or losses >= _LOSSES:
                results.append(self._task.failed(error, items[len(results)]))
                deaths = losses = 0
        return results

    def start(self) -> None:
        """Have a process ready, so that the first item need not wait for it. Raises what :meth:`run` raises."""
        self._started()

    def _ask(
        self, connection: Connection, items: Sequence[Any], results: list[bytes]
    ) -> tuple[SaysoError | None, bool]:
        """Take the results that are missing, as far as the process comes; what the next item did to it, if begun."""
        seconds = self._bounds.seconds
        begun = False
        try:
            connection.send(items[len(results) :])
            while len(results) < len(items):
                if not connection.poll(seconds):
                    self.close()
                    return LimitError(f"the page takes more than {seconds:g} seconds", self._bounds.seconds_hint), begun
                message = connection.recv_bytes()
                begun = message == BEGINS
                if begun:
                    continue
                results.append(message[1:])
                if message[:1] == ENDS:
                    self.close()
                    return None, begun
        except (EOFError, OSError):
            return self._ended(), begun
        return None, begun

    def _ended(self) -> WorkerError:
        """The error for an item that ended the process."""
        code = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                code = self._process.wait(5)
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        self.close()
        times = f", {self._bounds.tries} times" if self._bounds.tries > 1 else ""
        return WorkerError(f"the page ended its process ({how}){times}", self._bounds.crash_hint)

    def _started(self) -> Connection:
        """The connection to a process that is ready."""
        for _ in range(_STARTS):
            if self._stop.is_set():
                raise StoppedError
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
        answer: object
        try:
            mine.send(sys.path)
            mine.send((self._task, self._bounds))
            answer = mine.recv() if mine.poll(_START_SECONDS) else EOFError()
        except (EOFError, OSError) as error:
            answer = error
        if answer is None:
            return mine
        self.close()
        if isinstance(answer, SaysoError):
            raise answer
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
