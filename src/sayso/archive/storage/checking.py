"""Checks an archive: each text against its hash, each row against its record; repairs wrong signatures."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from sayso.archive.corrections.current_record import current_record
from sayso.archive.damage import ROW_ERRORS
from sayso.archive.storage.database import Database, IndexRow
from sayso.archive.storage.reindex import rebuild_bands
from sayso.archive.storage.rows import StatementRow, digest, prepare, record_of
from sayso.errors import SaysoError

_BATCH: Final = 200  # versions repaired in one transaction
_HINT: Final = "run sayso archive check --repair"


class Checked(msgspec.Struct, frozen=True):
    """The counts and faults of a check. ``repaired`` counts the statements with repaired signatures."""

    pages: int
    versions: int
    statements: int
    spans: int
    dropped_texts: int
    faults: tuple[str, ...]
    repaired: int = 0


class _VersionCheck(msgspec.Struct, frozen=True):
    """The counts and faults of one version, and the row ids of statements with a wrong signature, with their rows."""

    statements: int
    spans: int
    dropped: bool
    faults: tuple[str, ...]
    wrong: tuple[tuple[int, StatementRow], ...] = ()


def check(database: Database, *, repair: bool = False) -> Checked:
    """Verify the file, each text against its hash, and each row with its signature against its record.

    With ``repair``, wrong signatures and their index entries are rewritten. Other faults are only reported.
    """
    faults = database.integrity()
    with database.snapshot():
        ((pages,),) = database.run("SELECT count(*) FROM page")
        versions = [number for (number,) in database.run("SELECT id FROM version ORDER BY id")]
        statements = spans = dropped = 0
        wrong: dict[int, int] = {}
        for version in versions:
            try:
                result = _check(database, version)
            except ROW_ERRORS as error:
                result = _VersionCheck(0, 0, False, (f"a row is damaged ({error})",))
            statements += result.statements
            spans += result.spans
            dropped += result.dropped
            faults += [f"record {version}: {fault}" for fault in result.faults]
            if result.wrong:
                wrong[version] = len(result.wrong)
        for (page,) in database.run(
            "SELECT p.id FROM page p LEFT JOIN version v ON v.page = p.id AND v.latest = 1 GROUP BY "
            "p.id HAVING count(v.id) <> 1"
        ):
            faults.append(f"page {page}: the number of latest versions is not 1")
    repaired = _repair(database, list(wrong)) if repair and wrong else 0
    if not repair:
        faults += [f"record {version}: wrong signatures: {count}; {_HINT}" for version, count in wrong.items()]
    return Checked(pages, len(versions), statements, spans, dropped, tuple(faults), repaired)


def _check(database: Database, version: int) -> _VersionCheck:
    """Check one version."""
    versions = database.run("SELECT text, text_hash, body, corrected FROM version WHERE id = ?", [version])
    if not versions:
        return _VersionCheck(0, 0, False, ("it is in the index but not in the table",))
    text, text_hash, body, corrected = versions[0]
    rows = database.run(
        "SELECT name, first, last, content, id, signature FROM statement WHERE version = ? ORDER BY id", [version]
    )
    if text is None:
        return _VersionCheck(len(rows), 0, True, ())
    try:
        if digest(text) != bytes(text_hash):
            return _VersionCheck(len(rows), 0, False, ("the text has changed since it was added: its hash differs",))
        record = record_of(text, bytes(body))
        statements = prepare(record).statements
        if corrected is not None:
            record = current_record(text, body, corrected)
            statements = prepare(record).statements
    except (SaysoError, *ROW_ERRORS) as error:
        return _VersionCheck(len(rows), 0, False, (f"the record does not match its text ({error})",))
    if [(row.name, row.first, row.last, row.content) for row in statements] != [tuple(row[:4]) for row in rows]:
        return _VersionCheck(len(rows), 0, False, ("the statements do not match the record",))
    spans = sum(
        len(attribution.source) + len(attribution.cue) + len(attribution.content) for attribution in record.attributions
    )
    return _VersionCheck(len(rows), spans, False, (), tuple(_wrong_signatures(database, statements, rows)))


def _wrong_signatures(
    database: Database, statements: list[StatementRow], rows: list[tuple[Any, ...]]
) -> list[tuple[int, StatementRow]]:
    """Return the statements whose stored signature or index entry does not match their content, with their row ids."""
    stored = {row[4]: None if row[5] is None else bytes(row[5]) for row in rows}
    pairs = [(row[4], statement) for row, statement in zip(rows, statements, strict=True)]
    wrong = database.wrong_bands([
        IndexRow(number, "", statement.signature) for number, statement in pairs
        if stored[number] == statement.signature
    ])  # fmt: skip
    wrong |= {number for number, statement in pairs if stored[number] != statement.signature}
    return [(number, statement) for number, statement in pairs if number in wrong]


def _repair(database: Database, versions: list[int]) -> int:
    """Rewrite the wrong signatures of versions, and return their number.

    Each transaction checks its versions again, because other processes may have written to them since the check.
    """
    count = 0
    for at in range(0, len(versions), _BATCH):
        with database.write():
            for version in versions[at : at + _BATCH]:
                wrong = _check(database, version).wrong
                database.run_many(
                    "UPDATE statement SET signature = ? WHERE id = ?",
                    [(statement.signature, number) for number, statement in wrong],
                )
                if database.dialect == "postgres":
                    rows = [IndexRow(number, "", statement.signature) for number, statement in wrong]
                    database.run_many("UPDATE statement SET bands = NULL WHERE id = ?", [(row.id,) for row in rows])
                    database.index(rows, sentences=False)
                count += len(wrong)
    if database.dialect == "sqlite":  # its index of bands cannot replace single rows
        with database.write():
            rebuild_bands(database)
    return count
