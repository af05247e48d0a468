"""brat's standoff files by users: read strictly, for a slip would be learnt. PolNeAR's own have a reader of their own.

Attributions are events (``E1 Attribution:T2 Source:T1 Cue:T2 Content:T3``) or, as ``sayso export --to brat`` writes
them, relations between a Content and its Source or Cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from sayso.errors import InputError
from sayso.train.data.annotated import ROLES, Annotated, Relation, joined, outermost
from sayso.train.data.polnear import read_text

_BOUND: Final = re.compile(r"T\d+\t\S+ (?P<spans>\d+ \d+(?:;\d+ \d+)*)(?:\t(?P<words>.*))?", re.DOTALL)
_NAMED: Final = re.compile(r"\S+:(?:T\d+)(?: \S+:\S+)*")
_PAIR: Final = re.compile(r"\S+ Arg1:(T\d+) Arg2:(T\d+)")
_HINT: Final = "Fix the line, or save the document in brat again"


@dataclass(frozen=True, slots=True)
class Bound:
    """A text-bound annotation: its role, or what else its type is called, and its pieces."""

    role: str
    pieces: tuple[tuple[int, int], ...]


def read_pair(text_path: Path, ann_path: Path) -> tuple[str, tuple[Relation, ...]]:
    """A text and its attributions. Raises InputError that names the file and the line."""
    try:
        text, annotation = read_text(text_path), read_text(ann_path)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read ({error})", "Save it as UTF-8", str(ann_path)) from error
    return text, strict(annotation, text, str(ann_path))


def strict(annotation: str, text: str, file: str) -> tuple[Relation, ...]:
    """The attributions of one file. Raises InputError for a line that is broken or does not fit the text."""
    bound: dict[str, Bound] = {}
    events: list[tuple[int, str]] = []
    pairs: list[tuple[int, str]] = []
    for number, line in enumerate(re.split("\r?\n", annotation), 1):
        name, _, rest = line.partition("\t")
        if re.fullmatch(r"T\d+", name):
            bound[name] = _bound(line, rest, text, file, number)
        elif re.fullmatch(r"E\d+", name) and rest.startswith("Attribution"):
            events.append((number, rest.strip()))
        elif re.fullmatch(r"R\d+", name):
            pairs.append((number, rest.strip()))
    found = [*_events(events, bound, text, file), *_pairs(pairs, bound, text, file)]
    return outermost(found)


def _bound(line: str, rest: str, text: str, file: str, number: int) -> Bound:
    """A T line, checked against the text: a shift by line ends or marks is found here."""
    match = _BOUND.fullmatch(line)
    if match is None:
        _fail("not of the form T1<tab>Type START END<tab>words", file, number)
    pieces = tuple((int(a), int(b)) for a, b in (pair.split(" ") for pair in match["spans"].split(";")))
    for start, end in pieces:
        if not 0 <= start < end <= len(text):
            _fail(f"[{start}, {end}) leaves the text, which has {len(text)} characters", file, number)
    stands = " ".join(text[start:end] for start, end in pieces)
    words = match["words"] or ""
    # The words may be cut at a line's end, so that only what is there is compared.
    if words.strip() and not _bare(stands).startswith(_bare(words)):
        _fail(f"the line says {words[:40]!r}, the text has {stands[:40]!r} there", file, number)
    return Bound(rest.partition(" ")[0].rstrip("0123456789").lower(), pieces)


def _bare(words: str) -> str:
    return "".join(words.split())


def _events(events: list[tuple[int, str]], bound: dict[str, Bound], text: str, file: str) -> Iterator[Relation]:
    """Attributions as events: the roles are the arguments' names."""
    for number, rest in events:
        if not _NAMED.fullmatch(rest):
            _fail("not of the form E1<tab>Attribution:T2 Source:T1 Cue:T2 Content:T3", file, number)
        pieces: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for argument in rest.split(" ")[1:]:
            role, _, name = argument.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in pieces:
                pieces[role] += _known(name, bound, file, number).pieces
        if pieces["content"]:
            yield Relation(*(joined(text, pieces[role]) for role in ROLES))


def _pairs(pairs: list[tuple[int, str]], bound: dict[str, Bound], text: str, file: str) -> Iterator[Relation]:
    """Attributions as relations, gathered by their content."""
    gathered: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for number, rest in pairs:
        match = _PAIR.fullmatch(rest)
        if match is None:
            _fail("not of the form R1<tab>Type Arg1:T1 Arg2:T2", file, number)
        ends = [(name, _known(name, bound, file, number)) for name in match.groups()]
        for (name, one), (_, other) in (ends, ends[::-1]):
            if one.role == "content" and other.role in ("source", "cue"):
                roles = gathered.setdefault(name, {"source": [], "cue": [], "content": [*one.pieces]})
                roles[other.role] += other.pieces
    for roles in gathered.values():
        yield Relation(*(joined(text, roles[role]) for role in ROLES))


def _known(name: str, bound: dict[str, Bound], file: str, number: int) -> Bound:
    if name not in bound:
        _fail(f"there is no {name} in this file", file, number)
    return bound[name]


def _fail(what: str, file: str, number: int) -> NoReturn:
    raise InputError(what, _HINT, file, f"line {number}")


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
