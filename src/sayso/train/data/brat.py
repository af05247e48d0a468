"""Reads users' brat standoff files with strict checks, since the model would learn errors.

Attributions are events (``E1 Attribution:T2 Source:T1 Cue:T2 Content:T3``) or, as in the files of
``sayso export --to brat``, relations between a Content and its Source or Cue. The files of PolNeAR are read leniently
by :mod:`sayso.train.data.polnear`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sayso.errors import InputError
from sayso.standoff import Bound, Standoff, parse, read_exactly
from sayso.train.data.annotated import ROLES, Annotated, Relation, joined, outermost, role_of

_HINT: Final = "Fix the line, or save the document in brat again"


def read_pair(text_path: Path, ann_path: Path) -> tuple[str, tuple[Relation, ...]]:
    """A text and its attributions. Raises InputError with file and line."""
    try:
        text, annotation = read_exactly(text_path), read_exactly(ann_path)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read ({error})", "Save it as UTF-8", str(ann_path)) from error
    return text, strict(annotation, text, str(ann_path))


def strict(annotation: str, text: str, file: str) -> tuple[Relation, ...]:
    """The attributions of a file. Raises InputError for a line that is malformed or does not match the text."""
    standoff = parse(annotation, file=file, hint=_HINT)
    for bound in standoff.bounds.values():
        _check(bound, text, file)
    return outermost([*_events(standoff, text, file), *_links(standoff, text, file)])


def _check(bound: Bound, text: str, file: str) -> None:
    """Check an annotation against the text: a shift by line ends or marks is found here."""
    for span in bound.spans:
        if span.end > len(text):
            what = f"[{span.start}, {span.end}) is outside the text, which has {len(text)} characters"
            raise _error(what, file, bound.line)
    annotated = " ".join(span.of(text) for span in bound.spans)
    # The words of the line can be truncated at a line end: compare only the existing part.
    if bound.words.strip() and not _without_space(annotated).startswith(_without_space(bound.words)):
        what = f"the line has {bound.words[:40]!r}, the text has {annotated[:40]!r}"
        raise _error(what, file, bound.line)


def _without_space(words: str) -> str:
    """The words without white space."""
    return "".join(words.split())


def _events(standoff: Standoff, text: str, file: str) -> Iterator[Relation]:
    """The attributions that are events; the names of their arguments are roles."""
    for event in standoff.events:
        if not event.type.startswith("Attribution"):
            continue
        pieces: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for name, target in event.arguments:
            if (role := role_of(name)) in pieces:
                pieces[role] += _bound(standoff, target, file, event.line).pieces
        if pieces["content"]:
            yield Relation(*(joined(text, pieces[role]) for role in ROLES))


def _links(standoff: Standoff, text: str, file: str) -> Iterator[Relation]:
    """The attributions annotated as relations, grouped by content."""
    by_content: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for link in standoff.links:
        ends = [(name, _bound(standoff, name, file, link.line)) for name in (link.first, link.second)]
        for (name, content), (_, other) in (ends, ends[::-1]):
            if role_of(content.type) == "content" and role_of(other.type) in ("source", "cue"):
                roles = by_content.setdefault(name, {"source": [], "cue": [], "content": [*content.pieces]})
                roles[role_of(other.type)] += other.pieces
    for roles in by_content.values():
        yield Relation(*(joined(text, roles[role]) for role in ROLES))


def _bound(standoff: Standoff, name: str, file: str, line: int) -> Bound:
    """The text-bound annotation of this name. Raises InputError if it does not exist."""
    if name not in standoff.bounds:
        raise _error(f"there is no {name} in this file", file, line)
    return standoff.bounds[name]


def _error(what: str, file: str, line: int) -> InputError:
    """The error of a line."""
    return InputError(what, _HINT, file, f"line {line}")


def read_texts(folder: Path) -> list[Annotated]:
    """The pairs NAME.txt and NAME.ann of a folder. Texts without annotations are ignored."""
    articles = []
    for path in sorted(folder.glob("*.ann")):
        text, relations = read_pair(path.with_suffix(".txt"), path)
        articles.append(Annotated(path.stem, text, (relations,)))
    return articles


def read_layout(folder: Path) -> list[Annotated]:
    """A folder in the layout of PolNeAR: ``text/NAME.txt`` and ``attributions/NAME_<annotator>.ann``."""
    by_name: dict[str, list[tuple[str, tuple[Relation, ...]]]] = {}
    texts: dict[str, str] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        unnamed = (folder / "text" / f"{path.stem}.txt").exists()
        name, _, hand = (path.stem, "", "") if unnamed else path.stem.rpartition("_")
        texts[name], relations = read_pair(folder / "text" / f"{name}.txt", path)
        by_name.setdefault(name, []).append((hand, relations))
    return [
        Annotated(name, texts[name], tuple(relations for _, relations in pairs), tuple(hand for hand, _ in pairs))
        for name, pairs in by_name.items()
    ]
