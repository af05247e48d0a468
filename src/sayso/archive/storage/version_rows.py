"""Rewrites the rows of a version after a correction, or after a speaker is forgotten."""

from __future__ import annotations

from sayso.archive.corrections.current_record import apply_corrections
from sayso.archive.storage.database import Database
from sayso.archive.storage.rows import prepare, record_of
from sayso.archive.storage.writer import Writer, clear


def rewrite(database: Database, version: int) -> None:
    """Rewrite the rows of a version's speakers and statements from its record and its corrections."""
    ((text, body, latest),) = database.run("SELECT text, body, latest FROM version WHERE id = ?", [version])
    if text is None:  # the text was dropped, so the rows cannot be computed and are kept
        return
    prepared, corrected_body = apply_corrections(database, version, prepare(record_of(text, bytes(body))))
    clear(database, version)
    database.run("UPDATE version SET corrected = ? WHERE id = ?", [corrected_body, version])
    writer = Writer(database)
    writer.add_rows(version, prepared)
    writer.flush()
    if not latest:
        database.run("UPDATE statement SET latest = 0 WHERE version = ?", [version])


def rewrite_corrected(database: Database) -> None:
    """Rewrite the rows of all versions with corrections."""
    for (version,) in database.run("SELECT DISTINCT version FROM correction ORDER BY version"):
        rewrite(database, version)
