"""Writes an output file under another name first, so that an error leaves no half of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def written_at_end(path: Path) -> Iterator[Path]:
    """A temporary file whose bytes are those of ``path`` at the end.

    The temporary file replaces a regular file. A symbolic link keeps its target, and a device or a pipe (/dev/stdout)
    receives the bytes instead of being replaced.
    """
    if path.exists() and not path.is_file():
        with TemporaryDirectory(prefix="sayso-") as folder:
            temporary = Path(folder, "output")
            yield temporary
            with temporary.open("rb") as source, path.open("wb") as device:
                shutil.copyfileobj(source, device)
        return
    target = path.resolve()
    temporary = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
