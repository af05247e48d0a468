"""The output folder, here or in an object store: whole files only, written aside and renamed, and what is done.

DIR/_batch/run.json says which command it belongs to, _batch/shards holds shards until a part is made of them,
_batch/done has a small file for each part that is made. On an object store a file appears when it is closed, so nothing
is renamed.
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

_ASIDE: Final = "_batch/aside"
_LOCK: Final = "_batch/lock"


class Store:
    """Files under a folder or an address, by names relative to it."""

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
        """A file that is there, whole, once it is closed without an error, and otherwise is not."""
        if self._system is not None:
            # An upload that is given up midway would still be closed, so all bytes are gathered before.
            whole = io.BytesIO()
            yield whole
            with self._system.open_output_stream(self._made(name)) as stream:
                stream.write(whole.getbuffer())
            return
        aside = Path(self._base, _ASIDE, uuid.uuid4().hex)
        aside.parent.mkdir(parents=True, exist_ok=True)
        try:
            with aside.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            path = Path(self._base, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(path)
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    def _made(self, name: str) -> str:
        path = f"{self._base}/{name}"
        self._system.create_dir(path.rpartition("/")[0], recursive=True)
        return path

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file."""
        with self.writing(name) as file:
            file.write(data)

    def read(self, name: str) -> bytes | None:
        """All bytes of a file; None where there is none."""
        if self._system is None:
            path = Path(self._base, name)
            return path.read_bytes() if path.exists() else None
        try:
            with self._system.open_input_stream(f"{self._base}/{name}") as stream:
                return cast("bytes", stream.read())
        except FileNotFoundError:
            return None

    def holds(self, name: str, size: int, digest: str) -> bool:
        """Whether a file is still as it was written. On an object store only its size is asked for."""
        if self._system is not None:
            info = self._system.get_file_info(f"{self._base}/{name}")
            return bool(info.is_file and info.size == size)
        path = Path(self._base, name)
        if not path.is_file() or path.stat().st_size != size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted."""
        if self._system is None:
            path = Path(self._base, folder)
            return sorted(entry.name for entry in os.scandir(path) if entry.is_file()) if path.is_dir() else []
        from pyarrow import fs

        selector = fs.FileSelector(f"{self._base}/{folder}", allow_not_found=True)
        return sorted(info.base_name for info in self._system.get_file_info(selector) if info.is_file)

    def remove(self, name: str) -> None:
        """Remove a file that may be there."""
        if self._system is None:
            Path(self._base, name).unlink(missing_ok=True)
            return
        with suppress(FileNotFoundError):
            self._system.delete_file(f"{self._base}/{name}")

    def foreign(self) -> bool:
        """Whether the folder holds files, and none of ours."""
        if self.read("_batch/run.json") is not None:
            return False
        if self._system is None:
            path = Path(self._base)
            return path.exists() and any(entry.name != "_batch" for entry in path.iterdir())
        from pyarrow import fs

        return bool(self._system.get_file_info(fs.FileSelector(self._base, allow_not_found=True)))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs on this machine off the folder, and sweep away what a killed run left aside.

        Raises InputError where one is at work. There is no such lock on an object store.
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
            raise InputError(what, "Name another --out", self.root) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise InputError("another run is at work in this folder", "Wait for its end", self.root) from error
            try:
                shutil.rmtree(Path(self._base, _ASIDE), ignore_errors=True)
                yield
            finally:
                shutil.rmtree(Path(self._base, _ASIDE), ignore_errors=True)
