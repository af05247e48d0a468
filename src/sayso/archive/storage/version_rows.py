"""The rows of a version written anew: after a correction, or once somebody is forgotten."""

from __future__ import annotations

from sayso.archive.corrections.current_record import as_corrected
from sayso.archive.storage.database import Database
from sayso.archive.storage.rows import prepare, record_of
from sayso.archive.storage.writer import Writer, clear


def rewrite(database: Database, version: int) -> None:
    """Write speakers and statements of a version anew, by its record and its corrections."""
    ((text, body, latest),) = database.run("SELECT text, body, latest FROM version WHERE id = ?", [version])
    if text is None:  # dropped: what stood stays
        return
    one, told = as_corrected(database, version, prepare(record_of(text, bytes(body))))
    clear(database, version)
    database.run("UPDATE version SET corrected = ? WHERE id = ?", [told, version])
    writer = Writer(database)
    writer.rows(version, one)
    writer.flush()
    if not latest:
        database.run("UPDATE statement SET latest = 0 WHERE version = ?", [version])


def rewrite_corrected(database: Database) -> None:
    """Write every version anew that somebody corrected."""
    for (version,) in database.run("SELECT DISTINCT version FROM correction ORDER BY version"):
        rewrite(database, version)
