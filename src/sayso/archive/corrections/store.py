"""Corrections by users, kept beside the machine's records and never touched by a re-read."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from sayso.archive.identity.entity_resolver import key_of
from sayso.archive.privacy.tombstones import Forgotten
from sayso.archive.queries.differences import versions_of
from sayso.archive.queries.query_language import words
from sayso.archive.storage.database import Database
from sayso.archive.storage.records import read_record
from sayso.archive.storage.version_rows import rewrite
from sayso.archive.storage.writer import now
from sayso.errors import MissingError, QueryError
from sayso.terms import Attribution, Record, Speaker

_LONGEST = 2_000
_NUMBER = re.compile("[0-9]{1,18}")
_HINT = "sayso search prints the ids, say 12.a7"


def correct(database: Database, statement: str, change: Correct, by: str, note: str | None = None) -> Correction:
    """Keep a change of a statement (12.a7), and hand it back.

    Raises ArchiveError for a statement that is not there, QueryError for a change that cannot be made.
    """
    by = _signed(by, note)
    version, name = _parts(database, statement)
    with database.write():
        record = read_record(database, version)
        if change.added:
            raise QueryError("a statement that is there cannot be added", "Change it, or restore it")
        check_change(record, change)
        _refuse_forgotten(database, change)
        machine = _machine(record, corrections_of(database, version), name)
        if machine is None:
            raise MissingError(f"there is no statement {statement}", _HINT, database.name)
        return _kept(database, version, name, machine, change, by, note)


def add(database: Database, version: int, said: Reading, by: str, note: str | None = None) -> Correction:
    """Keep a statement that a user found on a page and the machine did not, and hand back the correction that adds it.

    Raises ArchiveError for a record that is not there, QueryError for what is no statement, or is there already.
    """
    change = Correct(said.speaker, said.act, said.source, said.cue, said.content, added=True)
    with database.write():
        by = _signed(by, note)
        record = read_record(database, version)
        check_change(record, change)
        _refuse_forgotten(database, change)
        before = corrections_of(database, version)
        if there := same_as(corrected(record, before).record, said):
            raise QueryError(f"this statement is there already: {there.id}", "Correct that one")
        own = [group for group in grouped(before) if group[0].machine == said]  # it was added before, and deleted
        number = own[0][0].id if own else _next(database)
        return _kept(database, version, f"c{number}", said, change, by, note)


def _signed(by: str, note: str | None) -> str:
    """Who makes a correction."""
    by = by.strip()
    if not by or len(by) > _LONGEST or len(note or "") > _LONGEST:
        raise QueryError("nobody made the correction" if not by else "too long", "Say who, in few words")
    return by


def _next(database: Database) -> int:
    ((number,),) = database.run("SELECT coalesce(max(id), 0) + 1 FROM correction")
    return int(number)


def _kept(
    database: Database, version: int, name: str, machine: Reading, change: Correct, by: str, note: str | None
) -> Correction:
    """Write a correction, and the rows that follow from it."""
    number = _next(database)
    database.run(
        "INSERT INTO correction (id, version, name, at, author, note, machine, change) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [number, version, name, now(), by, note or None, _json(machine), _json(change)],
    )
    (made,) = corrections_where(database, "c.id = ?", [number])
    rewrite(database, version)
    return made


def corrections(database: Database, page: str | None = None) -> list[Correction]:
    """The corrections of a page (its URL, or p3) with all its versions, or all there are, in order."""
    if page is None:
        return corrections_where(database, "1 = 1", [])
    _, versions = versions_of(database, page)
    return [one for version in sorted(versions.values()) for one in corrections_of(database, version)]


def corrected_record(database: Database, version: int) -> Corrected:
    """The record of a version with what users corrected. Raises ArchiveError for one that is not there."""
    with database.snapshot():
        return corrected(read_record(database, version), corrections_of(database, version))


def corrected_records(database: Database) -> Iterator[tuple[int, Corrected]]:
    """Every record that somebody corrected, by the id of its version; those without their text are left out."""
    rows = database.run(
        "SELECT DISTINCT c.version FROM correction c JOIN version v ON v.id = c.version "
        "WHERE v.text IS NOT NULL ORDER BY c.version"
    )
    for (version,) in rows:
        yield version, corrected_record(database, version)


def forget_corrections(database: Database, keys: set[str]) -> set[int]:
    """Remove every correction in which a forgotten speaker is named, by the names' keys; their versions come back."""
    out = set()
    for one in corrections_where(database, "1 = 1", []):
        named = [who for who in (one.machine.speaker, one.change.speaker) if who is not None]
        noted = f" {' '.join(words(one.note or ''))} "
        if any(key_of(who.name, who.kind) in keys for who in named) or any(f" {key} " in noted for key in keys):
            database.run("DELETE FROM correction WHERE id = ?", [one.id])
            out.add(one.version)
    return out


def _refuse_forgotten(database: Database, change: Correct) -> None:
    who = change.speaker
    if who is not None and Forgotten(database).speaker(Speaker("s", who.name, who.kind)):
        raise QueryError("this speaker was forgotten on request", "Lift it first: sayso archive remember --speaker")


def _machine(record: Record, before: list[Correction], name: str) -> Reading | None:
    """What the machine says of an attribution: the anchor of its earlier corrections, or its reading now."""
    groups = grouped(before)
    for group, one in zip(groups, matched(record, groups), strict=True):
        if (one.id if one is not None else f"c{group[0].id}") == name:
            return group[0].machine
    found: Attribution | None = next((one for one in record.attributions if one.id == name), None)
    return None if found is None else reading(record, found)


def _parts(database: Database, statement: str) -> tuple[int, str]:
    version, _, name = statement.strip().partition(".")
    if not _NUMBER.fullmatch(version) or not name:
        raise MissingError(
            f"there is no statement {statement}", "sayso search prints the ids, say 12.a7", database.name
        )
    return int(version), name


def _json(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode()
