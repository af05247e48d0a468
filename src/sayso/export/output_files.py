"""Writes an output file under another name first, so that an error leaves no half of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
        temporary.touch()
        yield temporary
        temporary.replace(target)
    except OSError as error:
        if error.filename is not None and str(error.filename) == str(temporary):
            error.filename = str(path)  # the name that the user gave
        raise
    finally:
        with suppress(OSError):  # on a read-only file system, even a missing file cannot be removed
            temporary.unlink(missing_ok=True)
