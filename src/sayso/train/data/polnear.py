"""PolNeAR's brat folders as they lie on disk: articles with the attributions of each annotator."""

from __future__ import annotations

import re
from pathlib import Path

from sayso.train.data.annotated import ROLES, Annotated, Pieces, Relation, joined

ENTITY = re.compile(r"^(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t|$)", re.MULTILINE)
VERB = re.compile(r"said|says|added|wrote|told|asked|argued|explained|noted|replied|tweeted", re.IGNORECASE)
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


def repaired(relation: Relation, text: str) -> Relation:
    """A relation without two slips of the annotators: source and cue exchanged, a border within a word.

    For learning only. What is measured against stays as it was published.
    """
    whole = [_whole(getattr(relation, role), text) for role in ROLES]
    source, cue = (" ".join(text[start:end] for start, end in pieces) for pieces in whole[:2])
    if VERB.fullmatch(source.strip()) and cue.strip()[:1].isupper():
        whole[:2] = whole[1::-1]
    return Relation(*whole)


def _whole(pieces: Pieces, text: str) -> Pieces:
    """The pieces with the words that they begin or end in taken whole."""
    out = []
    for start, end in pieces:
        while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
            start -= 1
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        out.append((start, end))
    return joined(text, out)


def read_folder(folder: Path, repair: bool = False) -> list[Annotated]:
    """All articles of a folder with ``text/`` and ``attributions/``, in order of name; repaired for training."""
    files: dict[str, list[Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rpartition("_")[0], []).append(path)
    if not files:
        raise FileNotFoundError(f"{folder}: no attributions/*.ann in it; PolNeAR is github.com/networkdynamics/PolNeAR")
    articles = []
    for name, paths in files.items():
        text = read_text(folder / "text" / f"{name}.txt")
        found = tuple(relations(read_text(path), text) for path in paths)
        if repair:
            found = tuple(tuple(repaired(relation, text) for relation in some) for some in found)
        articles.append(Annotated(name, text, found, tuple(path.stem.rpartition("_")[2] for path in paths)))
    return articles
