"""Input files on disk or in an object store: expands names to files, and opens decompressed streams."""

from __future__ import annotations

import glob
import gzip
import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

import msgspec

from sayso.errors import InputError, SaysoError, extra_missing

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)
_MAGIC: Final = re.compile(r"[*?[]")
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"


class InputFile(msgspec.Struct, frozen=True):
    """An input file with its size in bytes and its modification time; -1 if unknown."""

    name: str
    size: int
    changed: int = -1


def remote(name: str) -> bool:
    """Whether a name is a URL such as s3://bucket/folder."""
    return _SCHEME.match(name) is not None


def filesystem(name: str) -> tuple[FileSystem, str]:
    """The file system of a URL (of pyarrow, else of fsspec), and the path in it.

    Raises ExtraError without pyarrow, InputError for a web page or a URL that neither library supports.
    """
    if name.lower().startswith(("http:", "https:")):
        raise InputError("a batch does not fetch web pages", "Fetch them with sayso read or sayso feed", name)
    try:
        from pyarrow import fs
    except ImportError as error:
        raise extra_missing("reading URLs", "batch", "pyarrow") from error
    try:
        system: tuple[FileSystem, str] = fs.FileSystem.from_uri(name)
    except (ValueError, OSError):
        try:
            import fsspec

            other, path = fsspec.core.url_to_fs(name)
        except (ImportError, ValueError, OSError) as error:
            raise InputError(f"no file system for this URL ({error})", "Install its fsspec package", name) from error
        system = fs.PyFileSystem(fs.FSSpecHandler(other)), path
    return system


def sources(names: Iterable[str], without: str | None = None) -> Iterator[InputFile]:
    """Expand names to files in a stable order. A name is a file, a folder, a glob or a URL.

    ``without`` is a folder to exclude. Missing files are included, so that reading them reports the error.
    """
    excluded = Path(without).absolute() if without and not remote(without) else None
    seen: set[str] = set()
    for name in names:
        for source in _remote(name) if remote(name) else map(_local, _paths(name)):
            if source.name in seen or (excluded and excluded in Path(source.name).absolute().parents):
                continue
            seen.add(source.name)
            yield source


def _paths(name: str) -> Iterator[str]:
    """Expand a local name to paths."""
    path = Path(name)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError):  # reported when the file is read
        is_folder, exists = False, True
    if is_folder:
        for folder, subfolders, files in os.walk(path):
            subfolders[:] = sorted(subfolder for subfolder in subfolders if not subfolder.startswith("."))
            yield from (str(Path(folder, file)) for file in sorted(files) if not file.startswith("."))
    elif _MAGIC.search(name) and not exists:
        # Path.glob does not support absolute patterns.
        matches = sorted(match for match in glob.glob(name, recursive=True) if not Path(match).is_dir())  # noqa: PTH207
        yield from matches or [name]
    else:
        yield name


def _local(path: str) -> InputFile:
    """The file with its size and time."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return InputFile(path, -1)
    return InputFile(path, status.st_size, status.st_mtime_ns)


def _remote(name: str) -> Iterator[InputFile]:
    """Expand a URL to files."""
    from pyarrow import fs

    system, path = filesystem(name)
    scheme = name[: name.index("://") + 3]
    prefix = scheme + (name.removeprefix(scheme).removesuffix(path) if path in name else "")
    base = path[: _MAGIC.search(path).start()].rpartition("/")[0] if _MAGIC.search(path) else path  # type: ignore[union-attr]
    try:
        info = system.get_file_info(base)
        if info.type == fs.FileType.Directory:
            entries = system.get_file_info(fs.FileSelector(base, recursive=True))
        else:
            entries = [info]
    except OSError:
        entries = []
    files = [entry for entry in entries if entry.type == fs.FileType.File]
    matches = sorted((file for file in files if base == path or fnmatch(file.path, path)), key=lambda file: file.path)
    for file in matches:
        yield InputFile(prefix + file.path, file.size or 0, file.mtime_ns or -1)
    if not matches:
        yield InputFile(name, -1)


class Opened:
    """A decompressed stream of a file, with the read position in the compressed file."""

    def __init__(self, name: str) -> None:
        """Open a file or a URL. Raises InputError if that fails."""
        self.name = name
        try:
            self._raw = _raw(name)
            head = self._raw.read(4)
            self._raw.seek(0)
            self.stream: IO[bytes] = _decompressed(self._raw, head)
        except SaysoError:
            raise
        except (OSError, ValueError) as error:
            raise _unreadable(error, name) from error

    def position(self) -> int:
        """The read position in the compressed file."""
        try:
            return int(self._raw.tell())
        except (OSError, ValueError):
            return 0

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self.stream, self._raw):
            with suppress(OSError):
                stream.close()


def _unreadable(error: OSError | ValueError, name: str) -> InputError:
    """The error for a file that cannot be opened."""
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"the file cannot be read ({reason})", "Check the name and the permissions", name)


def _raw(name: str) -> IO[bytes]:
    """The stream of a file or a URL, still compressed."""
    if remote(name):
        system, path = filesystem(name)
        return cast("IO[bytes]", io.BufferedReader(cast("Any", system.open_input_file(path)), 1 << 20))
    regular(Path(name))
    return Path(name).open("rb")


def regular(path: Path) -> None:
    """Raise InputError for a folder, an inaccessible file, a device or a pipe (which could block forever)."""
    try:
        is_folder, is_special = path.is_dir(), path.exists() and not path.is_file()
    except (OSError, ValueError) as error:
        raise _unreadable(error, str(path)) from error
    if is_folder:
        raise InputError("this is a folder", "Name the files in it", str(path))
    if is_special:
        raise InputError("this is a device or a pipe, not a regular file", "Copy it to a file first", str(path))


def _decompressed(raw: IO[bytes], head: bytes) -> IO[bytes]:
    """The decompressed stream, with the compression detected from the first bytes."""
    if head.startswith(_GZIP):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if head.startswith(_ZSTD):
        try:
            import pyarrow as pa
        except ImportError as error:
            raise extra_missing("reading .zst", "batch", "pyarrow") from error
        return cast("IO[bytes]", io.BufferedReader(cast("Any", pa.CompressedInputStream(raw, "zstd"))))
    return raw


def plain(name: str) -> str:
    """The name in lower case without a compression suffix."""
    return name.lower().removesuffix(".gz").removesuffix(".zst")


def shown(name: str) -> str:
    """The name as text, with U+FFFD for bytes that are not UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
