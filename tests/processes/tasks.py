"""A task whose items are orders: what a page could do to the process that reads it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import msgspec

from sayso.errors import InputError, ModelError


class Orders(msgspec.Struct, frozen=True):
    """Answers an item with itself; ``folder`` remembers what happened across processes."""

    folder: str
    broken: bool = False

    def prepare(self) -> None:
        """Fail where the task is broken from the beginning."""
        with (Path(self.folder) / "starts").open("a") as file:
            file.write(".")
        if self.broken:
            raise ModelError("the model is missing", "Install it")

    def run(self, item: str) -> bytes:
        """Do what the item says."""
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
        """Say what went wrong."""
        return f"{type(error).__name__}: {error} ({item})".encode()
