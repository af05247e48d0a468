"""Adds records and reads them back. A page is added as a whole or not at all; adding it twice has no effect."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from msgspec.structs import replace

from sayso.archive.corrections.current_record import current_record
from sayso.archive.damage import convert_row_errors
from sayso.archive.filters import Filters, condition
from sayso.archive.storage.database import Database
from sayso.archive.storage.rows import Prepared, prepare_all
from sayso.archive.storage.writer import Added, VersionHistory, Writer
from sayso.errors import MissingError, SaysoError
from sayso.record.selection import kept
from sayso.terms import Record

_BATCH_PAGES: Final = 4_096
_BATCH_SECONDS: Final = 1.0


def add_all(database: Database, records: Iterable[Record | SaysoError]) -> Iterator[Added | SaysoError]:
    """Add records in transactions of up to 4,096 pages or about a second, and yield each result once it is committed.

    An error in the input is stored as a failure and yielded. An inconsistent record becomes a RecordError.
    """
    batch: list[Record | SaysoError] = []
    history = VersionHistory()
    start = time.monotonic()
    for record in records:
        batch.append(record)
        if len(batch) >= _BATCH_PAGES or time.monotonic() - start > _BATCH_SECONDS:
            yield from _add_batch(database, batch, history)
            batch, start = [], time.monotonic()
    if batch:
        yield from _add_batch(database, batch, history)
    if history.pending:
        with convert_row_errors(database.name), database.write():
            writer = Writer(database)
            results = [writer.add_reverted(page, history) for page in history.pending.values()]
            writer.flush()
        yield from results


def _add_batch(
    database: Database, batch: list[Record | SaysoError], history: VersionHistory
) -> list[Added | SaysoError]:
    """Add a batch in one transaction."""
    pages = prepare_all(batch)
    results: list[Added | SaysoError] = []
    with convert_row_errors(database.name), database.write():
        writer = Writer(database)
        writer.preload([page for page in pages if isinstance(page, Prepared)])
        for page in pages:
            if isinstance(page, SaysoError):
                writer.add_failure(page)
                results.append(page)
            else:
                results += writer.add(page, history)
        writer.flush()
    return results


def read_record(database: Database, version: int, *, corrected: bool = False) -> Record:
    """Return the record of a version as it was added, or with ``corrected`` as users corrected it.

    Raises MissingError if the version does not exist or its text was dropped.
    """
    rows = database.run("SELECT text, body, corrected FROM version WHERE id = ?", [version])
    if not rows:
        raise MissingError(f"there is no record {version}", "sayso search lists records", database.name)
    text, body, corrected_body = rows[0]
    if text is None:
        raise MissingError(
            f"the text of record {version} was dropped", "Only its spans and hashes are kept", database.name
        )
    return current_record(text, body, corrected_body if corrected else None)


def records(
    database: Database, filters: Filters, *, corrected: bool = True, whole: bool = True
) -> Iterator[tuple[int, Record]]:
    """Yield version ids and records: those with a statement that matches the filters, or all without filters.

    Without ``whole``, a record has only the matching statements if the filters select statements. Versions whose text
    was dropped are skipped.
    """
    params: list[Any] = []
    select_statements = not whole and not filters.all_statements
    if filters.all_pages and not filters.all_versions:
        sql = "SELECT id, NULL FROM version v WHERE latest = 1 AND text IS NOT NULL ORDER BY id"
    else:
        where, params = condition(database, replace(filters, nested=True))
        sql = (
            f"SELECT {'v.id, s.name' if select_statements else 'DISTINCT v.id, NULL'} "
            "FROM statement s JOIN version v ON v.id = s.version "
            f"WHERE v.text IS NOT NULL AND {where} ORDER BY v.id"
        )
    for version, rows in groupby(database.run(sql, params), itemgetter(0)):
        record = read_record(database, version, corrected=corrected)
        if select_statements:
            outer = {row.id for row in record.attributions if filters.nested or row.inside is None}
            matching = {name for _, name in rows} & outer
            if not matching:
                continue
            record = kept(record, matching, filters.determinacy)
        yield version, record
