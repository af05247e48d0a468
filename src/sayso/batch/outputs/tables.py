"""The output tables: those of a record with the columns of its input, and the table of errors."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from sayso.batch.settings import Counts, Item
from sayso.errors import SaysoError
from sayso.export.python.record_tables import Rows, table_rows, table_schemas
from sayso.reading.metadata.dates import iso
from sayso.terms import Record

if TYPE_CHECKING:
    import pyarrow as pa

TABLES: Final = ("articles", "attributions", "speakers", "relays", "errors")
_FIRST_OWN: Final = "modified"
"""The column of the table of articles that the columns of the input precede."""


def rows_of(record: Record, number: int, item: Item) -> Rows:
    """The rows of a record."""
    rows = table_rows(record, number)
    (article,) = rows["articles"]
    article |= {"input": item.input, "place": item.place, "id": item.id, "columns": item.columns}
    return rows


def error_row(error: Exception, number: int, item: Item) -> Rows:
    """The row of a page that could not be read. An unexpected exception is reported as an internal error."""
    row: dict[str, str | None]
    page = {"page": number, "input": item.input, "place": item.place, "id": item.id, "columns": item.columns}
    if isinstance(error, SaysoError):
        row = {
            "error": type(error).__name__,
            "what": error.what,
            "hint": error.hint,
            "place": item.place or error.place,
        }
    elif isinstance(error, OSError):
        row = {"error": "OSError", "what": error.strerror or str(error), "hint": "Check the file and the disk"}
    else:
        what = f"internal error: {error}"[:500]
        row = {"error": type(error).__name__, "what": what, "hint": "Please report it, with the page if possible"}
    return {"errors": [page | row | {"mend": row["hint"]}]}


def filled(record: Record, item: Item) -> Record:
    """The record with date and headline from the input columns where the page has none."""
    article = record.article
    new: dict[str, str] = {}
    if not article.published and item.published and (date := iso(item.published)):
        new["published"] = date
    if not article.headline and item.headline:
        new["headline"] = item.headline
    if not new:
        return record
    return msgspec.structs.replace(record, article=msgspec.structs.replace(article, **new))


@cache
def schemas() -> dict[str, pa.Schema]:
    """The columns of each table. ``month`` is the name of the folder, not a column of the files."""
    import pyarrow as pa

    text = pa.string()
    tables = table_schemas()
    articles = list(tables["articles"])
    at = tables["articles"].get_field_index(_FIRST_OWN)
    end = tables["articles"].get_field_index("version")
    of_input = [pa.field(name, text) for name in ("input", "place", "id")]
    return tables | {
        "articles": pa.schema([*articles[:at], *of_input, *articles[at:end], ("columns", text), *articles[end:]]),
        "errors": pa.schema([
            ("page", pa.int64()), ("input", text), ("place", text), ("id", text), ("error", text), ("what", text),
            ("hint", text), ("columns", text), ("mend", text),
        ]),
    }  # fmt: skip


def counts_of(tables: dict[str, pa.Table]) -> Counts:
    """The totals of a set of tables."""
    import pyarrow.compute as pc

    errors = {row["values"]: row["counts"] for row in pc.value_counts(tables["errors"]["error"]).to_pylist()}
    return Counts(
        tables["articles"].num_rows,
        pc.sum(tables["articles"]["words"]).as_py() or 0,
        tables["attributions"].num_rows,
        tables["speakers"].num_rows,
        tables["relays"].num_rows,
        dict(sorted(errors.items())),
    )
