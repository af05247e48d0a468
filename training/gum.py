"""Reads GUM's CoNLL-U files: texts with their coreference clusters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Clustered:
    """A text with its mentions: start, end and cluster."""

    name: str
    text: str
    mentions: tuple[tuple[int, int, str], ...]


def read(path: Path) -> Clustered:
    """One document: a line break before each paragraph, spaces between its sentences."""
    text = ""
    mentions: list[tuple[int, int, str]] = []
    open_: list[tuple[str, int]] = []
    separator = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar"):
            separator = "\n" if text else ""
        fields = line.split("\t")
        if len(fields) != 10 or not fields[0].isdigit():
            continue
        start = len(text) + len(separator)
        text += separator + fields[1]
        separator = "" if "SpaceAfter=No" in fields[9] else " "
        entity = re.search(r"Entity=([^|]+)", fields[9])
        for bracket in re.finditer(r"\((\d+)-[^()]*|(\d+)\)|\)", entity.group(1)) if entity else ():
            if bracket.group(1):
                open_.append((bracket.group(1), start))
                continue
            place = len(open_) - 1
            if bracket.group(2):
                place = max((i for i, (name, _) in enumerate(open_) if name == bracket.group(2)), default=-1)
            if place >= 0:
                name, begin = open_.pop(place)
                mentions.append((begin, len(text), name))
    return Clustered(path.stem, text, tuple(sorted(mentions)))
