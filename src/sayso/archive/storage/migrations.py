"""Migrates the schema of an older archive to the newest version when the archive is opened."""

from __future__ import annotations

from collections.abc import Callable

from sayso.archive.storage.database import NEWEST, Database, schema_files
from sayso.errors import ArchiveError


def version_of(database: Database) -> int:
    """Return the number of an archive's schema, 0 for a new archive. Raises ArchiveError for a newer schema."""
    if not database.has_meta():
        return 0
    rows = database.run("SELECT value FROM meta WHERE key = 'schema'")
    number = int(rows[0][0]) if rows else 0
    if number > NEWEST:
        raise ArchiveError(
            f"the archive has schema {number}; this version of sayso supports schemas up to {NEWEST}",
            "Upgrade sayso: pip install --upgrade sayso",
            database.name,
        )
    return number


def migrate(database: Database, refill: Callable[[Database, int], None]) -> None:
    """Migrate the schema to the newest version in one transaction. ``refill`` computes the values of new columns.

    Raises ArchiveError for an archive with a newer schema, and for an older one that is open read-only.
    """
    number = version_of(database)
    if number == NEWEST:
        return
    if database.readonly:
        raise ArchiveError(
            f"the archive has schema {number} and is open read-only, so it cannot be migrated",
            "Open it once for writing, for example with sayso archive check --archive FILE",
            database.name,
        )
    with database.write():
        number = version_of(database)  # another process may have migrated it in the meantime
        if number == NEWEST:
            return
        database.script("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);")
        for step, sql in schema_files(database.dialect):
            if number < step <= NEWEST:
                database.script(sql)
        if number:
            refill(database, number)
        database.run("DELETE FROM meta WHERE key = 'schema'")
        database.run("INSERT INTO meta (key, value) VALUES ('schema', ?)", [str(NEWEST)])
