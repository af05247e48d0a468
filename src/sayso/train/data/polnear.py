"""PolNeAR's brat folders as they lie on disk: articles with the attributions of each annotator."""

from __future__ import annotations

import re
from pathlib import Path

from sayso.standoff import parse, read_exactly
from sayso.train.data.annotated import ROLES, Annotated, Pieces, Relation, joined, role_of

VERB = re.compile(r"said|says|added|wrote|told|asked|argued|explained|noted|replied|tweeted", re.IGNORECASE)


def relations(annotation: str, text: str) -> tuple[Relation, ...]:
    """The relations of one brat file.

    A line that is malformed (such as the rest of a T line whose text runs over a line end) is passed over; so is an
    event without any span.
    """
    standoff = parse(annotation, file="", hint="", lenient=True)
    found = []
    for event in standoff.events:
        if not event.type.startswith("Attribution"):
            continue
        pieces: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for name, target in event.arguments:
            if (role := role_of(name)) in pieces and target in standoff.bounds:
                pieces[role] += standoff.bounds[target].pieces
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
        text = read_exactly(folder / "text" / f"{name}.txt")
        found = tuple(relations(read_exactly(path), text) for path in paths)
        if repair:
            found = tuple(tuple(repaired(relation, text) for relation in some) for some in found)
        articles.append(Annotated(name, text, found, tuple(path.stem.rpartition("_")[2] for path in paths)))
    return articles
