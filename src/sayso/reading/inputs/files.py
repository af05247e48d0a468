"""From files to pages: one for HTML, text, Markdown, mails and documents, many for WARC and JSON lines."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

from sayso.errors import InputError, SaysoError
from sayso.limits import DEFAULT, Options
from sayso.terms import Page

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MOST: Final = 1_000_000_000
_GZIP: Final = b"\x1f\x8b"
_WARC: Final = b"WARC/"
_RTF: Final = b"{\\rtf"
_SKIP: Final = 1 << 20
_HEAD: Final = 1 << 16


def load(path: Path, url: str | None = None, options: Options = DEFAULT) -> Page:
    """The page that a file holds, unpacked if it is gzipped.

    Raises InputError for a file that is missing, a folder, unreadable or one of many pages, LimitError for a large one.
    """
    name = str(path)
    with _opened(path, only_files=True) as file:
        head = file.read(64)
        file.seek(0)
        kind = _kind(head, name)
        if kind in ("warc", "jsonl"):
            raise InputError(
                f"this is a {kind.upper()} file of many pages",
                "Use sayso read, or sayso.reading.inputs.files.pages",
                name,
            )
        return Page(_whole(file, head, options, name), name, url)


def pages(path: Path, options: Options = DEFAULT) -> Iterator[Page | SaysoError]:
    """Every page of a file, in order. What cannot be read is an error in its place, and the rest still comes.

    Raises InputError for a file that is missing, a folder or unreadable.
    """
    with _opened(path) as file:
        # A named pipe has a path and cannot be wound back.
        yield from (_pages if file.seekable() else stream_pages)(file, str(path), options)


def stream_pages(stream: IO[bytes], name: str, options: Options = DEFAULT) -> Iterator[Page | SaysoError]:
    """As :func:`pages`, of a stream that may not be wound back, such as standard input."""
    head = stream.read(_HEAD)
    with tempfile.TemporaryFile() as file:
        file.write(head)
        if _told(head, name) == "page":
            # One page never needs more than the limit, so an endless stream does not fill the disk.
            file.write(stream.read(max(0, options.limit("max_page_bytes") + 1 - len(head))))
        else:
            shutil.copyfileobj(stream, file)
        file.seek(0)
        yield from _pages(file, name, options)


def _pages(file: IO[bytes], name: str, options: Options) -> Iterator[Page | SaysoError]:
    """Every page of an open file."""
    head = file.read(_HEAD)
    file.seek(0)
    kind = _told(head, name)
    if kind == "warc":
        from sayso.reading.inputs.warc import warc_pages

        yield from warc_pages(file, name, options)
    elif kind == "jsonl":
        packed = head.startswith(_GZIP)
        yield from _json_lines(cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if packed else file, name, options)
    else:
        try:
            yield Page(_whole(file, head, options, name), name)
        except SaysoError as error:
            yield error


def _told(head: bytes, name: str) -> str:
    """The kind of a file that may be gzipped."""
    return _kind(_unpacked(head) if head.startswith(_GZIP) else head, name.removesuffix(".gz"))


def _opened(path: Path, *, only_files: bool = False) -> IO[bytes]:
    """The file, open for reading. A pipe or a device is no file: to open one may wait for ever."""
    name = str(path)
    try:
        if path.is_dir():
            raise InputError("this is a folder", "Name the files in it", name)
        if only_files and path.exists() and not path.is_file():
            raise InputError("this is a pipe or a device", "Read it, and hand in the bytes", name)
        return path.open("rb")
    except FileNotFoundError as error:
        raise InputError("there is no such file", "Check the name and the folder", name) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"the file cannot be read ({reason})", "Check the name and the permissions", name) from error


def _whole(file: IO[bytes], head: bytes, options: Options, name: str) -> bytes:
    """All bytes of a file of one page, never more than the limit."""
    most = options.limit("max_page_bytes")
    try:
        packed = head.startswith(_GZIP)
        data = gzip.GzipFile(fileobj=file).read(most + 1) if packed else file.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"the file cannot be read to its end ({error})", "Check that it is whole", name) from error
    if len(data) > most:
        size = len(data) if packed else max(len(data), file.seek(0, io.SEEK_END))
        options.check("max_page_bytes", size, name)
    return data


def _unpacked(head: bytes) -> bytes:
    """The beginning of gzipped data."""
    try:
        return zlib.decompressobj(31).decompress(head, 4096)
    except zlib.error:
        return b""


def _kind(head: bytes, name: str) -> str:
    """``warc``, ``jsonl`` or ``page``: by content first, by the ending of the name second."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(_WARC):
        return "warc"
    ending = name.lower().rpartition(".")[2]
    if (
        start.startswith(b"{")
        and not start.startswith(_RTF)
        and (ending in ("jsonl", "ndjson") or _is_json(start.split(b"\n", 1)[0]))
    ):
        return "jsonl"
    return "page"


def _is_json(line: bytes) -> bool:
    """Whether the line is an object with a page in it; one that is cut off is told by its field's name."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return b'"text"' in line or b'"html"' in line
    return isinstance(row, dict) and ("text" in row or "html" in row)


def _json_lines(file: IO[bytes], name: str, options: Options) -> Iterator[Page | SaysoError]:
    """A page for each line that has a ``text`` or ``html``; ``url`` and ``id`` are used where they are there."""
    most = 2 * options.limit("max_page_bytes")
    number = 0
    try:
        while line := file.readline(most + 1):
            number += 1
            place = f"line {number}"
            if len(line) > most:
                yield InputError(f"a line of more than {most:,} bytes", "Raise --limit max_page_bytes=N", name, place)
                while (rest := file.readline(_SKIP)) and not rest.endswith(b"\n"):
                    pass
            elif line.strip():
                yield _json_page(line, name, place)
    except (OSError, EOFError, zlib.error) as error:
        yield InputError(f"the file breaks off ({error})", "Check that it is whole", name, f"after line {number}")


def _json_page(line: bytes, name: str, place: str) -> Page | SaysoError:
    """The page of one JSON line, or what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return InputError(f"this is no JSON ({error})", "Write one object a line", name, place)
    if not isinstance(row, dict):
        return InputError("this is no JSON object", "Write one object a line", name, place)
    data = row.get("html") or row.get("text")
    if not isinstance(data, str):
        return InputError("neither text nor html", "Give each object a field text or html with a string", name, place)
    url, key = row.get("url"), row.get("id")
    if _SURROGATE.search(data) or (isinstance(url, str) and _SURROGATE.search(url)):
        mend = "Write whole characters: a surrogate alone, such as \\ud83d, is none"
        return InputError("half a surrogate pair in text, html or url", mend, name, place)
    label = f"{name}, {place}" if key is None else f"{name}, {place} ({str(key)[:100]})"
    return Page(data, label, url if isinstance(url, str) else None)
