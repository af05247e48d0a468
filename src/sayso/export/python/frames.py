"""Data frames of records and of an archive's answers: dictionaries, Arrow, pandas and Polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Literal, overload

import msgspec

from sayso.errors import InputError, extra_missing
from sayso.terms import Record

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Frameable = Record | tuple[int, Record] | msgspec.Struct
"""A record, a record with the number of its page, or a row of an archive's answer."""
LIBRARIES: Final = ("pandas", "polars", "arrow", "dicts")


def to_dicts(record: Record, table: str = "attributions") -> list[dict[str, Any]]:
    """The rows of a record in a table. See :func:`frame`."""
    return _rows([record], table)


def to_arrow(record: Record, table: str = "attributions") -> pa.Table:
    """A table of a record. See :func:`frame`."""
    return frame([record], table, "arrow")


def to_pandas(record: Record, table: str = "attributions") -> pd.DataFrame:
    """A table of a record as a pandas data frame. See :func:`frame`."""
    return frame([record], table, "pandas")


def to_polars(record: Record, table: str = "attributions") -> pl.DataFrame:
    """A table of a record as a Polars data frame. See :func:`frame`."""
    return frame([record], table, "polars")


@overload
def frame(
    rows: Iterable[Frameable], table: str = "attributions", library: Literal["pandas"] = "pandas"
) -> pd.DataFrame: ...
@overload
def frame(rows: Iterable[Frameable], table: str = "attributions", *, library: Literal["polars"]) -> pl.DataFrame: ...
@overload
def frame(rows: Iterable[Frameable], table: str, library: Literal["polars"]) -> pl.DataFrame: ...
@overload
def frame(rows: Iterable[Frameable], table: str = "attributions", *, library: Literal["arrow"]) -> pa.Table: ...
@overload
def frame(rows: Iterable[Frameable], table: str, library: Literal["arrow"]) -> pa.Table: ...
@overload
def frame(
    rows: Iterable[Frameable], table: str = "attributions", *, library: Literal["dicts"]
) -> list[dict[str, Any]]: ...
@overload
def frame(rows: Iterable[Frameable], table: str, library: Literal["dicts"]) -> list[dict[str, Any]]: ...
def frame(rows: Iterable[Frameable], table: str = "attributions", library: str = "pandas") -> Any:
    """Return a data frame of records, or of an archive's answer such as ``archive.search("weir")``.

    Records have the columns of a batch's tables: ``table`` is attributions, speakers, relays or articles. The column
    ``page`` numbers the records from 1, or is the number given with a record, as ``archive.records()`` does. An answer
    has the fields of its rows; a group becomes its columns, a share two columns. ``library`` is pandas, polars, arrow
    or dicts.

    Raises ExtraError if the library is not installed, and InputError for other rows, tables and libraries.
    """
    if library not in LIBRARIES:
        raise InputError(f"library is {library}", f"Choose one of: {', '.join(LIBRARIES)}")
    if not isinstance(rows, Iterable | Record):
        hint = "Pass records or rows, such as archive.search(…), archive.trace(…).steps or archive.compare(…).pages"
        raise InputError(f"a data frame needs rows, not a value of type {type(rows).__name__}", hint)
    items = iter([rows] if isinstance(rows, Record) else rows)
    first = next(items, None)
    if first is None or isinstance(first, Record | tuple):
        return _framed(_rows(_with_first(first, items), table), library, table)
    return _framed([_answer_row(row) for row in _with_first(first, items)], library, None)


def _with_first(first: Frameable | None, rest: Iterator[Frameable]) -> Iterator[Frameable]:
    """All items."""
    if first is not None:
        yield first
        yield from rest


def _rows(records: Iterable[Frameable], table: str) -> list[dict[str, Any]]:
    """The rows of records in a table."""
    from sayso.export.python.record_tables import RECORD_TABLES, table_rows

    if table not in RECORD_TABLES:
        raise InputError(f"there is no table {table}", f"Choose one of: {', '.join(RECORD_TABLES)}")
    rows: list[dict[str, Any]] = []
    for number, item in enumerate(records, 1):
        page, record = item if isinstance(item, tuple) else (number, item)
        if not isinstance(record, Record) or not isinstance(page, int):
            raise _wrong(item)
        rows += table_rows(record, page)[table]
    return rows


def _answer_row(row: Frameable) -> dict[str, Any]:
    """The columns of a row of an archive's answer."""
    from sayso.export.spreadsheets import expanded

    if not isinstance(row, msgspec.Struct) or isinstance(row, Record):
        raise _wrong(row)
    return expanded(row)


def _wrong(item: object) -> InputError:
    """The error for an item of another type."""
    return InputError(
        f"a data frame cannot have rows of type {type(item).__name__}",
        "Pass records, pairs of a page number and a record, or the rows of an archive's answer",
    )


def _framed(rows: list[dict[str, Any]], library: str, table: str | None) -> Any:  # noqa: ANN401 (by library)
    """The rows as a value of the library. ``table`` gives the types of the columns; without it they are inferred."""
    if library == "dicts":
        return rows
    extra = "archive" if library == "arrow" else library
    try:
        import pyarrow as pa
    except ImportError as error:
        raise extra_missing("a data frame", extra, "pyarrow") from error
    from sayso.export.python.record_tables import table_schemas

    arrow = pa.Table.from_pylist(rows, table_schemas()[table] if table is not None else None)
    try:
        if library == "pandas":
            import pandas  # noqa: F401 (pyarrow imports it)

            return arrow.to_pandas()
        if library == "polars":
            import polars

            return polars.from_arrow(arrow)
    except ImportError as error:
        raise extra_missing("a data frame", extra, library) from error
    return arrow
