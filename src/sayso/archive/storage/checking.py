"""Checks of an archive: each text against its hash, each row against its record, and the repair of signatures."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from sayso.archive.corrections.current_record import standing
from sayso.archive.damage import MISREAD
from sayso.archive.storage.database import Database, IndexRow
from sayso.archive.storage.reindex import rebuild_bands
from sayso.archive.storage.rows import StatementRow, digest, prepare, record_of
from sayso.errors import SaysoError

_AT_ONCE: Final = 200  # versions that one transaction repairs
_REPAIR: Final = "run sayso archive check --repair"


class Checked(msgspec.Struct, frozen=True):
    """What a check looked at, and what it found wrong; an archive without faults is sound.

    ``repaired`` counts the statements whose signatures were computed again.
    """

    pages: int
    versions: int
    statements: int
    spans: int
    dropped_texts: int
    faults: tuple[str, ...]
    repaired: int = 0


class _Version(msgspec.Struct, frozen=True):
    """What a check found of one version: its statements, spans and faults, and the rows with a wrong signature."""

    statements: int
    spans: int
    dropped: bool
    faults: tuple[str, ...]
    wrong: tuple[tuple[int, StatementRow], ...] = ()


def check(database: Database, *, repair: bool = False) -> Checked:
    """Verify the file, each text against its hash, and each row with its signature against its record.

    With ``repair``, wrong signatures and their index are written again; everything else is only reported.
    """
    faults = database.integrity()
    with database.snapshot():
        ((pages,),) = database.run("SELECT count(*) FROM page")
        versions = [number for (number,) in database.run("SELECT id FROM version ORDER BY id")]
        statements = spans = dropped = 0
        wrong: dict[int, int] = {}
        for version in versions:
            try:
                found = _check(database, version)
            except MISREAD as error:
                found = _Version(0, 0, False, (f"a row is not as it was written ({error})",))
            statements, spans, dropped = statements + found.statements, spans + found.spans, dropped + found.dropped
            faults += [f"record {version}: {fault}" for fault in found.faults]
            if found.wrong:
                wrong[version] = len(found.wrong)
        for (page,) in database.run(
            "SELECT p.id FROM page p LEFT JOIN version v ON v.page = p.id AND v.latest = 1 GROUP BY "
            "p.id HAVING count(v.id) <> 1"
        ):
            faults.append(f"page {page}: not one latest version")
    repaired = _repair(database, list(wrong)) if repair and wrong else 0
    if not repair:
        faults += [f"record {version}: wrong signatures: {count}; {_REPAIR}" for version, count in wrong.items()]
    return Checked(pages, len(versions), statements, spans, dropped, tuple(faults), repaired)


def _check(database: Database, version: int) -> _Version:
    """What is wrong with a version."""
    found = database.run("SELECT text, text_hash, body, corrected FROM version WHERE id = ?", [version])
    if not found:
        return _Version(0, 0, False, ("the index names it, and it is not there",))
    text, text_hash, body, corrected = found[0]
    rows = database.run(
        "SELECT name, first, last, content, id, signature FROM statement WHERE version = ? ORDER BY id", [version]
    )
    if text is None:
        return _Version(len(rows), 0, True, ())
    try:
        if digest(text) != bytes(text_hash):
            return _Version(len(rows), 0, False, ("the text is not the one that was added: its hash differs",))
        made = prepare(record_of(text, bytes(body)))
        if corrected is not None:
            made = prepare(standing(text, body, corrected))
    except (SaysoError, *MISREAD) as error:
        return _Version(len(rows), 0, False, (f"the record does not fit its text ({error})",))
    if [(row.name, row.first, row.last, row.content) for row in made.statements] != [tuple(row[:4]) for row in rows]:
        return _Version(len(rows), 0, False, ("the statements are not those of the record",))
    spans = sum(
        len(one.source) + len(one.cue) + len(one.content) for one in standing(text, body, corrected).attributions
    )
    return _Version(len(rows), spans, False, (), tuple(_wrong(database, made.statements, rows)))


def _wrong(database: Database, made: list[StatementRow], rows: list[tuple[Any, ...]]) -> list[tuple[int, StatementRow]]:
    """The statements whose signature, or its entry in the index, is not that of their content."""
    stored = {row[4]: None if row[5] is None else bytes(row[5]) for row in rows}
    pairs = [(row[4], one) for row, one in zip(rows, made, strict=True)]
    right = [IndexRow(number, "", one.signature) for number, one in pairs if stored[number] == one.signature]
    lost = database.unbanded(right)
    return [(number, one) for number, one in pairs if stored[number] != one.signature or number in lost]


def _repair(database: Database, versions: list[int]) -> int:
    """Write the signatures of versions again. Each transaction looks anew: others may have written meanwhile."""
    count = 0
    for at in range(0, len(versions), _AT_ONCE):
        with database.write():
            for version in versions[at : at + _AT_ONCE]:
                wrong = _check(database, version).wrong
                database.many("UPDATE statement SET signature = ? WHERE id = ?", [(s.signature, n) for n, s in wrong])
                if database.dialect == "postgres":
                    rows = [IndexRow(number, "", statement.signature) for number, statement in wrong]
                    database.many("UPDATE statement SET bands = NULL WHERE id = ?", [(row.id,) for row in rows])
                    database.index(rows, sentences=False)
                count += len(wrong)
    if database.dialect == "sqlite":  # its index of bands forgets nothing by row: it is written as a whole
        with database.write():
            rebuild_bands(database)
    return count
