"""Counts the contents of an archive, and writes and restores backups, also while other processes write."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from sayso.archive.storage.database import NEWEST, Database, IndexRow
from sayso.archive.storage.migrations import migrate, version_of
from sayso.archive.storage.reindex import fill_confidence, fill_relays, refill, reindex_invisible
from sayso.archive.storage.sqlite import Sqlite
from sayso.archive.storage.version_rows import rewrite_corrected
from sayso.errors import ArchiveError

_TABLES: Final = (
    "page", "version", "entity", "entity_name", "appearance", "statement", "failure", "decision", "tombstone",
    "correction",
)  # fmt: skip
_BATCH: Final = 1_000  # rows copied in one step


def info(database: Database) -> dict[str, object]:
    """Return the number of rows of each table and other counts."""
    counts: dict[str, object] = {"archive": database.name, "schema": NEWEST}
    with database.snapshot():
        for table in ("page", "version", "statement", "entity", "decision", "correction", "failure", "tombstone"):
            counts[table] = database.run(f"SELECT count(*) FROM {table}")[0][0]
        counts["dropped texts"] = database.run("SELECT count(*) FROM version WHERE text IS NULL")[0][0]
        counts["first"], counts["last"] = database.run("SELECT min(published), max(published) FROM version")[0]
        counts["outlets"] = database.run("SELECT count(DISTINCT outlet) FROM version")[0][0]
    return counts


def backup(database: Database, path: Path) -> Path:
    """Write a consistent copy of the archive to one SQLite file, and return its path.

    Raises ArchiveError if the file already exists or cannot be written.
    """
    if path.exists():
        raise ArchiveError("the file already exists", "Use another name, or remove the file first", str(path))
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(database, Sqlite):
            database.copy_to(part)
        else:
            target = Sqlite(part)
            migrate(target, refill)
            with database.snapshot(), target.write():
                _copy(database, target)
            target.run("PRAGMA journal_mode = DELETE")
            target.close()
        part.replace(path)
    except OSError as error:
        raise ArchiveError(
            f"the backup cannot be written ({error})", "Check the folder, its permissions and the free space", str(path)
        ) from error
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):  # on a read-only file system, even a missing file cannot be removed
                part.with_name(part.name + suffix).unlink(missing_ok=True)
    return path


def restore(database: Database, path: Path, *, replace: bool = False) -> None:
    """Restore an archive from a backup in one transaction. ``replace`` discards the current content.

    Raises ArchiveError for a damaged backup, and for an archive with content unless ``replace`` is set.
    """
    source = Sqlite(path, readonly=True)
    try:
        if not source.has_meta():
            raise ArchiveError(
                "this is not a backup of an archive", "Use a file that sayso archive backup wrote", str(path)
            )
        if faults := source.integrity():
            raise ArchiveError(f"the backup is damaged ({faults[0]})", "Use another backup", str(path))
        ((pages,),) = database.run("SELECT count(*) FROM page")
        if pages and not replace:
            raise ArchiveError(
                f"the archive already has {pages:,} pages", "Use --replace to discard them", database.name
            )
        if isinstance(database, Sqlite):
            database.copy_from(path)
            migrate(database, refill)
            return
        with database.write():
            for table in reversed(_TABLES):
                database.run(f"DELETE FROM {table}")
            _copy(source, database)
            if version_of(source) < 10:
                fill_confidence(database)
            if version_of(source) < 8:  # the rows of older schemas do not include corrections
                rewrite_corrected(database)
            if version_of(source) < 11:
                reindex_invisible(database)
            if version_of(source) < 12:
                fill_relays(database)
    finally:
        source.close()


def _copy(source: Database, target: Database) -> None:
    """Copy all tables, then index the statements."""
    sqlite = source if isinstance(source, Sqlite) else target
    for table in _TABLES:
        columns = [row[1] for row in sqlite.run(f"PRAGMA table_info({table})")]
        if not columns:  # the backup has an older schema without this table
            continue
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        rows = source.run(f"SELECT {names} FROM {table}")
        for at in range(0, len(rows), _BATCH):
            target.run_many(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows[at : at + _BATCH])
    for key, value in source.run("SELECT key, value FROM meta WHERE key <> 'schema'"):
        target.run("DELETE FROM meta WHERE key = ?", [key])
        target.run("INSERT INTO meta (key, value) VALUES (?, ?)", [key, value])
    last = 0
    while rows := target.run(
        "SELECT s.id, substr(v.text, s.first + 1, s.last - s.first), s.signature FROM statement s "
        "JOIN version v ON v.id = s.version WHERE v.text IS NOT NULL AND s.id > ? ORDER BY s.id LIMIT ?", [last, _BATCH]
    ):  # fmt: skip
        target.index([
            IndexRow(number, sentence, bytes(signature) if signature else None) for number, sentence, signature in rows
        ])  # fmt: skip
        last = rows[-1][0]
