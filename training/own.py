"""Our own passages (training/own/*.txt): invented news in the forms that PolNeAR hardly has, marked within the text."""

from __future__ import annotations

from pathlib import Path

from sayso.train.data.annotated import Annotated
from sayso.train.data.passages import passage, read_passages

__all__ = ["FOLDER", "passage", "read_own"]
FOLDER = Path(__file__).with_name("own")


def read_own(folder: Path = FOLDER) -> list[Annotated]:
    """All passages, in order of file and place."""
    return [one for path in sorted(folder.glob("*.txt")) for one in read_passages(path)]
