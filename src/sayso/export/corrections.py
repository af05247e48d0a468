"""Exports users' corrections as training data: JSON Lines, or brat standoff files."""

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
    """A corrected page. ``record`` is the training target.

    ``corrections`` has the author, time and previous value of each change; ``deleted`` are wrong attributions.
    """

    version: int
    record: Record
    corrections: tuple[Correction, ...]
    deleted: tuple[Attribution, ...]


def example(version: int, corrected: Corrected) -> CorrectedExample:
    """A corrected record as training data."""
    groups = [*corrected.marks.values(), *(group for _, group in corrected.deleted)]
    corrections = {correction.id: correction for group in groups for correction in group}
    return CorrectedExample(
        version,
        corrected.record,
        tuple(corrections[number] for number in sorted(corrections)),
        tuple(attribution for attribution, _ in corrected.deleted),
    )


def write_json(records: Iterable[Numbered], file: IO[str]) -> int:
    """Write one :class:`CorrectedExample` per line. Returns the number of pages."""
    count = 0
    for version, corrected in records:
        file.write(msgspec.json.encode(example(version, corrected)).decode() + "\n")
        count += 1
    return count


def write_folder(records: Iterable[Numbered], folder: Path) -> int:
    """Write the corrected records as brat files, and the corrections as corrections.jsonl. Returns the page count."""
    from sayso.export.brat import CONFIGURATION, write_brat

    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (folder / "corrections.jsonl").open("w", encoding="utf-8") as file:
        for version, corrected in records:
            write_brat(corrected.record, folder / f"record-{version}")
            for correction in example(version, corrected).corrections:
                file.write(msgspec.json.encode(correction).decode() + "\n")
            count += 1
    (folder / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    return count
