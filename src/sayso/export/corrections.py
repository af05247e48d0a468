"""Corrections by users as training data: JSON lines, and brat's standoff files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

import msgspec

from sayso.archive.corrections.apply import Corrected, Correction
from sayso.terms import Attribution, Record

FORMS: Final = ("json", "brat")
Numbered = tuple[int, Corrected]
"""A corrected record with the id of its version."""


class CorrectedExample(msgspec.Struct, frozen=True):
    """A page as corrected: what to learn is ``record``. ``corrections`` says what was changed, by whom and when, with
    what the machine had said; ``deleted`` are attributions that are none.
    """

    version: int
    record: Record
    corrections: tuple[Correction, ...]
    deleted: tuple[Attribution, ...]


def example(version: int, made: Corrected) -> CorrectedExample:
    """A corrected record as training data."""
    told = {one.id: one for group in made.marks.values() for one in group}
    told |= {one.id: one for _, group in made.deleted for one in group}
    return CorrectedExample(
        version, made.record, tuple(told[number] for number in sorted(told)), tuple(one for one, _ in made.deleted)
    )


def write_json(found: Iterable[Numbered], file: IO[str]) -> int:
    """Write an :class:`CorrectedExample` a line. The number of pages comes back."""
    count = 0
    for version, made in found:
        file.write(msgspec.json.encode(example(version, made)).decode() + "\n")
        count += 1
    return count


def write_folder(found: Iterable[Numbered], folder: Path) -> int:
    """Write brat's files of the records as corrected, and corrections.jsonl, which says who changed what."""
    from sayso.export.brat import CONFIGURATION, write_brat

    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (folder / "corrections.jsonl").open("w", encoding="utf-8") as file:
        for version, made in found:
            write_brat(made.record, folder / f"record-{version}")
            for one in example(version, made).corrections:
                file.write(msgspec.json.encode(one).decode() + "\n")
            count += 1
    (folder / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    return count
