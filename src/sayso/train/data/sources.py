"""Reads users' training data: brat, records and corrections as JSON, passages with inline markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from sayso.errors import InputError, SaysoError
from sayso.terms import Record
from sayso.train.data.annotated import Annotated, from_record
from sayso.train.data.brat import read_layout, read_texts
from sayso.train.data.passages import read_passages

HELD: Final = 6
"""Without dev/, every sixth text is held out to fit the confidence."""
_JSON: Final = (".json", ".jsonl")
_HINT: Final = "Use brat files, records or corrections as JSON, or passages with markup: see docs/train.md"


@dataclass(frozen=True, slots=True)
class Data:
    """Training texts, and texts held out to fit the confidence."""

    train: tuple[Annotated, ...]
    held: tuple[Annotated, ...]


def read_data(paths: Iterable[Path]) -> Data:
    """Read files and folders. Raises InputError if one of them has no annotations.

    A folder can contain ``train/`` and ``dev/``. In other folders and files, every sixth text is held out.
    """
    train: list[Annotated] = []
    held: list[Annotated] = []
    for path in paths:
        if (path / "train").is_dir():
            train += read_path(path / "train")
            held += read_path(path / "dev") if (path / "dev").is_dir() else []
            continue
        for number, text in enumerate(read_path(path), 1):
            (train if number % HELD else held).append(text)
    return Data(tuple(train), tuple(held))


def read_path(path: Path) -> list[Annotated]:
    """The texts of a file or folder. Raises InputError if there are no attributions."""
    if not path.exists():
        raise InputError("there is no such file or folder", _HINT, str(path))
    articles = _folder(path) if path.is_dir() else _file(path)
    if not count(articles):
        raise InputError(f"no attributions in {len(articles)} texts", _HINT, str(path))
    return articles


def count(articles: Sequence[Annotated]) -> int:
    """The number of attributions of the first annotators."""
    return sum(len(article.annotators[0]) for article in articles)


def _folder(folder: Path) -> list[Annotated]:
    """The texts of a folder: brat in the layout of PolNeAR, else pairs of .txt and .ann, else single files."""
    if (folder / "attributions").is_dir():
        return read_layout(folder)
    if any(folder.glob("*.ann")):
        return read_texts(folder)
    files = [path for path in sorted(folder.iterdir()) if path.suffix in (*_JSON, ".txt")]
    return [article for path in files for article in _file(path)]


def _file(path: Path) -> list[Annotated]:
    """The texts of a file: records or corrections as JSON, or passages."""
    try:
        if path.suffix in _JSON:
            return list(_records(path))
        return read_passages(path)
    except SaysoError:
        raise
    except (OSError, UnicodeDecodeError, msgspec.DecodeError, ValueError) as error:
        raise InputError(f"cannot be read ({error})", _HINT, str(path)) from error


def _records(path: Path) -> Iterator[Annotated]:
    """The records of a file: a single one, an array, or JSON Lines. Each can be the ``record`` of a correction."""
    data = path.read_bytes()
    if path.suffix == ".jsonl":
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                yield _record(line, path, f"line {number}")
        return
    content = msgspec.json.decode(data)
    for number, record in enumerate(content if isinstance(content, list) else [content], 1):
        yield _record(msgspec.json.encode(record), path, f"record {number}")


def _record(data: bytes, path: Path, place: str) -> Annotated:
    """The text of a record. Raises InputError if the record is invalid."""
    try:
        fields = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        return from_record(Record.from_json(bytes(fields.get("record", data))), f"{path.stem}, {place}")
    except (SaysoError, msgspec.DecodeError) as error:
        what = error.what if isinstance(error, SaysoError) else f"not a record: {error}"
        raise InputError(what, _HINT, str(path), place) from error
