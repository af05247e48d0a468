"""What stands of a version: the machine's record, or that as users corrected it."""

from __future__ import annotations

from typing import Any, Final

from sayso.archive.corrections.apply import Correct, Correction, Reading, corrected
from sayso.archive.storage.database import Database, stored
from sayso.archive.storage.rows import Prepared, prepare, record_of
from sayso.terms import Record

_COLUMNS: Final = "c.id, c.version, c.name, v.page, c.at, c.author, c.note, c.machine, c.change"


def corrections_where(database: Database, where: str, params: list[Any]) -> list[Correction]:
    """The corrections that fit a condition on ``c`` (correction) and ``v`` (version), in order."""
    rows = database.run(
        f"SELECT {_COLUMNS} FROM correction c JOIN version v ON v.id = c.version WHERE {where} ORDER BY c.id", params
    )
    return [
        Correction(
            number, f"{version}.{name}", page, version, at, by, note, stored(machine, Reading),
            stored(change, Correct),
        )
        for number, version, name, page, at, by, note, machine, change in rows
    ]  # fmt: skip


def corrections_of(database: Database, version: int) -> list[Correction]:
    """The corrections of a version, in order."""
    return corrections_where(database, "c.version = ?", [version])


def standing(text: str, body: bytes, told: bytes | None) -> Record:
    """The record that stands, of a version's text, the machine's body, and the body as corrected."""
    return record_of(text, bytes(body if told is None else told))


def as_corrected(database: Database, version: int, one: Prepared) -> tuple[Prepared, bytes | None]:
    """The rows of a version's record as users corrected it, and its body; where nothing is, its own rows and None."""
    made = corrections_of(database, version)
    if not made:
        return one, None
    record = record_of(one.text, one.body)
    now = corrected(record, made).record
    if (now.attributions, now.speakers) == (record.attributions, record.speakers):
        return one, None
    told = prepare(now)
    return told, told.body
