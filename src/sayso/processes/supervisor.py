"""Supervises one worker process: starts it, limits the time of each item, and replaces the process when it ends.

An item whose process crashes is retried in a new process as often as its bounds allow, because the process may have
been killed for another reason; then the item fails. A process that ends between two items costs neither. Local
batches, Ray workers and the web server all read pages through a supervisor, so that no page can crash them.
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

_MAX_STARTS: Final = 10
_MAX_LOSSES: Final = 3  # processes that may end before they begin an item; after that the item fails
_START_SECONDS: Final = 120
_PAUSE_SECONDS: Final = 0.2  # between two attempts to start a process
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
_SERVE: Final = "import sys; from sayso.processes.worker import serve; serve(int(sys.argv[1]))"


class StoppedError(Exception):
    """The work is stopped on request; no item has failed."""


class Supervisor:
    """Runs a task in one process and replaces the process when it ends. Not safe for use by several threads."""

    def __init__(self, task: Task, bounds: Bounds, stop: threading.Event | None = None) -> None:
        self._task = task
        self._bounds = bounds
        self._stop = stop or threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def run(self, items: Sequence[Any]) -> list[bytes]:
        """Return the results of the items in order, one for each item.

        Raises any error of :meth:`Task.prepare`, WorkerError if no process can be started, and StoppedError.
        """
        results: list[bytes] = []
        crashes = losses = 0
        while len(results) < len(items):
            connection = self._ready_connection()
            before = len(results)
            error, begun = self._receive(connection, items, results)
            if self._stop.is_set():
                raise StoppedError
            if len(results) > before:
                crashes = losses = 0
            if error is None:
                continue
            crashes, losses = (crashes + 1, losses) if begun else (crashes, losses + 1)
            if isinstance(error, LimitError) or crashes >= self._bounds.tries or losses >= _MAX_LOSSES:
                results.append(self._task.failed(error, items[len(results)]))
                crashes = losses = 0
        return results

    def start(self) -> None:
        """Start a process, so that the first item need not wait for it. Raises the same errors as :meth:`run`."""
        self._ready_connection()

    def _receive(
        self, connection: Connection, items: Sequence[Any], results: list[bytes]
    ) -> tuple[SaysoError | None, bool]:
        """Send the items without a result, and append their results until all are there or the process ends.

        Returns the error of the item that ended the process, or None, and whether the process had begun that item.
        """
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
            return self._crash_error(), begun
        return None, begun

    def _crash_error(self) -> WorkerError:
        """Close the process, and return the error of the item that crashed it."""
        code = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                code = self._process.wait(5)
        reason = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        self.close()
        times = f", {self._bounds.tries} times" if self._bounds.tries > 1 else ""
        return WorkerError(f"the page crashed its process ({reason}){times}", self._bounds.crash_hint)

    def _ready_connection(self) -> Connection:
        """Return the connection to a process that has prepared the task. Starts a process if necessary."""
        for _ in range(_MAX_STARTS):
            if self._stop.is_set():
                raise StoppedError
            if (connection := self._connection or self._start()) is not None:
                return connection
            self._stop.wait(_PAUSE_SECONDS)
        raise WorkerError("cannot start a worker process", "Check the free memory, then try sayso demo")

    def _start(self) -> Connection | None:
        """Start a process and wait until it is ready. Returns None if it ends before that."""
        connection, remote = Pipe()
        command = [sys.executable, "-c", _SERVE, str(remote.fileno())]
        environment = os.environ | dict.fromkeys(_ONE_THREAD, "1")
        with remote:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, pass_fds=[remote.fileno()], env=environment
            )
        self._connection = connection
        answer: object
        try:
            connection.send(sys.path)
            connection.send((self._task, self._bounds))
            answer = connection.recv() if connection.poll(_START_SECONDS) else EOFError()
        except (EOFError, OSError) as error:
            answer = error
        if answer is None:
            return connection
        self.close()
        if isinstance(answer, SaysoError):
            raise answer
        return None

    def kill(self) -> None:
        """Kill the process from another thread. A thread that waits for a result gets an error."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """Close the connection, and kill the process."""
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.wait()
