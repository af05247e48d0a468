"""Reads our own passages (corpus/passages/*.txt): annotated fictional news in forms that are rare in PolNeAR."""

from __future__ import annotations

from pathlib import Path

from sayso.train.data.annotated import Annotated
from sayso.train.data.passages import passage, read_passages

__all__ = ["FOLDER", "passage", "read_own"]
FOLDER = Path(__file__).parents[1] / "corpus" / "passages"


def read_own(folder: Path = FOLDER) -> list[Annotated]:
    """All passages, in order of file and position."""
    return [annotated for path in sorted(folder.glob("*.txt")) for annotated in read_passages(path)]
