"""Families of pathological pages: a head, a repeated unit and a tail, up to a given size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Family(NamedTuple):
    """A family: ``head``, repeated ``unit`` (``{i}`` is its number), ``tail``."""

    kind: str
    name: str
    head: str
    unit: str
    tail: str

    def of(self, size: int) -> str:
        """A page of about ``size`` bytes, with at least one unit."""
        unit_size = len(self.unit.encode("utf-8", "replace")) + (2 if "{i}" in self.unit else 0)
        count = max(1, (size - len(self.head) - len(self.tail)) // unit_size)
        units = (self.unit.replace("{i}", str(i)) for i in range(count)) if "{i}" in self.unit else [self.unit] * count
        return self.head + "".join(units) + self.tail


def families() -> Iterator[Family]:
    """All families, grouped by kind."""
    lines = Path(__file__).with_name("families.tsv").read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if not line.startswith(("#", "kind\t"))):
        kind, name, *parts = line.split("\t")
        yield Family(kind, name, *map(json.loads, parts))
