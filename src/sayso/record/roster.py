"""Loads a roster, a newsroom's table of people and their attributes, and joins it to speakers by name."""

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
    """The attributes of people by normalized name and alias."""

    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, str]]

    def find(self, speaker: Speaker) -> Mapping[str, str] | None:
        """The row of a person, None for other speakers and unknown names."""
        return self.rows.get(_normalized(speaker.name)) if speaker.kind is SpeakerKind.PERSON else None


def load_roster(path: Path) -> Roster:
    """Load a CSV file with the column ``name``, optionally ``aliases`` (separated by ;), and further columns.

    Raises InputError if the file cannot be read, has no column ``name``, or has a duplicate name.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", "Use a CSV file in UTF-8", str(path)) from error
    table = csv.DictReader(io.StringIO(text, newline=""))
    header = [column.strip() for column in table.fieldnames or ()]
    if _NAME not in header:
        raise InputError("no column name", "Add a column name with the names of the people", str(path), "line 1")
    table.fieldnames = header
    columns = tuple(column for column in header if column not in (_NAME, _ALIASES))
    rows: dict[str, dict[str, str]] = {}
    for row in table:
        attributes = {column: (row.get(column) or "").strip() for column in columns}
        for name in (row[_NAME] or "", *(row.get(_ALIASES) or "").split(";")):
            key = _normalized(name)
            if key and rows.setdefault(key, attributes) is not attributes:
                what = f"duplicate name {name.strip()}"
                raise InputError(what, "List each name or alias once", str(path), f"line {table.line_num}")
    return Roster(columns, rows)


def _normalized(name: str) -> str:
    """A name in lower case with single spaces."""
    return " ".join(name.replace("’", "'").casefold().split())
