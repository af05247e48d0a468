"""Where a user's examples come from: brat, records and corrections as JSON, passages marked within the text."""

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
"""One text of so many is kept out of training, to fit the confidence on, where the data has no dev/ of its own."""
_JSON: Final = (".json", ".jsonl")
_HINT: Final = "Give brat files, records or corrections as JSON, or passages with marks: see docs/train.md"


@dataclass(frozen=True, slots=True)
class Data:
    """Texts to learn from, and texts held out for the confidence."""

    train: tuple[Annotated, ...]
    held: tuple[Annotated, ...]


def read_data(paths: Iterable[Path]) -> Data:
    """What several files and folders hold. Raises InputError where nothing, or nothing annotated, is in one.

    A folder with ``train/`` (and ``dev/``) is divided already; of any other every sixth text is held out.
    """
    train: list[Annotated] = []
    held: list[Annotated] = []
    for path in paths:
        if (path / "train").is_dir():
            train += read_path(path / "train")
            held += read_path(path / "dev") if (path / "dev").is_dir() else []
            continue
        found = read_path(path)
        train += [one for number, one in enumerate(found, 1) if number % HELD]
        held += [one for number, one in enumerate(found, 1) if not number % HELD]
    return Data(tuple(train), tuple(held))


def read_path(path: Path) -> list[Annotated]:
    """The texts of one file or folder. Raises InputError where it holds no attribution."""
    if not path.exists():
        raise InputError("there is no such file or folder", _HINT, str(path))
    articles = _folder(path) if path.is_dir() else _file(path)
    if not count(articles):
        raise InputError(f"{len(articles)} texts in it, and no attribution", _HINT, str(path))
    return articles


def count(articles: Sequence[Annotated]) -> int:
    """How many attributions the first annotator of each text found."""
    return sum(len(article.annotators[0]) for article in articles)


def _folder(folder: Path) -> list[Annotated]:
    """A folder of brat in PolNeAR's layout, else of pairs .txt and .ann, else files that stand for themselves."""
    if (folder / "attributions").is_dir():
        return read_layout(folder)
    if any(folder.glob("*.ann")):
        return read_texts(folder)
    files = [path for path in sorted(folder.iterdir()) if path.suffix in (*_JSON, ".txt")]
    return [article for path in files for article in _file(path)]


def _file(path: Path) -> list[Annotated]:
    """Records or corrections as JSON, or passages."""
    try:
        if path.suffix in _JSON:
            return list(_records(path))
        return read_passages(path)
    except SaysoError:
        raise
    except (OSError, UnicodeDecodeError, msgspec.DecodeError, ValueError) as error:
        raise InputError(f"cannot be read ({error})", _HINT, str(path)) from error


def _records(path: Path) -> Iterator[Annotated]:
    """The records of a file: one, an array of them, or one a line; each may be the ``record`` of a correction."""
    data = path.read_bytes()
    if path.suffix == ".jsonl":
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                yield _record(line, path, f"line {number}")
        return
    told = msgspec.json.decode(data)
    for number, one in enumerate(told if isinstance(told, list) else [told], 1):
        yield _record(msgspec.json.encode(one), path, f"record {number}")


def _record(data: bytes, path: Path, place: str) -> Annotated:
    """One record, checked."""
    try:
        told = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        return from_record(Record.from_json(bytes(told.get("record", data))), f"{path.stem}, {place}")
    except (SaysoError, msgspec.DecodeError) as error:
        what = error.what if isinstance(error, SaysoError) else f"not a record: {error}"
        raise InputError(what, _HINT, str(path), place) from error
