"""Families of awkward pages: each is a beginning, a unit that is repeated, and an end, up to the size asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Family(NamedTuple):
    """One family: ``head``, ``unit`` again and again (``{i}`` in it is its number), ``tail``."""

    kind: str
    name: str
    head: str
    unit: str
    tail: str

    def of(self, size: int) -> str:
        """A page of about this many bytes, with one unit at least."""
        each = len(self.unit.encode("utf-8", "replace")) + (2 if "{i}" in self.unit else 0)
        count = max(1, (size - len(self.head) - len(self.tail)) // each)
        units = (self.unit.replace("{i}", str(i)) for i in range(count)) if "{i}" in self.unit else [self.unit] * count
        return self.head + "".join(units) + self.tail


def families() -> Iterator[Family]:
    """All families, those of one kind together."""
    for line in Path(__file__).with_name("families.tsv").read_text(encoding="utf-8").splitlines()[4:]:
        kind, name, *parts = line.split("\t")
        yield Family(kind, name, *map(json.loads, parts))
