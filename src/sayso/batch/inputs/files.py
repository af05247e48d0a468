"""Files of the input, here or in an object store: what names mean, sizes, and open streams without their packing."""

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
    """One file of the input with its size in bytes and the time it was changed; -1 where they are not known."""

    name: str
    size: int
    changed: int = -1


def remote(name: str) -> bool:
    """Whether a name is an address such as s3://bucket/folder."""
    return _SCHEME.match(name) is not None


def filesystem(name: str) -> tuple[FileSystem, str]:
    """The file system of an address, and the path in it: pyarrow's own, else one of fsspec.

    Raises ExtraError without pyarrow, InputError for an address that neither knows, or of a web page.
    """
    if name.lower().startswith(("http:", "https:")):
        raise InputError("a batch fetches no web pages", "Fetch them with sayso read or sayso feed", name)
    try:
        from pyarrow import fs
    except ImportError as error:
        raise extra_missing("reading addresses", "batch", "pyarrow") from error
    try:
        found: tuple[FileSystem, str] = fs.FileSystem.from_uri(name)
    except (ValueError, OSError):
        try:
            import fsspec

            other, path = fsspec.core.url_to_fs(name)
        except (ImportError, ValueError, OSError) as error:
            raise InputError(f"no file system for this address ({error})", "Install what it needs", name) from error
        found = fs.PyFileSystem(fs.FSSpecHandler(other)), path
    return found


def sources(names: Iterable[str], without: str | None = None) -> Iterator[InputFile]:
    """The files that names stand for, in a stable order: a file, a folder as all files in it, a glob, an address.

    ``without`` is a folder that is left out. What is not there comes too, so that it is told when it is read.
    """
    barred = Path(without).absolute() if without and not remote(without) else None
    seen: set[str] = set()
    for name in names:
        for source in _remote(name) if remote(name) else map(_local, _paths(name)):
            if source.name in seen or (barred and barred in Path(source.name).absolute().parents):
                continue
            seen.add(source.name)
            yield source


def _paths(name: str) -> Iterator[str]:
    """The paths that a local name stands for."""
    path = Path(name)
    try:
        folders, there = path.is_dir(), path.exists()
    except (OSError, ValueError):  # told when it is read
        folders, there = False, True
    if folders:
        for folder, inner, files in os.walk(path):
            inner[:] = sorted(one for one in inner if not one.startswith("."))
            yield from (str(Path(folder, file)) for file in sorted(files) if not file.startswith("."))
    elif _MAGIC.search(name) and not there:
        # Path.glob takes no absolute pattern.
        found = sorted(one for one in glob.glob(name, recursive=True) if not Path(one).is_dir())  # noqa: PTH207
        yield from found or [name]
    else:
        yield name


def _local(path: str) -> InputFile:
    try:
        told = Path(path).stat()
    except (OSError, ValueError):
        return InputFile(path, -1)
    return InputFile(path, told.st_size, told.st_mtime_ns)


def _remote(name: str) -> Iterator[InputFile]:
    """The files under an address."""
    from pyarrow import fs

    system, path = filesystem(name)
    scheme = name[: name.index("://") + 3]
    prefix = scheme + (name.removeprefix(scheme).removesuffix(path) if path in name else "")
    base = path[: _MAGIC.search(path).start()].rpartition("/")[0] if _MAGIC.search(path) else path  # type: ignore[union-attr]
    try:
        info = system.get_file_info(base)
        if info.type == fs.FileType.Directory:
            found = system.get_file_info(fs.FileSelector(base, recursive=True))
        else:
            found = [info]
    except OSError:
        found = []
    files = sorted((one.path, one) for one in found if one.type == fs.FileType.File)
    kept = [(at, one) for at, one in files if base == path or fnmatch(at, path)]
    for at, one in kept:
        yield InputFile(prefix + at, one.size or 0, one.mtime_ns or -1)
    if not kept:
        yield InputFile(name, -1)


class Opened:
    """An open file without its packing, which knows how many bytes of the packed file are read."""

    def __init__(self, name: str) -> None:
        """Open a file or an address. Raises InputError where that is not possible."""
        self.name = name
        try:
            self._raw = _raw(name)
            head = self._raw.read(4)
            self._raw.seek(0)
            self.stream: IO[bytes] = _unpacked(self._raw, head)
        except SaysoError:
            raise
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            what, hint = f"the file cannot be read ({reason})", "Check the name and the permissions"
            raise InputError(what, hint, name) from error

    def position(self) -> int:
        """How far the packed file is read."""
        try:
            return int(self._raw.tell())
        except (OSError, ValueError):
            return 0

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self.stream, self._raw):
            with suppress(OSError):
                one.close()


def _raw(name: str) -> IO[bytes]:
    if remote(name):
        system, path = filesystem(name)
        return cast("IO[bytes]", io.BufferedReader(cast("Any", system.open_input_file(path)), 1 << 20))
    regular(Path(name))
    return Path(name).open("rb")


def regular(path: Path) -> None:
    """Raise InputError for a folder, for what may not be looked at, and for what could be waited for without an end."""
    try:
        folder, odd = path.is_dir(), path.exists() and not path.is_file()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        what, hint = f"the file cannot be read ({reason})", "Check the name and the permissions"
        raise InputError(what, hint, str(path)) from error
    if folder:
        raise InputError("this is a folder", "Name the files in it", str(path))
    if odd:
        raise InputError("this is no file but a device or a pipe", "Copy it to a file first", str(path))


def _unpacked(raw: IO[bytes], head: bytes) -> IO[bytes]:
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
    """The name in lower case without the ending of its packing."""
    return name.lower().removesuffix(".gz").removesuffix(".zst")


def shown(name: str) -> str:
    """The name as text: bytes that are no UTF-8 become the replacement character."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
