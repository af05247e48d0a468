"""Keeping an archive sound: check every span against its text, back up and restore while others write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec

from sayso.archive.corrections.current_record import standing
from sayso.archive.storage.database import NEWEST, Database, IndexRow
from sayso.archive.storage.migrations import migrate, version_of
from sayso.archive.storage.reindex import fill_confidence, refill
from sayso.archive.storage.rows import digest, prepare, record_of
from sayso.archive.storage.sqlite import Sqlite
from sayso.archive.storage.version_rows import rewrite_corrected
from sayso.errors import ArchiveError, SaysoError

_TABLES: Final = (
    "page", "version", "entity", "entity_name", "appearance", "statement", "failure", "decision", "tombstone",
    "correction",
)  # fmt: skip
_ROWS: Final = 1_000


class Checked(msgspec.Struct, frozen=True):
    """What a check looked at, and what it found wrong; an archive without faults is sound."""

    pages: int
    versions: int
    statements: int
    spans: int
    dropped_texts: int
    faults: tuple[str, ...]


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


def check(database: Database) -> Checked:
    """Verify the file, each text against its hash, each span against its text, and each row against its record."""
    faults = database.integrity()
    with database.snapshot():
        ((pages,),) = database.run("SELECT count(*) FROM page")
        versions = [number for (number,) in database.run("SELECT id FROM version ORDER BY id")]
        statements = spans = dropped = 0
        for version in versions:
            ((text, text_hash, body, told_of),) = database.run(
                "SELECT text, text_hash, body, corrected FROM version WHERE id = ?", [version]
            )
            rows = database.run(
                "SELECT name, first, last, content FROM statement WHERE version = ? ORDER BY id", [version]
            )
            statements += len(rows)
            if text is None:
                dropped += 1
                continue
            told, seen = _faults(text, bytes(text_hash), body, told_of, rows)
            spans += seen
            faults += [f"record {version}: {fault}" for fault in told]
        for (page,) in database.run(
            "SELECT p.id FROM page p LEFT JOIN version v ON v.page = p.id AND v.latest = 1 GROUP BY "
            "p.id HAVING count(v.id) <> 1"
        ):
            faults.append(f"page {page}: not one latest version")
    return Checked(pages, len(versions), statements, spans, dropped, tuple(faults))


def _faults(
    text: str, text_hash: bytes, body: bytes, told_of: bytes | None, rows: list[tuple[object, ...]]
) -> tuple[list[str], int]:
    """What is wrong with a version, and how many spans were looked at."""
    if digest(text) != text_hash:
        return ["the text is not the one that was added: its hash differs"], 0
    try:
        made = prepare(record_of(text, bytes(body)))
        record = standing(text, body, told_of)
        if told_of is not None:
            made = prepare(record)
    except (SaysoError, msgspec.DecodeError, ValueError) as error:
        return [f"the record does not fit its text ({error})"], 0
    if [(row.name, row.first, row.last, row.content) for row in made.statements] != [tuple(row) for row in rows]:
        return ["the statements are not those of the record"], 0
    return [], sum(len(one.source) + len(one.cue) + len(one.content) for one in record.attributions)


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
