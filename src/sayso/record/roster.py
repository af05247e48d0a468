"""A newsroom's own table of people, joined to speakers by name: sayso itself guesses no trait of anyone."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sayso.errors import InputError
from sayso.terms import Speaker, SpeakerKind

_NAME, _ALIASES = "name", "aliases"


class Roster(msgspec.Struct, frozen=True):
    """People by every name that they go by, in lower case, with the other columns of the table."""

    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, str]]

    def find(self, speaker: Speaker) -> Mapping[str, str] | None:
        """The row of a speaker who is a person, or None where the table has no such name."""
        return self.rows.get(_plain(speaker.name)) if speaker.kind is SpeakerKind.PERSON else None


def load_roster(path: Path) -> Roster:
    """The roster of a CSV file with the column ``name``, perhaps ``aliases`` (with ; between), and any others.

    Raises InputError where the file cannot be read, lacks the column, or gives one name to two people.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", "Give a CSV file in UTF-8", str(path)) from error
    table = csv.DictReader(io.StringIO(text, newline=""))
    head = [column.strip() for column in table.fieldnames or ()]
    if _NAME not in head:
        raise InputError("no column called name", "Name the column with people's names: name", str(path), "line 1")
    table.fieldnames = head
    columns = tuple(column for column in head if column not in (_NAME, _ALIASES))
    rows: dict[str, dict[str, str]] = {}
    for row in table:
        kept = {column: (row.get(column) or "").strip() for column in columns}
        for name in (row[_NAME] or "", *(row.get(_ALIASES) or "").split(";")):
            key = _plain(name)
            if key and rows.setdefault(key, kept) is not kept:
                raise InputError(
                    f"{name.strip()} stands twice", "Give each name once", str(path), f"line {table.line_num}"
                )
    return Roster(columns, rows)


def _plain(name: str) -> str:
    """A name in lower case and single spaces."""
    return " ".join(name.replace("’", "'").casefold().split())
