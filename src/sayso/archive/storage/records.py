"""Adding records and reading them back. A page is kept whole or not at all, and adding it again adds nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sayso.archive.corrections.current_record import standing
from sayso.archive.damage import rows_of
from sayso.archive.filters import Filters, condition
from sayso.archive.storage.database import Database
from sayso.archive.storage.rows import Prepared, prepare_all
from sayso.archive.storage.writer import Added, States, Writer
from sayso.errors import MissingError, SaysoError
from sayso.terms import Record

_BATCH: Final = 4_096
_SECONDS: Final = 1.0


def add_all(database: Database, records: Iterable[Record | SaysoError]) -> Iterator[Added | SaysoError]:
    """Keep records, in transactions of up to 4,096 pages or a second; what comes out is kept, also if the power fails.

    An error that comes in is noted as a failure and comes out; a record that is none becomes one.
    """
    waiting: list[Record | SaysoError] = []
    states = States()
    since = time.monotonic()
    for record in records:
        waiting.append(record)
        if len(waiting) >= _BATCH or time.monotonic() - since > _SECONDS:
            yield from _keep(database, waiting, states)
            waiting, since = [], time.monotonic()
    if waiting:
        yield from _keep(database, waiting, states)
    if states.held:
        with rows_of(database.name), database.write():
            writer = Writer(database)
            out = [writer.changed_back(one, states) for one in states.held.values()]
            writer.flush()
        yield from out


def _keep(database: Database, waiting: list[Record | SaysoError], states: States) -> list[Added | SaysoError]:
    """Write one transaction."""
    prepared = prepare_all(waiting)
    out: list[Added | SaysoError] = []
    with rows_of(database.name), database.write():
        writer = Writer(database)
        writer.foresee([one for one in prepared if isinstance(one, Prepared)])
        for one in prepared:
            if isinstance(one, SaysoError):
                out.append(writer.failed(one))
            else:
                out += writer.add(one, states)
        writer.flush()
    return out


def read_record(database: Database, version: int, *, corrected: bool = False) -> Record:
    """The record of a version as it was added, or as users corrected it. Raises ArchiveError for one that is not there
    or without its text.
    """
    rows = database.run("SELECT text, body, corrected FROM version WHERE id = ?", [version])
    if not rows:
        raise MissingError(f"there is no record {version}", "sayso search shows the records", database.name)
    text, body, told = rows[0]
    if text is None:
        raise MissingError(
            f"the text of record {version} was dropped", "Only its spans and hashes are kept", database.name
        )
    return standing(text, body, told if corrected else None)


def records(database: Database, filters: Filters, *, corrected: bool = True) -> Iterator[tuple[int, Record]]:
    """The records with a statement that fits the filters; without filters all that have their text."""
    params: list[Any] = []
    if filters.all_pages and not filters.all_versions:
        sql = "SELECT id FROM version v WHERE latest = 1 AND text IS NOT NULL ORDER BY id"
    else:
        where, params = condition(database, filters)
        sql = (
            "SELECT DISTINCT v.id FROM statement s JOIN version v ON v.id = s.version "
            f"WHERE v.text IS NOT NULL AND {where} ORDER BY v.id"
        )
    for (version,) in database.run(sql, params):
        yield version, read_record(database, version, corrected=corrected)
