"""Read pages from files: one page from HTML, text, Markdown, email and documents, many from WARC and JSON Lines."""

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
_GZIP_MAGIC: Final = b"\x1f\x8b"
_WARC_MAGIC: Final = b"WARC/"
_RTF_MAGIC: Final = b"{\\rtf"
_SKIP_BYTES: Final = 1 << 20
_HEADER_BYTES: Final = 1 << 16


def load(path: Path, url: str | None = None, options: Options = DEFAULT) -> Page:
    """Return the page in a file, decompressed if it is gzipped.

    Raises InputError if the file is missing, unreadable, a folder or has many pages, LimitError if it is too large.
    """
    name = str(path)
    with _open(path, only_files=True) as file:
        head = file.read(64)
        file.seek(0)
        kind = _kind_of_start(head, name)
        if kind in ("warc", "jsonl"):
            raise InputError(
                f"this is a {kind.upper()} file with many pages",
                "Use sayso read, or sayso.reading.inputs.files.pages",
                name,
            )
        return Page(_read_page_bytes(file, head, options, name), name, url)


def pages(path: Path, options: Options = DEFAULT) -> Iterator[Page | SaysoError]:
    """Yield every page of a file in order, and an error in place of each page that cannot be read.

    Raises InputError if the file is missing, unreadable or a folder.
    """
    with _open(path) as file:
        # A named pipe has a path but is not seekable.
        yield from (_pages if file.seekable() else stream_pages)(file, str(path), options)


def stream_pages(stream: IO[bytes], name: str, options: Options = DEFAULT) -> Iterator[Page | SaysoError]:
    """Yield pages as :func:`pages` does, from a stream that need not be seekable, such as standard input."""
    head = stream.read(_HEADER_BYTES)
    with tempfile.TemporaryFile() as file:
        file.write(head)
        if _file_kind(head, name) == "page":
            # Stop after the limit for one page, so that an endless stream does not fill the disk.
            file.write(stream.read(max(0, options.limit("max_page_bytes") + 1 - len(head))))
        else:
            shutil.copyfileobj(stream, file)
        file.seek(0)
        yield from _pages(file, name, options)


def _pages(file: IO[bytes], name: str, options: Options) -> Iterator[Page | SaysoError]:
    """Yield every page of an open file."""
    head = file.read(_HEADER_BYTES)
    file.seek(0)
    kind = _file_kind(head, name)
    if kind == "warc":
        from sayso.reading.inputs.warc import warc_pages

        yield from warc_pages(file, name, options)
    elif kind == "jsonl":
        gzipped = head.startswith(_GZIP_MAGIC)
        yield from _json_lines(cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if gzipped else file, name, options)
    else:
        try:
            yield Page(_read_page_bytes(file, head, options, name), name)
        except SaysoError as error:
            yield error


def _file_kind(head: bytes, name: str) -> str:
    """Return the kind of a file, gzipped or not."""
    return _kind_of_start(_gunzipped_start(head) if head.startswith(_GZIP_MAGIC) else head, name.removesuffix(".gz"))


def _open(path: Path, *, only_files: bool = False) -> IO[bytes]:
    """Open the file for reading. With ``only_files``, pipes and devices are refused because opening them can block."""
    name = str(path)
    try:
        if path.is_dir():
            raise InputError("this is a folder", "Give the files in it", name)
        if only_files and path.exists() and not path.is_file():
            raise InputError("this is a pipe or a device", "Read it and provide the bytes", name)
        return path.open("rb")
    except FileNotFoundError as error:
        raise InputError("there is no such file", "Check the name and the folder", name) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"the file cannot be read ({reason})", "Check the name and the permissions", name) from error


def _read_page_bytes(file: IO[bytes], head: bytes, options: Options, name: str) -> bytes:
    """Return the bytes of a file with one page. Raises LimitError beyond the limit."""
    max_bytes = options.limit("max_page_bytes")
    try:
        gzipped = head.startswith(_GZIP_MAGIC)
        data = gzip.GzipFile(fileobj=file).read(max_bytes + 1) if gzipped else file.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"the file cannot be read to its end ({error})", "Check that the file is complete", name
        ) from error
    if len(data) > max_bytes:
        size = len(data) if gzipped else max(len(data), file.seek(0, io.SEEK_END))
        options.check("max_page_bytes", size, name)
    return data


def _gunzipped_start(head: bytes) -> bytes:
    """Return the decompressed start of gzipped data."""
    try:
        return zlib.decompressobj(31).decompress(head, 4096)
    except zlib.error:
        return b""


def _kind_of_start(head: bytes, name: str) -> str:
    """Return ``warc``, ``jsonl`` or ``page``, from the content first and the file extension second."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(_WARC_MAGIC):
        return "warc"
    extension = name.lower().rpartition(".")[2]
    if (
        start.startswith(b"{")
        and not start.startswith(_RTF_MAGIC)
        and (extension in ("jsonl", "ndjson") or _is_json_page(start.split(b"\n", 1)[0]))
    ):
        return "jsonl"
    return "page"


def _is_json_page(line: bytes) -> bool:
    """Return whether the line is a JSON object with a page; a truncated line is recognized by its field names."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return b'"text"' in line or b'"html"' in line
    return isinstance(row, dict) and ("text" in row or "html" in row)


def _json_lines(file: IO[bytes], name: str, options: Options) -> Iterator[Page | SaysoError]:
    """Yield a page for each line with ``text`` or ``html``; ``url`` and ``id`` are optional."""
    max_bytes = 2 * options.limit("max_page_bytes")
    number = 0
    try:
        while line := file.readline(max_bytes + 1):
            number += 1
            place = f"line {number}"
            if len(line) > max_bytes:
                yield InputError(
                    f"a line of more than {max_bytes:,} bytes", "Raise --limit max_page_bytes=N", name, place
                )
                while (rest := file.readline(_SKIP_BYTES)) and not rest.endswith(b"\n"):
                    pass
            elif line.strip():
                yield _json_page(line, name, place)
    except (OSError, EOFError, zlib.error) as error:
        yield InputError(
            f"the file is truncated ({error})", "Check that the file is complete", name, f"after line {number}"
        )


def _json_page(line: bytes, name: str, place: str) -> Page | SaysoError:
    """Return the page of a JSON line, or the error in it."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return InputError(f"the line is not JSON ({error})", "Write one object per line", name, place)
    if not isinstance(fields, dict):
        return InputError("the line is not a JSON object", "Write one object per line", name, place)
    data = fields.get("html") or fields.get("text")
    if not isinstance(data, str):
        return InputError(
            "the object has no text or html", "Give each object a field text or html with a string", name, place
        )
    url, page_id = fields.get("url"), fields.get("id")
    if _SURROGATE.search(data) or (isinstance(url, str) and _SURROGATE.search(url)):
        hint = "Write complete characters: a lone surrogate such as \\ud83d is not a character"
        return InputError("text, html or url contains a lone surrogate", hint, name, place)
    label = f"{name}, {place}" if page_id is None else f"{name}, {place} ({str(page_id)[:100]})"
    return Page(data, label, url if isinstance(url, str) else None)
