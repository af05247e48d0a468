"""Child processes, from /proc."""

from __future__ import annotations

from pathlib import Path


def children(parent: int) -> list[int]:
    """The child processes of a process."""
    processes = []
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            processes += [int(process) for process in path.read_text().split()]
        except OSError:
            continue
    return processes


def workers(parent: int) -> list[int]:
    """The child processes that analyze pages."""
    processes = []
    for process in children(parent):
        try:
            if b"sayso.processes.worker" in Path(f"/proc/{process}/cmdline").read_bytes():
                processes.append(process)
        except OSError:
            continue
    return processes
