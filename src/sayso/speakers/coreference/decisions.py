"""The decision on a source: its entity, the way it was resolved, and the other candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sayso.speakers.entities.registry import Entity
from sayso.speakers.mentions.source_mention import Mention
from sayso.terms import Attribution

Considered = tuple[tuple[Entity, float], ...]


class Way(StrEnum):
    """How a source was resolved to its speaker."""

    NAME = "name"
    SURNAME = "surname"  # one word, the surname of one person on the page
    NAMESAKE = "namesake"  # one word, the surname of several persons on the page
    PRONOUN = "pronoun"
    FIRST = "first"
    RELATIVE = "relative"
    OWN_WORDS = "own_words"
    TAKEN_UP = "taken_up"
    LATER = "later"
    SEVERAL = "several"
    UNSAID = "unsaid"
    NOBODY = "nobody"


@dataclass(slots=True)
class Decision:
    """The decision on one source: ``entity`` (None: no named speaker), its probability, and the candidates considered.

    ``open`` marks a source that could not be resolved; it then has an entity of its own.
    """

    mention: Mention
    entity: Entity | None
    way: Way
    probability: float = 1.0
    considered: Considered = ()
    open: bool = False


def place_of(attribution: Attribution) -> int:
    """The position of an attribution: the start of its source, else of its cue, else of its content."""
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start if spans else 0


def outer_first(attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions in the order of resolution: by nesting depth, then by position."""
    by_id = {attribution.id: attribution for attribution in attributions}
    depths: dict[str, int] = {}
    for attribution in attributions:
        path, current = list[str](), attribution
        while (
            current.id not in depths and current.id not in path and current.inside in by_id and len(path) < _MAX_DEPTH
        ):
            path.append(current.id)
            current = by_id[current.inside or ""]
        depth = depths.setdefault(current.id, 0)
        depths |= {name: depth + number for number, name in enumerate(reversed(path), 1)}
    return sorted(attributions, key=lambda attribution: (depths[attribution.id], place_of(attribution)))


_MAX_DEPTH: Final = 12
