"""The output folder on disk or in an object store, with atomic writes and the state of the run.

DIR/_batch/run.json identifies the command, _batch/shards holds shards until they are merged into a part, and
_batch/done has a small file for each finished part. On disk, files are written to a temporary name and renamed. In an
object store, a file appears when it is closed.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final, cast

from sayso.batch.inputs.files import filesystem, remote
from sayso.errors import InputError

_TEMPORARY: Final = "_batch/aside"
_LOCK: Final = "_batch/lock"


class Store:
    """Files in a folder or under a URL, by relative names."""

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/") if remote(root) else str(Path(root).absolute())
        self._system: Any = None
        self._base = self.root
        if remote(root):
            self._system, self._base = filesystem(self.root)

    def __reduce__(self) -> tuple[type[Store], tuple[str]]:
        return Store, (self.root,)

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """A file to write. It appears, complete, only after it is closed without an error."""
        if self._system is not None:
            # Closing an upload after an error still creates the file, so collect all bytes first.
            buffer = io.BytesIO()
            yield buffer
            path = f"{self._base}/{name}"
            self._system.create_dir(path.rpartition("/")[0], recursive=True)
            with self._system.open_output_stream(path) as stream:
                stream.write(buffer.getbuffer())
            return
        temporary = Path(self._base, _TEMPORARY, uuid.uuid4().hex)
        temporary.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            target = Path(self._base, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(target)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        with self.writing(name) as file:
            file.write(data)

    def read(self, name: str) -> bytes | None:
        """The content of a file, None if it does not exist."""
        if self._system is None:
            path = Path(self._base, name)
            return path.read_bytes() if path.exists() else None
        try:
            with self._system.open_input_stream(f"{self._base}/{name}") as stream:
                return cast("bytes", stream.read())
        except FileNotFoundError:
            return None

    def holds(self, name: str, size: int, digest: str) -> bool:
        """Whether a file has this size and SHA-256; in an object store, only the size is checked."""
        if self._system is not None:
            info = self._system.get_file_info(f"{self._base}/{name}")
            return bool(info.is_file and info.size == size)
        path = Path(self._base, name)
        if not path.is_file() or path.stat().st_size != size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest

    def names(self, folder: str) -> list[str]:
        """The sorted names of the files in a folder."""
        if self._system is None:
            path = Path(self._base, folder)
            return sorted(entry.name for entry in os.scandir(path) if entry.is_file()) if path.is_dir() else []
        from pyarrow import fs

        selector = fs.FileSelector(f"{self._base}/{folder}", allow_not_found=True)
        return sorted(info.base_name for info in self._system.get_file_info(selector) if info.is_file)

    def remove(self, name: str) -> None:
        """Remove a file if it exists."""
        if self._system is None:
            Path(self._base, name).unlink(missing_ok=True)
            return
        with suppress(FileNotFoundError):
            self._system.delete_file(f"{self._base}/{name}")

    def foreign(self) -> bool:
        """Whether the folder has files, but none of a batch."""
        if self.read("_batch/run.json") is not None:
            return False
        if self._system is None:
            path = Path(self._base)
            return path.exists() and any(entry.name != "_batch" for entry in path.iterdir())
        from pyarrow import fs

        return bool(self._system.get_file_info(fs.FileSelector(self._base, allow_not_found=True)))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the folder against other runs on this machine, and remove temporary files of killed runs.

        Raises InputError if another run holds the lock. Object stores have no lock.
        """
        if self._system is not None:
            yield
            return
        import fcntl

        path = Path(self._base, _LOCK)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("wb")
        except OSError as error:
            what = f"the folder cannot be written ({error.strerror})"
            raise InputError(what, "Choose another --out", self.root) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise InputError("another run uses this folder", "Wait until it ends", self.root) from error
            temporary = Path(self._base, _TEMPORARY)
            try:
                shutil.rmtree(temporary, ignore_errors=True)
                yield
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
