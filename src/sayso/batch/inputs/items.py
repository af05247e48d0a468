"""From a file to its pages with what the input says of each: rows of JSON lines, CSV, Parquet; pages and WARC."""

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
_SKIP: Final = 1 << 20
_WHOLE: Final = "Check that it is whole"
_FIELD: Final = min(sys.maxsize, 1 << 28)  # characters of one field of a CSV file
_SEPARATORS: Final = {"csv": ",", "tsv": "\t"}


class Reader:
    """Reads the pages of one file after another; ``read`` counts the bytes of the files that are done with."""

    def __init__(self, settings: BatchSettings) -> None:
        self.settings = settings
        self.read = 0
        self._position: Position = int

    def at(self) -> int:
        """How many bytes of all files are read."""
        return self.read + self._position()

    def items(self, source: InputFile) -> Iterator[Item]:
        """The pages of a file in order. Whatever cannot be read is an error in its place; nothing is raised."""
        try:
            yield from self._items(source)
        except (SaysoError, OSError) as error:
            yield Item(error, shown(source.name))
        except Exception as error:  # a library's fault on a file must not end the run
            what = f"the file cannot be read ({type(error).__name__}: {error})"
            yield Item(InputError(what, _WHOLE, source.name), shown(source.name))
        self._position = int
        self.read += max(0, source.size)

    def _items(self, source: InputFile) -> Iterator[Item]:
        ending = plain(source.name).rpartition(".")[2]
        if ending == "parquet":
            yield from self._parquet(source.name)
            return
        rows = {"jsonl": _json_lines, "ndjson": _json_lines, "csv": _csv, "tsv": _csv}.get(ending)
        if rows is None and not remote(source.name) and not source.name.lower().endswith(".zst"):
            yield from self._pages(source.name)
            return
        with Opened(source.name) as opened:
            self._position = opened.position
            if rows is None:
                yield from self._stream(opened.stream, source.name)
            else:
                yield from (self._item(row, source.name, place) for row, place in rows(opened, ending, self.settings))

    def _pages(self, name: str) -> Iterator[Item]:
        from sayso.reading.inputs.files import pages

        regular(Path(name))
        for page in pages(Path(name), self.settings.options):
            yield _of_page(page, name)

    def _stream(self, stream: IO[bytes], name: str) -> Iterator[Item]:
        from sayso.reading.inputs.files import stream_pages

        for page in stream_pages(stream, name, self.settings.options):
            yield _of_page(page, name)

    def _parquet(self, name: str) -> Iterator[Item]:
        """A page a row; a row group that is broken is an error, and the next is read."""
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
                raise InputError(f"this is no whole Parquet file ({_short(error)})", _WHOLE, name) from error
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
                    yield Item(InputError(what, _WHOLE, name, place), shown(name), place)
                before += file.metadata.row_group(group).num_rows

    def _item(self, row: Mapping[str, Any] | SaysoError, name: str, place: str) -> Item:
        """The page of a row with what its columns say, or what is wrong with it."""
        if isinstance(row, SaysoError):
            return Item(type(row)(row.what, row.hint, name, place), shown(name), place)
        told = {field: self._field(row, field) for field in ("id", "url", "published", "publisher", "headline")}
        used = {column for field in (*told, "text", "html") for column in self.settings.names(field)}
        rest = {key: value for key, value in row.items() if key not in used and value is not None}
        url = told.pop("url")
        data = next((row[key] for field in ("html", "text") for key in self._keys(row, field) if row[key]), None)
        page: Page | SaysoError
        if isinstance(data, str | bytes):
            page = Page(data, f"{name}, {place}", url)
        else:
            page = InputError(
                "neither text nor html", "Name the column: --column text=NAME or --column html=NAME", name, place
            )
        columns = msgspec.json.encode(rest, enc_hook=str, order="deterministic").decode() if rest else None
        return Item(page, shown(name), place, columns=columns, **told)

    def _keys(self, row: Mapping[str, Any], field: str) -> list[str]:
        return [key for key in self.settings.names(field) if key in row]

    def _field(self, row: Mapping[str, Any], field: str) -> str | None:
        value = next((row[key] for key in self._keys(row, field) if row[key] not in (None, "")), None)
        if value is None or isinstance(value, list | dict):
            return None
        return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _of_page(page: Page | SaysoError, name: str) -> Item:
    """A page of a file that has no columns; the place is what the page's name says beyond the file's."""
    if isinstance(page, SaysoError):
        return Item(page, shown(name), page.place)
    place = page.name.removeprefix(name).removeprefix(", ")
    return Item(page, shown(name), place or None)


_Row = tuple["Mapping[str, Any] | SaysoError", str]


def _json_lines(opened: Opened, _ending: str, settings: BatchSettings) -> Iterator[_Row]:
    """A row for each line with an object."""
    most = 2 * settings.options.limit("max_page_bytes")
    number = 0
    try:
        while line := opened.stream.readline(most + 1):
            number += 1
            if len(line) > most:
                yield (
                    LimitError(f"a line of more than {most:,} bytes", "Raise --limit max_page_bytes=N"),
                    f"line {number}",
                )
                while (rest := opened.stream.readline(_SKIP)) and not rest.endswith(b"\n"):
                    pass
            elif line.strip():
                yield _object(line), f"line {number}"
    except (OSError, EOFError, ValueError, zlib.error) as error:
        yield InputError(f"the file breaks off ({_short(error)})", _WHOLE), f"after line {number}"


def _object(line: bytes) -> Mapping[str, Any] | SaysoError:
    try:
        row = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return InputError(f"this is no JSON ({_short(error)})", "Write one object a line")
    return row if isinstance(row, dict) else InputError("this is no JSON object", "Write one object a line")


def _csv(opened: Opened, ending: str, _settings: BatchSettings) -> Iterator[_Row]:
    """A row for each row of a table with a head."""
    csv.field_size_limit(_FIELD)
    text = io.TextIOWrapper(opened.stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    rows = csv.reader(text, delimiter=_SEPARATORS[ending])
    number = 1
    try:
        head = next(rows, [])
        for values in rows:
            number += 1
            if values:
                yield _row(head, values), f"row {number}"
    except (OSError, EOFError, ValueError, csv.Error, zlib.error) as error:
        yield InputError(f"the file breaks off ({_short(error)})", _WHOLE), f"after row {number}"
    finally:
        text.close()


def _row(head: list[str], values: list[str]) -> Mapping[str, Any] | SaysoError:
    if len(values) > len(head):
        return InputError(f"{len(values)} fields, and {len(head)} columns in the head", "Quote fields with separators")
    try:
        "".join(values).encode()
    except UnicodeEncodeError:
        return InputError("this row is no UTF-8", "Convert the file to UTF-8")
    return dict(zip(head, values, strict=False))


def _short(error: Exception) -> str:
    """The first line of an error."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
