"""brat's standoff files by users: read strictly, for an error would be learnt. PolNeAR's own are read leniently.

Attributions are events (``E1 Attribution:T2 Source:T1 Cue:T2 Content:T3``) or, as ``sayso export --to brat`` writes
them, relations between a Content and its Source or Cue.
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
    """A text and its attributions. Raises InputError that names the file and the line."""
    try:
        text, annotation = read_exactly(text_path), read_exactly(ann_path)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read ({error})", "Save it as UTF-8", str(ann_path)) from error
    return text, strict(annotation, text, str(ann_path))


def strict(annotation: str, text: str, file: str) -> tuple[Relation, ...]:
    """The attributions of one file. Raises InputError for a line that is malformed or does not fit the text."""
    standoff = parse(annotation, file=file, hint=_HINT)
    for bound in standoff.bounds.values():
        _check(bound, text, file)
    return outermost([*_events(standoff, text, file), *_links(standoff, text, file)])


def _check(bound: Bound, text: str, file: str) -> None:
    """Check an annotation against the text: a shift by line ends or marks is found here."""
    for span in bound.spans:
        if span.end > len(text):
            what = f"[{span.start}, {span.end}) leaves the text, which has {len(text)} characters"
            raise _error(what, file, bound.line)
    annotated = " ".join(span.of(text) for span in bound.spans)
    # The words may be cut at a line's end, so that only what is there is compared.
    if bound.words.strip() and not _without_space(annotated).startswith(_without_space(bound.words)):
        what = f"the line says {bound.words[:40]!r}, the text has {annotated[:40]!r} there"
        raise _error(what, file, bound.line)


def _without_space(words: str) -> str:
    return "".join(words.split())


def _events(standoff: Standoff, text: str, file: str) -> Iterator[Relation]:
    """Attributions as events: the roles are the arguments' names."""
    for event in standoff.events:
        if not event.type.startswith("Attribution"):
            continue
        pieces: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for name, target in event.arguments:
            if (role := role_of(name)) in pieces:
                pieces[role] += _known(standoff, target, file, event.line).pieces
        if pieces["content"]:
            yield Relation(*(joined(text, pieces[role]) for role in ROLES))


def _links(standoff: Standoff, text: str, file: str) -> Iterator[Relation]:
    """Attributions as relations, gathered by their content."""
    gathered: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for link in standoff.links:
        ends = [(name, _known(standoff, name, file, link.line)) for name in (link.first, link.second)]
        for (name, one), (_, other) in (ends, ends[::-1]):
            if role_of(one.type) == "content" and role_of(other.type) in ("source", "cue"):
                roles = gathered.setdefault(name, {"source": [], "cue": [], "content": [*one.pieces]})
                roles[role_of(other.type)] += other.pieces
    for roles in gathered.values():
        yield Relation(*(joined(text, roles[role]) for role in ROLES))


def _known(standoff: Standoff, name: str, file: str, line: int) -> Bound:
    if name not in standoff.bounds:
        raise _error(f"there is no {name} in this file", file, line)
    return standoff.bounds[name]


def _error(what: str, file: str, line: int) -> InputError:
    return InputError(what, _HINT, file, f"line {line}")


def read_texts(folder: Path) -> list[Annotated]:
    """The pairs NAME.txt and NAME.ann of a folder; a text that nobody annotated is left out."""
    articles = []
    for path in sorted(folder.glob("*.ann")):
        text, found = read_pair(path.with_suffix(".txt"), path)
        articles.append(Annotated(path.stem, text, (found,)))
    return articles


def read_layout(folder: Path) -> list[Annotated]:
    """A folder in PolNeAR's layout, ``text/NAME.txt`` and ``attributions/NAME_<annotator>.ann``, strictly."""
    found: dict[str, list[tuple[str, tuple[Relation, ...]]]] = {}
    texts: dict[str, str] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        alone = (folder / "text" / f"{path.stem}.txt").exists()
        name, _, hand = (path.stem, "", "") if alone else path.stem.rpartition("_")
        texts[name], relations = read_pair(folder / "text" / f"{name}.txt", path)
        found.setdefault(name, []).append((hand, relations))
    return [
        Annotated(name, texts[name], tuple(one for _, one in read), tuple(hand for hand, _ in read))
        for name, read in found.items()
    ]
