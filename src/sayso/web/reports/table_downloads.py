"""The tables of the screens as files: CSV, XLSX, JSON and TSV with a short or the full set of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive, ArchivedStatement
from sayso.archive.queries.people import Person
from sayso.archive.queries.sourcing import Audit
from sayso.archive.queries.trace import TraceRow, trace_rows
from sayso.archive.quotations.copies import Copy
from sayso.errors import MissingError
from sayso.export.spreadsheets import COLUMN_SETS, XLSX_TYPE, selected, write_csv_rows, write_xlsx_rows
from sayso.web.forms.query_forms import filters_of, first
from sayso.web.service import Service

router = APIRouter()
MAX_ROWS: Final = 10_000
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX_TYPE,
    "json": "application/json",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
_Rows = Callable[[Archive, QueryParams], Sequence[Any]]


def _search(archive: Archive, query: QueryParams) -> Sequence[Any]:
    form = filters_of(query)
    return archive.search(form.query, form.filters, MAX_ROWS)


def _speakers(archive: Archive, query: QueryParams) -> Sequence[Any]:
    return archive.speakers(filters_of(query).filters, MAX_ROWS)


def _sourcing(archive: Archive, query: QueryParams) -> Sequence[Any]:
    return archive.sourcing(query.getlist("by") or ("outlet",), filters_of(query).filters)


def _quotations(archive: Archive, query: QueryParams) -> Sequence[Any]:
    return archive.same(first(query, "statement") or first(query, "q"), limit=MAX_ROWS)


def _trace(archive: Archive, query: QueryParams) -> Sequence[Any]:
    return trace_rows(archive.trace(first(query, "statement")))


TABLES: Final[dict[str, tuple[_Rows, type[msgspec.Struct]]]] = {
    "search": (_search, ArchivedStatement),
    "speakers": (_speakers, Person),
    "sourcing": (_sourcing, Audit),
    "quotations": (_quotations, Copy),
    "trace": (_trace, TraceRow),
}
"""The rows of each table, and their class."""


@router.get("/tables/{table}.{form}")
async def download_table(request: Request, table: str, form: str) -> Response:
    """Download a table with the filters of its screen; ``columns`` is short or full."""
    if table not in TABLES or form not in _TYPES:
        choices = f"{', '.join(TABLES)}, each as {', '.join(_TYPES)}"
        raise MissingError(f"there is no table {table}.{form}", f"Choose one of {choices}")
    columns = first(request.query_params, "columns") or COLUMN_SETS[0]
    rows, row_class = TABLES[table]
    query = request.query_params
    service: Service = request.app.state.service
    data = await service.ask(lambda archive: encoded_table(rows(archive, query), form, columns, row_class))
    headers = {"content-disposition": f'attachment; filename="sayso-{table}.{form}"'}
    return Response(data, media_type=_TYPES[form], headers=headers)


def encoded_table(rows: Sequence[Any], form: str, columns: str, row_class: type[msgspec.Struct]) -> bytes:
    """Return rows in a format. Raises InputError for another set of columns than short and full."""
    selected_class = row_class if columns in COLUMN_SETS else None
    if form == "json":
        if columns == "full":
            return msgspec.json.encode(rows)
        return msgspec.json.encode([selected(row, columns) for row in rows])
    if form == "xlsx":
        book = io.BytesIO()
        write_xlsx_rows(rows, book, columns, selected_class)
        return book.getvalue()
    text = io.StringIO(newline="")
    write_csv_rows(rows, text, columns, selected_class)
    if form == "tsv":
        text.seek(0)
        tabs = io.StringIO(newline="")
        csv.writer(tabs, "excel-tab").writerows(csv.reader(text))
        text = tabs
    return text.getvalue().encode()
