"""The current record of a version: the record of the model with the corrections of users applied."""

from __future__ import annotations

from typing import Any, Final

from sayso.archive.corrections.apply import Correct, Correction, Reading, corrected
from sayso.archive.storage.database import Database, decode_column
from sayso.archive.storage.rows import Prepared, prepare, record_of
from sayso.terms import Record

_COLUMNS: Final = "c.id, c.version, c.name, v.page, c.at, c.author, c.note, c.machine, c.change"


def corrections_where(database: Database, where: str, params: list[Any]) -> list[Correction]:
    """Return the corrections that match a condition on ``c`` (correction) and ``v`` (version), in order."""
    rows = database.run(
        f"SELECT {_COLUMNS} FROM correction c JOIN version v ON v.id = c.version WHERE {where} ORDER BY c.id", params
    )
    return [
        Correction(
            number, f"{version}.{name}", page, version, at, by, note, decode_column(machine, Reading),
            decode_column(change, Correct),
        )
        for number, version, name, page, at, by, note, machine, change in rows
    ]  # fmt: skip


def corrections_of(database: Database, version: int) -> list[Correction]:
    """Return the corrections of a version, in order."""
    return corrections_where(database, "c.version = ?", [version])


def current_record(text: str, body: bytes, corrected_body: bytes | None) -> Record:
    """Return the record of a version from its text and the corrected body, or the original body if that is None."""
    return record_of(text, bytes(body if corrected_body is None else corrected_body))


def apply_corrections(database: Database, version: int, original: Prepared) -> tuple[Prepared, bytes | None]:
    """Return the rows of the corrected record and its body; the original rows and None if nothing is corrected."""
    corrections = corrections_of(database, version)
    if not corrections:
        return original, None
    record = record_of(original.text, original.body)
    current = corrected(record, corrections).record
    if (current.attributions, current.speakers) == (record.attributions, record.speakers):
        return original, None
    prepared = prepare(current)
    return prepared, prepared.body
