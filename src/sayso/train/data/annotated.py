"""What a model learns from: a text, and for each annotator the attributions found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sayso.terms import Record

Pieces = tuple[tuple[int, int], ...]

ROLES: Final = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Relation:
    """One annotated attribution: the pieces of each role in code points, sorted; any may be empty."""

    source: Pieces
    cue: Pieces
    content: Pieces


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text and, for each annotator in order of file name, the relations that this one found."""

    name: str
    text: str
    annotators: tuple[tuple[Relation, ...], ...]
    hands: tuple[str, ...] = ("",)
    """Who annotated each time: the end of the file's name, "" for nobody in particular."""


def joined(text: str, pieces: list[tuple[int, int]]) -> Pieces:
    """Sorted pieces, those with nothing but space between them on one line made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        gap = text[out[-1][1] : start] if out else ""
        if out and not gap.strip() and "\n" not in gap:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def role_of(name: str) -> str:
    """The role that brat's type or argument stands for: ``Content2`` is a content."""
    return name.rstrip("0123456789").lower()


def outermost(relations: list[Relation]) -> tuple[Relation, ...]:
    """Those that lie in no other one's content: what lies inside is read by a second pass, with the same model."""
    return tuple(
        one for one in relations if not any(other is not one and _inside(one, other.content) for other in relations)
    )


def _inside(one: Relation, content: Pieces) -> bool:
    """Whether all of a relation lies within a content that is longer than its own."""
    pieces = (*one.source, *one.cue, *one.content)
    held = all(any(start <= a and b <= end for start, end in content) for a, b in pieces)
    return held and sum(b - a for a, b in one.content) < sum(b - a for a, b in content)


def from_record(record: Record, name: str) -> Annotated:
    """What a record says as one annotator's reading; attributions inside others and those without content left out."""
    relations = tuple(
        Relation(*(tuple((span.start, span.end) for span in getattr(one, role)) for role in ROLES))
        for one in record.attributions
        if one.inside is None and one.content
    )
    return Annotated(name, record.article.text, (relations,))
