"""Training data: texts with the attributions of each annotator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sayso.terms import Record

Pieces = tuple[tuple[int, int], ...]

ROLES: Final = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Relation:
    """An annotated attribution: the sorted pieces of each role, as offsets in code points. Roles can be empty."""

    source: Pieces
    cue: Pieces
    content: Pieces


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text, and the relations of each annotator in order of file names."""

    name: str
    text: str
    annotators: tuple[tuple[Relation, ...], ...]
    hands: tuple[str, ...] = ("",)
    """The name of each annotator, from the end of the file name; empty if unknown."""


def joined(text: str, pieces: list[tuple[int, int]]) -> Pieces:
    """The sorted pieces; pieces separated only by spaces are joined."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        gap = text[result[-1][1] : start] if result else ""
        if result and not gap.strip() and "\n" not in gap:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def role_of(name: str) -> str:
    """The role of a brat type or argument, such as content for ``Content2``."""
    return name.rstrip("0123456789").lower()


def outermost(relations: list[Relation]) -> tuple[Relation, ...]:
    """The relations outside the contents of other relations. The model finds nested ones in a second pass."""
    return tuple(
        relation
        for relation in relations
        if not any(other is not relation and _inside(relation, other.content) for other in relations)
    )


def _inside(relation: Relation, content: Pieces) -> bool:
    """Whether a relation is within a longer content."""
    pieces = (*relation.source, *relation.cue, *relation.content)
    within = all(any(start <= a and b <= end for start, end in content) for a, b in pieces)
    return within and sum(b - a for a, b in relation.content) < sum(b - a for a, b in content)


def from_record(record: Record, name: str) -> Annotated:
    """The attributions of a record as one annotator, without nested ones and those without content."""
    relations = tuple(
        Relation(*(tuple((span.start, span.end) for span in getattr(attribution, role)) for role in ROLES))
        for attribution in record.attributions
        if attribution.inside is None and attribution.content
    )
    return Annotated(name, record.article.text, (relations,))
