"""Stores the corrections of users. They are kept apart from the record, so that a re-read does not overwrite them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from sayso.archive.corrections.apply import (
    Correct,
    Corrected,
    Correction,
    Reading,
    check_change,
    corrected,
    grouped,
    matched,
    reading,
    same_as,
)
from sayso.archive.corrections.current_record import corrections_of, corrections_where
from sayso.archive.corrections.review import undo_of
from sayso.archive.identity.entity_resolver import name_key
from sayso.archive.privacy.tombstones import Tombstones
from sayso.archive.queries.differences import versions_of
from sayso.archive.storage.database import Database
from sayso.archive.storage.records import read_record
from sayso.archive.storage.version_rows import rewrite
from sayso.archive.storage.writer import now
from sayso.errors import MissingError, QueryError
from sayso.terms import Record, Speaker
from sayso.text.searchable import words

_MAX_CHARS: Final = 2_000  # of the author and of a note
_NUMBER: Final = re.compile("[0-9]{1,18}")


def correct_all(
    database: Database, changes: Mapping[str, Correct], by: str, note: str | None = None
) -> list[Correction]:
    """Store changes of statements (by id, such as 12.a7) in one transaction, and return them.

    Raises MissingError if a statement does not exist, and QueryError for an invalid change.
    """
    by = _checked_author(by, note)
    stored = []
    with database.write():
        by_version: dict[int, list[tuple[str, Correct]]] = {}
        for statement, change in changes.items():
            version, name = _version_and_name(database, statement)
            by_version.setdefault(version, []).append((name, change))
        for version, named in by_version.items():
            record, earlier = read_record(database, version), corrections_of(database, version)
            for name, change in named:
                if change.added:
                    raise QueryError("an existing statement cannot be added", "Change it, or restore it")
                check_change(record, change)
                _refuse_forgotten(database, change)
                machine = _machine_reading(record, earlier, name)
                if machine is None:
                    raise _missing(database, f"{version}.{name}")
                stored.append(_insert(database, version, name, machine, change, by, note))
            rewrite(database, version)
    return stored


def undo(database: Database, statements: Sequence[str], by: str) -> list[Correction]:
    """Bring back the state of statements before their last corrections, and return the changes that do so.

    Raises MissingError if a statement does not exist, and QueryError if nothing of it was corrected.
    """
    changes = {}
    with database.snapshot():
        for statement in statements:
            version, name = _version_and_name(database, statement)
            group = _group_of(read_record(database, version), corrections_of(database, version), name)
            if not group:
                raise QueryError(f"{statement} has no correction", "Choose a corrected statement")
            changes[statement] = undo_of(group)
    return correct_all(database, changes, by)


def add(database: Database, version: int, statement: Reading, by: str, note: str | None = None) -> Correction:
    """Store a statement that the model missed, and return the correction that adds it.

    Raises MissingError if there is no such record, and QueryError if the statement is invalid or already there.
    """
    change = Correct(statement.speaker, statement.act, statement.source, statement.cue, statement.content, added=True)
    with database.write():
        by = _checked_author(by, note)
        record = read_record(database, version)
        check_change(record, change)
        _refuse_forgotten(database, change)
        earlier = corrections_of(database, version)
        if existing := same_as(corrected(record, earlier).record, statement):
            raise QueryError(f"this statement is there already: {existing.id}", "Correct that statement")
        # A statement that was added and deleted before keeps its id.
        same = [group for group in grouped(earlier) if group[0].machine == statement]
        number = same[0][0].id if same else _next_id(database)
        correction = _insert(database, version, f"c{number}", statement, change, by, note)
        rewrite(database, version)
        return correction


def _checked_author(by: str, note: str | None) -> str:
    """Return the author without white space around it. Raises QueryError if author or note have a wrong length."""
    by = by.strip()
    if not by:
        raise QueryError("the correction has no author", "Give the name of its author")
    if len(by) > _MAX_CHARS or len(note or "") > _MAX_CHARS:
        raise QueryError("the author or the note is too long", f"Use at most {_MAX_CHARS:,} characters")
    return by


def _next_id(database: Database) -> int:
    ((number,),) = database.run("SELECT coalesce(max(id), 0) + 1 FROM correction")
    return int(number)


def _insert(
    database: Database, version: int, name: str, machine: Reading, change: Correct, by: str, note: str | None
) -> Correction:
    """Insert a correction and return it."""
    number = _next_id(database)
    database.run(
        "INSERT INTO correction (id, version, name, at, author, note, machine, change) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [number, version, name, now(), by, note or None, _json(machine), _json(change)],
    )
    (correction,) = corrections_where(database, "c.id = ?", [number])
    return correction


def corrections(database: Database, page: str | None = None) -> list[Correction]:
    """Return the corrections of all versions of a page (a URL or p3), or all corrections, in order."""
    if page is None:
        return corrections_where(database, "1 = 1", [])
    _, versions = versions_of(database, page)
    return [correction for version in sorted(versions.values()) for correction in corrections_of(database, version)]


def corrected_record(database: Database, version: int) -> Corrected:
    """Return the corrected record of a version. Raises MissingError if there is none."""
    with database.snapshot():
        return corrected(read_record(database, version), corrections_of(database, version))


def corrected_records(database: Database) -> Iterator[tuple[int, Corrected]]:
    """Yield all corrected records whose text is kept, with the ids of their versions."""
    rows = database.run(
        "SELECT DISTINCT c.version FROM correction c JOIN version v ON v.id = c.version "
        "WHERE v.text IS NOT NULL ORDER BY c.version"
    )
    for (version,) in rows:
        yield version, corrected_record(database, version)


def forget_corrections(database: Database, keys: set[str]) -> set[int]:
    """Delete all corrections that name a speaker with one of the name keys, and return their versions."""
    versions = set()
    for correction in corrections_where(database, "1 = 1", []):
        speakers = [speaker for speaker in (correction.machine.speaker, correction.change.speaker) if speaker]
        note = f" {' '.join(words(correction.note or ''))} "
        if any(name_key(speaker.name, speaker.kind) in keys for speaker in speakers) or any(
            f" {key} " in note for key in keys
        ):
            database.run("DELETE FROM correction WHERE id = ?", [correction.id])
            versions.add(correction.version)
    return versions


def _refuse_forgotten(database: Database, change: Correct) -> None:
    speaker = change.speaker
    if speaker is not None and Tombstones(database).blocks_speaker(Speaker("s", speaker.name, speaker.kind)):
        raise QueryError(
            "this speaker was forgotten on request", "Allow it again first: sayso archive remember --speaker"
        )


def _machine_reading(record: Record, earlier: list[Correction], name: str) -> Reading | None:
    """Return the model's reading of an attribution: that of its earlier corrections, or its current one."""
    if group := _group_of(record, earlier, name):
        return group[0].machine
    return next((reading(record, attribution) for attribution in record.attributions if attribution.id == name), None)


def _group_of(record: Record, earlier: list[Correction], name: str) -> list[Correction]:
    """Return the earlier corrections of an attribution, in order."""
    groups = grouped(earlier)
    for group, attribution in zip(groups, matched(record, groups), strict=True):
        if (attribution.id if attribution is not None else f"c{group[0].id}") == name:
            return group
    return []


def _version_and_name(database: Database, statement: str) -> tuple[int, str]:
    version, _, name = statement.strip().partition(".")
    if not _NUMBER.fullmatch(version) or not name:
        raise _missing(database, statement)
    return int(version), name


def _missing(database: Database, statement: str) -> MissingError:
    return MissingError(f"there is no statement {statement}", "sayso search prints ids such as 12.a7", database.name)


def _json(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode()
