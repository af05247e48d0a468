"""Writes tables for spreadsheets, as CSV or XLSX: a short or the full set of columns, and no cell is a formula."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

import msgspec

from sayso.errors import InputError, LimitError, extra_missing

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of an XLSX file."""
COLUMN_SETS: Final = ("short", "full")
SHORT_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "AttributionRow": (
        "published", "publisher", "headline", "speaker", "role", "kind", "act", "content", "confidence",
        "speaker_confidence", "url",
    ),
    "ArchivedStatement": (
        "id", "published", "outlet", "headline", "speaker", "kind", "act", "content", "confidence",
        "speaker_confidence", "url",
    ),
    "Person": ("id", "name", "kind", "statements", "pages", "denials", "unanswered", "first", "last"),
    "Copy": (
        "how", "likeness", "statement.id", "statement.published", "statement.outlet", "statement.speaker", "wording",
        "statement.url",
    ),
    "Audit": ("group", "pages", "statements", "named", "unnamed", "relayed", "direct", "denials", "unanswered"),
}  # fmt: skip
"""The short columns of each class of rows; other classes have their columns without nested values.

A dot separates the name of a nested row from its column, and the column is named after the second part.
"""
MAX_XLSX_ROWS: Final = 1_048_575
"""The rows of an XLSX sheet below its header."""
_MAX_XLSX_CHARS: Final = 32_767
_FORMULA_PREFIXES: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Prefixes of cells that spreadsheets interpret as formulas; the fullwidth characters in East Asian locales."""
_NONCHARACTERS: Final = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")  # not allowed in XML
_WIDTH: Final = 16
_WIDTHS: Final = dict.fromkeys(
    ("content", "sentence", "wording", "snippet", "content_before", "content_after"), 80
) | {"headline": 40, "url": 40, "speaker": 24, "name": 24}  # fmt: skip
_CREATED: Final = datetime(1980, 1, 1)  # the same rows give the same bytes


def expanded(row: Any) -> dict[str, Any]:  # noqa: ANN401 (any struct)
    """A row as columns: a group becomes its columns, a share two columns."""
    columns: dict[str, Any] = {}
    for key, value in msgspec.to_builtins(row).items():
        if key == "group":
            columns |= value
        elif isinstance(value, dict) and value.keys() == {"count", "share"}:
            columns |= {key: value["count"], f"{key}_share": value["share"]}
        else:
            columns[key] = value
    return columns


def flat(row: Any) -> dict[str, Any]:  # noqa: ANN401 (any struct)
    """A row as :func:`expanded` columns with nested values as JSON."""
    return {
        key: msgspec.json.encode(value).decode() if isinstance(value, list | tuple | dict) else value
        for key, value in expanded(row).items()
    }


def selected(row: Any, columns: str = "full") -> dict[str, Any]:  # noqa: ANN401 (any struct)
    """The full or the short columns of a row (a struct), with flat values. Raises InputError for another set."""
    if columns not in COLUMN_SETS:
        raise InputError(f"columns is {columns}", f"Choose one of: {', '.join(COLUMN_SETS)}")
    if columns == "full":
        return flat(row)
    names = SHORT_COLUMNS.get(type(row).__name__)
    builtins = msgspec.to_builtins(row)
    if names is None:
        return {key: value for key, value in builtins.items() if not isinstance(value, list | tuple | dict)}
    values: dict[str, Any] = {}
    for name in names:
        outer, _, inner = name.partition(".")
        values[inner or outer] = builtins[outer][inner] if inner else builtins[outer]
    return flat(values)


def safe_cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for a spreadsheet. Text that a spreadsheet would interpret as a formula is prefixed with an apostrophe.

    This prevents CSV injection: headlines and publishers are untrusted text, such as ``=HYPERLINK(…)``. A lone
    surrogate, which UTF-8 cannot encode, becomes a question mark.
    """
    return {key: _safe(value) if isinstance(value, str) else value for key, value in row.items()}


def _safe(text: str) -> str:
    """Text that is no formula and can be encoded."""
    text = text.encode("utf-8", "replace").decode()
    return f"'{text}" if text.startswith(_FORMULA_PREFIXES) else text


def write_csv_rows(
    rows: Iterable[Any], file: IO[str], columns: str = "full", row_class: type[msgspec.Struct] | None = None
) -> int:
    """Write rows (structs of one class) as CSV. Returns their number.

    The header is that of the first row; without rows, that of ``row_class``, if given.
    """
    header, remaining = _header(rows, columns, row_class)
    writer = csv.DictWriter(file, header)
    if header:
        writer.writeheader()
    count = 0
    for row in remaining:
        writer.writerow(safe_cells(selected(row, columns)))
        count += 1
    return count


def write_xlsx_rows(
    rows: Iterable[Any],
    file: Path | IO[bytes],
    columns: str = "full",
    row_class: type[msgspec.Struct] | None = None,
    sheet: str = "sayso",
) -> int:
    """Write rows (structs of one class) as an XLSX workbook with one sheet. Returns their number.

    Text is stored as text: no formulas, no links. A text that is longer than a cell can be, 32,767 characters, is cut
    and ends with an ellipsis. A path is written to a temporary file that is renamed at the end. Raises ExtraError if
    XlsxWriter is not installed, and LimitError for more rows than a sheet can have.
    """
    if isinstance(file, Path):
        with written_at_end(file) as temporary, temporary.open("wb") as stream:
            return write_xlsx_rows(rows, stream, columns, row_class, sheet)
    try:
        import xlsxwriter
    except ImportError as error:
        raise extra_missing("XLSX", "xlsx", "xlsxwriter") from error
    header, remaining = _header(rows, columns, row_class)
    count = 0
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        for column, name in enumerate(header):
            page.set_column(column, column, _WIDTHS.get(name, _WIDTH))
            page.write_string(0, column, name, bold)
        for count, row in enumerate(remaining, 1):
            _write_row(page, count, safe_cells(selected(row, columns)), header)
        if header:
            page.autofilter(0, 0, count, len(header) - 1)
    return count


def _header(
    rows: Iterable[Any], columns: str, row_class: type[msgspec.Struct] | None
) -> tuple[list[str], Iterator[Any]]:
    """The column names, and all rows."""
    remaining = iter(rows)
    for first in remaining:
        return list(selected(first, columns)), chain([first], remaining)
    if row_class is None:
        return [], remaining
    return list(row_class.__struct_fields__ if columns == "full" else SHORT_COLUMNS[row_class.__name__]), remaining


def _write_row(page: Any, number: int, cells: Mapping[str, Any], header: Sequence[str]) -> None:  # noqa: ANN401 (a sheet)
    """Write the cells of a row with their types."""
    if number > MAX_XLSX_ROWS:
        raise LimitError(f"an XLSX sheet has at most {MAX_XLSX_ROWS:,} rows", "Use filters, or write CSV or Parquet")
    for column, name in enumerate(header):
        value = cells.get(name)
        if isinstance(value, bool):
            page.write_boolean(number, column, value)
        elif isinstance(value, int | float):
            page.write_number(number, column, value)
        elif value is not None:
            page.write_string(number, column, _cut(str(value).translate(_NONCHARACTERS)))


def _cut(text: str) -> str:
    """A text that fits into a cell. Spreadsheets count UTF-16 code units."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _MAX_XLSX_CHARS:
        return text
    return units[: 2 * (_MAX_XLSX_CHARS - 1)].decode("utf-16-le", "ignore") + "…"


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
