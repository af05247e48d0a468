"""Reads the published brat folders of PolNeAR leniently: articles with the attributions of each annotator."""

from __future__ import annotations

import re
from pathlib import Path

from sayso.standoff import parse, read_exactly
from sayso.train.data.annotated import ROLES, Annotated, Pieces, Relation, joined, role_of

VERB = re.compile(r"said|says|added|wrote|told|asked|argued|explained|noted|replied|tweeted", re.IGNORECASE)


def relations(annotation: str, text: str) -> tuple[Relation, ...]:
    """The relations of a brat file.

    Malformed lines (such as the continuation of a T line whose text contains a line end) and events without spans are
    ignored.
    """
    standoff = parse(annotation, file="", hint="", lenient=True)
    result = []
    for event in standoff.events:
        if not event.type.startswith("Attribution"):
            continue
        pieces: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for name, target in event.arguments:
            if (role := role_of(name)) in pieces and target in standoff.bounds:
                pieces[role] += standoff.bounds[target].pieces
        if any(pieces.values()):
            result.append(Relation(*(joined(text, pieces[role]) for role in ROLES)))
    return tuple(result)


def repaired(relation: Relation, text: str) -> Relation:
    """The relation with two kinds of annotation errors corrected: swapped source and cue, and borders within words.

    For training only. Evaluation data is not changed.
    """
    roles = [_expanded(getattr(relation, role), text) for role in ROLES]
    source, cue = (" ".join(text[start:end] for start, end in pieces) for pieces in roles[:2])
    if VERB.fullmatch(source.strip()) and cue.strip()[:1].isupper():
        roles[:2] = roles[1::-1]
    return Relation(*roles)


def _expanded(pieces: Pieces, text: str) -> Pieces:
    """The pieces expanded to word borders."""
    result = []
    for start, end in pieces:
        while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
            start -= 1
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        result.append((start, end))
    return joined(text, result)


def read_folder(folder: Path, repair: bool = False) -> list[Annotated]:
    """The articles of a folder with ``text/`` and ``attributions/`` in order of names, optionally repaired."""
    files: dict[str, list[Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rpartition("_")[0], []).append(path)
    if not files:
        raise FileNotFoundError(f"{folder}: no attributions/*.ann; PolNeAR is github.com/networkdynamics/PolNeAR")
    articles = []
    for name, paths in files.items():
        text = read_exactly(folder / "text" / f"{name}.txt")
        annotators = tuple(relations(read_exactly(path), text) for path in paths)
        if repair:
            annotators = tuple(tuple(repaired(relation, text) for relation in group) for group in annotators)
        articles.append(Annotated(name, text, annotators, tuple(path.stem.rpartition("_")[2] for path in paths)))
    return articles
