"""A task whose items name faults that a page can cause in its worker process."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import msgspec

from sayso.errors import InputError, ModelError


class FaultTask(msgspec.Struct, frozen=True):
    """Returns the item, or causes the fault that it names. Files in ``folder`` keep state across processes."""

    folder: str
    broken: bool = False

    def prepare(self) -> None:
        """Count the start of a process. Raises ModelError if the task is broken."""
        with (Path(self.folder) / "starts").open("a") as file:
            file.write(".")
        if self.broken:
            raise ModelError("the model is missing", "Install it")

    def run(self, item: str) -> bytes:
        """Cause the fault that the item names."""
        if item == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "crash once" and not (Path(self.folder) / "crashed").exists():
            (Path(self.folder) / "crashed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "hang":
            time.sleep(60)
        if item == "greed":
            raise MemoryError
        if item == "refuse":
            raise InputError("the page is empty", "Give another")
        return f"{item} {os.getpid()}".encode()

    def failed(self, error: Exception, item: str) -> bytes:
        """Return the error as text."""
        return f"{type(error).__name__}: {error} ({item})".encode()
