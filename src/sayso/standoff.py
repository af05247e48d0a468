"""brat's standoff format: the lines of an .ann file as text-bound annotations, events, relations, attributes,
notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sayso.errors import InputError
from sayso.terms import Span

_LINE: Final = re.compile(r"(?P<id>(?P<sort>[TERA#])\d+)\t(?P<rest>.*)", re.DOTALL)
_BOUND: Final = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?", re.DOTALL)
_EVENT: Final = re.compile(r"([^\s:]+):(T\d+)((?: (?=\S+:\S)\S++)*+) *+")
_LINK: Final = re.compile(r"(\S+) Arg1:(T\d+) Arg2:(T\d+)\s*")
_ATTRIBUTE: Final = re.compile(r"(\S+) (\S+)(?: (\S+))?\s*")
_NOTE: Final = re.compile(r"(\S+) (\S+)\t(.*)", re.DOTALL)
_FORMS: Final = {
    "T": "T1<tab>Type START END<tab>words",
    "E": "E1<tab>Attribution:T2 Source:T1 Cue:T2 Content:T3",
    "R": "R1<tab>Type Arg1:T1 Arg2:T2",
}
"""The sorts of lines that must be well-formed, as an error shows them; others are passed over."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A text-bound annotation (T): spans of the text, and the words that the line says they hold."""

    line: int
    type: str
    spans: tuple[Span, ...]
    words: str

    @property
    def pieces(self) -> list[tuple[int, int]]:
        """The spans as pairs of offsets."""
        return [(span.start, span.end) for span in self.spans]


@dataclass(frozen=True, slots=True)
class Event:
    """An event (E) with its arguments: the role and the id of each."""

    line: int
    type: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A relation (R) between two text-bound annotations."""

    line: int
    type: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute (A) of an annotation; its value is empty where it only holds or not."""

    line: int
    type: str
    target: str
    value: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note (#) on an annotation."""

    line: int
    type: str
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Standoff:
    """The annotations of a file; other lines (equivalences, normalizations) are not kept."""

    bounds: dict[str, Bound] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_exactly(path: Path) -> str:
    """A file's text with its offsets untouched: byte-order mark kept, line ends not translated."""
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def parse(annotation: str, *, file: str, hint: str, lenient: bool = False) -> Standoff:
    """The annotations of an .ann file.

    Raises InputError, with ``hint``, for a malformed line; ``lenient`` passes over it.
    """
    standoff = Standoff()
    for number, text in enumerate(re.split("\r?\n", annotation), 1):
        line = _LINE.fullmatch(text)
        if line is None or _add(standoff, line, number) or lenient or line["sort"] not in _FORMS:
            continue
        raise InputError(f"not of the form {_FORMS[line['sort']]}", hint, file, f"line {number}")
    return standoff


def _add(standoff: Standoff, line: re.Match[str], number: int) -> bool:
    """Add the annotation of a line. False where it is malformed."""
    sort, rest = line["sort"], line["rest"]
    if sort == "T" and (found := _BOUND.fullmatch(rest)):
        pairs = [pair.split(" ") for pair in found[2].split(";")]
        if any(int(start) >= int(end) for start, end in pairs):
            return False
        spans = tuple(Span(int(start), int(end)) for start, end in pairs)
        standoff.bounds[line["id"]] = Bound(number, found[1], spans, found[3] or "")
    elif sort == "E" and (found := _EVENT.fullmatch(rest)):
        arguments = tuple((role, target) for role, _, target in (one.partition(":") for one in found[3].split()))
        standoff.events.append(Event(number, found[1], arguments))
    elif sort == "R" and (found := _LINK.fullmatch(rest)):
        standoff.links.append(Link(number, *found.groups()))
    elif sort == "A" and (found := _ATTRIBUTE.fullmatch(rest)):
        standoff.attributes.append(Attribute(number, found[1], found[2], found[3] or ""))
    elif sort == "#" and (found := _NOTE.fullmatch(rest)):
        standoff.notes.append(Note(number, *found.groups()))
    else:
        return False
    return True
