"""What an archive holds in figures, and its backups: written and restored while others write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sayso.archive.storage.database import NEWEST, Database, IndexRow
from sayso.archive.storage.migrations import migrate, version_of
from sayso.archive.storage.reindex import fill_confidence, refill
from sayso.archive.storage.sqlite import Sqlite
from sayso.archive.storage.version_rows import rewrite_corrected
from sayso.errors import ArchiveError

_TABLES: Final = (
    "page", "version", "entity", "entity_name", "appearance", "statement", "failure", "decision", "tombstone",
    "correction",
)  # fmt: skip
_ROWS: Final = 1_000


def info(database: Database) -> dict[str, object]:
    """What the archive holds, in figures."""
    out: dict[str, object] = {"archive": database.name, "schema": NEWEST}
    with database.snapshot():
        for table in ("page", "version", "statement", "entity", "decision", "correction", "failure", "tombstone"):
            out[table] = database.run(f"SELECT count(*) FROM {table}")[0][0]
        out["dropped texts"] = database.run("SELECT count(*) FROM version WHERE text IS NULL")[0][0]
        out["first"], out["last"] = database.run("SELECT min(published), max(published) FROM version")[0]
        out["outlets"] = database.run("SELECT count(DISTINCT outlet) FROM version")[0][0]
    return out


def backup(database: Database, path: Path) -> Path:
    """A copy of the archive as one SQLite file, whole as of one moment, also while others write.

    Raises ArchiveError where the file is there already, or cannot be written.
    """
    if path.exists():
        raise ArchiveError("the file is there already", "Name a new one, or remove it first", str(path))
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        aside.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(database, Sqlite):
            database.copy_to(aside)
        else:
            target = Sqlite(aside)
            migrate(target, refill)
            with database.snapshot(), target.write():
                _copied(database, target)
            target.run("PRAGMA journal_mode = DELETE")
            target.close()
        aside.replace(path)
    except OSError as error:
        raise ArchiveError(
            f"the backup cannot be written ({error})", "Check folder, space and permissions", str(path)
        ) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            aside.with_name(aside.name + ending).unlink(missing_ok=True)
    return path


def restore(database: Database, path: Path, *, replace: bool = False) -> None:
    """Fill an archive from a backup, in one step. Raises ArchiveError for a backup that is not sound, or a full
    archive.
    """
    source = Sqlite(path, readonly=True)
    try:
        if not source.has_meta():
            raise ArchiveError(
                "this is no backup of an archive", "Name a file that sayso archive backup wrote", str(path)
            )
        if faults := source.integrity():
            raise ArchiveError(f"the backup is damaged ({faults[0]})", "Take another one", str(path))
        ((pages,),) = database.run("SELECT count(*) FROM page")
        if pages and not replace:
            raise ArchiveError(f"the archive holds {pages:,} pages", "Say --replace to give them up", database.name)
        if isinstance(database, Sqlite):
            database.copy_from(path)
            migrate(database, refill)
            return
        with database.write():
            for table in reversed(_TABLES):
                database.run(f"DELETE FROM {table}")
            _copied(source, database)
            if version_of(source) < 10:
                fill_confidence(database)
            if version_of(source) < 8:  # a backup from when corrections were not in the rows
                rewrite_corrected(database)
    finally:
        source.close()


def _copied(source: Database, target: Database) -> None:
    """Copy every table, then index what it holds."""
    lite = source if isinstance(source, Sqlite) else target
    for table in _TABLES:
        columns = [row[1] for row in lite.run(f"PRAGMA table_info({table})")]
        if not columns:  # an older backup
            continue
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        rows = source.run(f"SELECT {names} FROM {table}")
        for at in range(0, len(rows), _ROWS):
            target.many(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows[at : at + _ROWS])
    for key, value in source.run("SELECT key, value FROM meta WHERE key <> 'schema'"):
        target.run("DELETE FROM meta WHERE key = ?", [key])
        target.run("INSERT INTO meta (key, value) VALUES (?, ?)", [key, value])
    last = 0
    while rows := target.run(
        "SELECT s.id, substr(v.text, s.first + 1, s.last - s.first), s.signature FROM statement s "
        "JOIN version v ON v.id = s.version WHERE v.text IS NOT NULL AND s.id > ? ORDER BY s.id LIMIT ?", [last, _ROWS]
    ):  # fmt: skip
        target.index([IndexRow(number, told, bytes(made) if made else None) for number, told, made in rows])
        last = rows[-1][0]
