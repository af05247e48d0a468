"""Reads the pages of an input file with their metadata: JSON Lines, CSV, Parquet, single pages, WARC."""

from __future__ import annotations

import csv
import io
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

import msgspec

from sayso.batch.inputs.files import InputFile, Opened, plain, regular, remote, shown
from sayso.batch.settings import BatchSettings, Item
from sayso.errors import InputError, LimitError, SaysoError, extra_missing
from sayso.terms import Page

Position = Callable[[], int]
_SKIP_BYTES: Final = 1 << 20
_CHECK: Final = "Check that the file is complete"
_MAX_FIELD_CHARS: Final = min(sys.maxsize, 1 << 28)  # of a CSV file
_SEPARATORS: Final = {"csv": ",", "tsv": "\t"}


class Reader:
    """Reads the pages of files in sequence. ``read`` is the total size of the finished files."""

    def __init__(self, settings: BatchSettings) -> None:
        self.settings = settings
        self.read = 0
        self._position: Position = int

    def at(self) -> int:
        """The number of bytes read from all files."""
        return self.read + self._position()

    def items(self, source: InputFile) -> Iterator[Item]:
        """The pages of a file in order, with an error in place of each unreadable page. Raises nothing."""
        try:
            yield from self._items(source)
        except (SaysoError, OSError) as error:
            yield Item(error, shown(source.name))
        except Exception as error:  # an unexpected error of a library must not end the run
            what = f"the file cannot be read ({type(error).__name__}: {error})"
            yield Item(InputError(what, _CHECK, source.name), shown(source.name))
        self._position = int
        self.read += max(0, source.size)

    def _items(self, source: InputFile) -> Iterator[Item]:
        """The pages of a file, by the format of its suffix."""
        suffix = plain(source.name).rpartition(".")[2]
        if suffix == "parquet":
            yield from self._parquet(source.name)
            return
        rows = {"jsonl": _json_lines, "ndjson": _json_lines, "csv": _csv, "tsv": _csv}.get(suffix)
        if rows is None and not remote(source.name) and not source.name.lower().endswith(".zst"):
            yield from self._pages(source.name)
            return
        with Opened(source.name) as opened:
            self._position = opened.position
            if rows is None:
                yield from self._stream(opened.stream, source.name)
            else:
                yield from (self._item(row, source.name, place) for row, place in rows(opened, suffix, self.settings))

    def _pages(self, name: str) -> Iterator[Item]:
        from sayso.reading.inputs.files import pages

        regular(Path(name))
        for page in pages(Path(name), self.settings.options):
            yield _page_item(page, name)

    def _stream(self, stream: IO[bytes], name: str) -> Iterator[Item]:
        from sayso.reading.inputs.files import stream_pages

        for page in stream_pages(stream, name, self.settings.options):
            yield _page_item(page, name)

    def _parquet(self, name: str) -> Iterator[Item]:
        """One page per row. A damaged row group gives one error, and reading continues with the next."""
        try:
            from pyarrow import ArrowException
            from pyarrow.parquet import ParquetFile
        except ImportError as error:
            raise extra_missing("Parquet", "batch", "pyarrow") from error
        with Opened(name) as opened:
            self._position = opened.position
            try:
                file = ParquetFile(opened.stream)
            except (ArrowException, OSError) as error:
                raise InputError(f"invalid or incomplete Parquet file ({_short(error)})", _CHECK, name) from error
            before = 0
            for group in range(file.metadata.num_row_groups):
                number = before
                try:
                    for batch in file.iter_batches(batch_size=64, row_groups=[group], use_threads=False):
                        for row in batch.to_pylist():
                            number += 1
                            yield self._item(row, name, f"row {number}")
                except (ArrowException, OSError) as error:
                    what = f"row group {group} cannot be read ({_short(error)})"
                    place = f"after row {number}"
                    yield Item(InputError(what, _CHECK, name, place), shown(name), place)
                before += file.metadata.row_group(group).num_rows

    def _item(self, row: Mapping[str, Any] | SaysoError, name: str, place: str) -> Item:
        """The page of a row with its metadata, or the error of the row."""
        if isinstance(row, SaysoError):
            return Item(type(row)(row.what, row.hint, name, place), shown(name), place)
        metadata = {field: self._field(row, field) for field in ("id", "url", "published", "publisher", "headline")}
        used = {column for field in (*metadata, "text", "html") for column in self.settings.names(field)}
        rest = {key: value for key, value in row.items() if key not in used and value is not None}
        url = metadata.pop("url")
        data = next((row[key] for field in ("html", "text") for key in self._keys(row, field) if row[key]), None)
        page: Page | SaysoError
        if isinstance(data, str | bytes):
            page = Page(data, f"{name}, {place}", url)
        else:
            page = InputError(
                "no column text or html", "Name the column: --column text=NAME or --column html=NAME", name, place
            )
        columns = msgspec.json.encode(rest, enc_hook=str, order="deterministic").decode() if rest else None
        return Item(page, shown(name), place, columns=columns, **metadata)

    def _keys(self, row: Mapping[str, Any], field: str) -> list[str]:
        """The columns of a row for a field."""
        return [key for key in self.settings.names(field) if key in row]

    def _field(self, row: Mapping[str, Any], field: str) -> str | None:
        """The value of a field as text, None if empty or nested."""
        value = next((row[key] for key in self._keys(row, field) if row[key] not in (None, "")), None)
        if value is None or isinstance(value, list | dict):
            return None
        return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _page_item(page: Page | SaysoError, name: str) -> Item:
    """The item of a page without columns. Its place is the part of the page name after the file name."""
    if isinstance(page, SaysoError):
        return Item(page, shown(name), page.place)
    place = page.name.removeprefix(name).removeprefix(", ")
    return Item(page, shown(name), place or None)


_Row = tuple["Mapping[str, Any] | SaysoError", str]


def _json_lines(opened: Opened, _suffix: str, settings: BatchSettings) -> Iterator[_Row]:
    """One row per line with a JSON object."""
    max_bytes = 2 * settings.options.limit("max_page_bytes")
    number = 0
    try:
        while line := opened.stream.readline(max_bytes + 1):
            number += 1
            if len(line) > max_bytes:
                error = LimitError(f"a line of more than {max_bytes:,} bytes", "Raise --limit max_page_bytes=N")
                yield error, f"line {number}"
                while (rest := opened.stream.readline(_SKIP_BYTES)) and not rest.endswith(b"\n"):
                    pass
            elif line.strip():
                yield _object(line), f"line {number}"
    except (OSError, EOFError, ValueError, zlib.error) as error:
        yield InputError(f"the file is truncated or damaged ({_short(error)})", _CHECK), f"after line {number}"


def _object(line: bytes) -> Mapping[str, Any] | SaysoError:
    """The object of a line, or an error."""
    try:
        row = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return InputError(f"invalid JSON ({_short(error)})", "Write one JSON object per line")
    return row if isinstance(row, dict) else InputError("not a JSON object", "Write one JSON object per line")


def _csv(opened: Opened, suffix: str, _settings: BatchSettings) -> Iterator[_Row]:
    """The rows of a CSV file with a header."""
    csv.field_size_limit(_MAX_FIELD_CHARS)
    text = io.TextIOWrapper(opened.stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    rows = csv.reader(text, delimiter=_SEPARATORS[suffix])
    number = 1
    try:
        header = next(rows, [])
        for values in rows:
            number += 1
            if values:
                yield _row(header, values), f"row {number}"
    except (OSError, EOFError, ValueError, csv.Error, zlib.error) as error:
        yield InputError(f"the file is truncated or damaged ({_short(error)})", _CHECK), f"after row {number}"
    finally:
        text.close()


def _row(header: list[str], values: list[str]) -> Mapping[str, Any] | SaysoError:
    """The values of a row by column, or an error."""
    if len(values) > len(header):
        return InputError(f"{len(values)} fields for {len(header)} columns", "Quote fields that contain separators")
    try:
        "".join(values).encode()
    except UnicodeEncodeError:
        return InputError("the row is not valid UTF-8", "Convert the file to UTF-8")
    return dict(zip(header, values, strict=False))


def _short(error: Exception) -> str:
    """The first line of an error message."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
