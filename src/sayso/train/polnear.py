"""PolNeAR's brat folders as they lie on disk: articles with the attributions of each annotator."""

from __future__ import annotations

import re
from pathlib import Path

from sayso.train.annotated import ROLES, Annotated, Relation, joined

ENTITY = re.compile(r"^(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t|$)", re.MULTILINE)
EVENT = re.compile(r"^E\d+\t(\S+?):\S+((?: \S+:\S+)*) *$", re.MULTILINE)


def read_text(path: Path) -> str:
    """The file's text with its offsets untouched: byte-order mark kept, line ends not translated."""
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def relations(annotation: str, text: str) -> tuple[Relation, ...]:
    """The relations of one brat file.

    Entities are read before events, for an event may come first. A line that is neither (a note, or the rest
    of a T line whose text runs over a line end) is passed over; so is an event without any span.
    """
    entities = {
        name: [(int(start), int(end)) for start, end in (pair.split() for pair in spans.split(";"))]
        for name, _, spans in ENTITY.findall(annotation)
    }
    found = []
    for kind, arguments in EVENT.findall(annotation):
        if not kind.startswith("Attribution"):
            continue
        pieces: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for argument in arguments.split():
            role, name = argument.split(":", 1)
            role = role.rstrip("0123456789").lower()
            if role in pieces:
                pieces[role] += entities.get(name, [])
        if any(pieces.values()):
            found.append(Relation(*(joined(text, pieces[role]) for role in ROLES)))
    return tuple(found)


def read_folder(folder: Path) -> list[Annotated]:
    """All articles of a folder with ``text/`` and ``attributions/``, in order of name."""
    files: dict[str, list[Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rpartition("_")[0], []).append(path)
    if not files:
        raise FileNotFoundError(f"{folder}: no attributions/*.ann in it; PolNeAR is github.com/networkdynamics/PolNeAR")
    articles = []
    for name, paths in files.items():
        text = read_text(folder / "text" / f"{name}.txt")
        found = tuple(relations(read_text(path), text) for path in paths)
        articles.append(Annotated(name, text, found, tuple(path.stem.rpartition("_")[2] for path in paths)))
    return articles
