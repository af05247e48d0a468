"""Test data: short fictional pages in every input format, and access to the output of a run."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.dataset as ds

from tests.batch import poison

TOWNS = ("Harrow", "Aldmoor", "Ferry Point", "Wexcombe", "Tarn Bridge")
PEOPLE = ("Ines Calder", "Ivo Marr", "Ada Fairlamb", "Tomas Reyle")
OUTLETS = ("Harrow Echo", "Ferry Post", "Aldmoor Courier")


def text(number):
    """A page with a unique quotation."""
    town, who = TOWNS[number % len(TOWNS)], PEOPLE[number % len(PEOPLE)]
    return f"“The ferry to {town} will be {number} minutes late,” said {who}, the harbour master.\n"


def row(number, **more):
    """A row with known columns, and one that is copied to the output."""
    return {
        "text": text(number),
        "url": f"https://echo.example/{number}",
        "date": f"2026-{number % 3 + 4:02}-03",
        "outlet": OUTLETS[number % len(OUTLETS)],
        "desk": f"desk {number % 2}",
    } | more


def lines(path, numbers, **more):
    """Write a file of JSON Lines."""
    path.write_text("".join(json.dumps(row(n, **more)) + "\n" for n in numbers), encoding="utf-8")
    return path


def poisoned(path, count, words, every=7):
    """Write JSON Lines where some pages trigger a failure of the process. Returns the numbers of those pages."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            word = words[n // every % len(words)] if n % every == 3 else ""
            file.write(json.dumps(row(n, text=f"{word} {text(n)}")) + "\n")
    return [n for n in range(count) if n % every == 3]


def table(out, name):
    """The rows of a table of the output, in order."""
    folder = Path(out, name)
    if not folder.exists():
        return []
    rows = ds.dataset(folder, partitioning="hive").to_table().to_pylist()
    return sorted(rows, key=lambda row: row["page"])


def tree(out):
    """The content of each file of the output by name."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(Path(out).rglob("*"))
        if path.is_file() and path.name != "lock"
    }


ATTRIBUTE = poison.attribute
