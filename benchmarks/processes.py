"""The processes of a run, by /proc."""

from __future__ import annotations

from pathlib import Path


def children(parent: int) -> list[int]:
    """The processes that a process started."""
    found = []
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            found += [int(one) for one in path.read_text().split()]
        except OSError:
            continue
    return found


def workers(parent: int) -> list[int]:
    """Those of them that read pages."""
    found = []
    for one in children(parent):
        try:
            if b"sayso.processes.worker" in Path(f"/proc/{one}/cmdline").read_bytes():
                found.append(one)
        except OSError:
            continue
    return found
