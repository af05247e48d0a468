"""The schema of an archive, step by step: an older archive is brought to the newest version when it is opened."""

from __future__ import annotations

from collections.abc import Callable

from sayso.archive.storage.database import NEWEST, Database, schema_files
from sayso.errors import ArchiveError


def version_of(database: Database) -> int:
    """The schema version of an archive; 0 for a new one. Raises ArchiveError for one that this package is too old
    for.
    """
    if not database.has_meta():
        return 0
    found = database.run("SELECT value FROM meta WHERE key = 'schema'")
    number = int(found[0][0]) if found else 0
    if number > NEWEST:
        raise ArchiveError(
            f"the archive has schema {number}, this sayso knows up to {NEWEST}",
            "Update it: pip install --upgrade sayso",
            database.name,
        )
    return number


def migrate(database: Database, refill: Callable[[Database, int], None]) -> None:
    """Bring the schema to the newest version, in one transaction; ``refill`` computes what the new steps hold.

    Raises ArchiveError for a newer archive, and for an older one that is open for reading only.
    """
    number = version_of(database)
    if number == NEWEST:
        return
    if database.readonly:
        raise ArchiveError(
            f"the archive has schema {number}, and is open for reading only",
            "Open it once for writing, say by sayso archive check --archive FILE",
            database.name,
        )
    with database.write():
        number = version_of(database)  # another process may have been quicker
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
