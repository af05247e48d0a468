"""What resolution decides of a source: whom it means, in what way that was found, and who else it could be."""

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
    """How a source was led to its speaker."""

    NAME = "name"
    SURNAME = "surname"  # one word, which one person of the page bears
    NAMESAKE = "namesake"  # one word, which several of the page bear
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
    """Whom one source means: ``entity`` (None: nobody named), with the probability and the other candidates.

    ``open`` marks a source that nothing on the page explains well enough; its entity is then one of its own.
    """

    mention: Mention
    entity: Entity | None
    way: Way
    probability: float = 1.0
    considered: Considered = ()
    open: bool = False


def place_of(attribution: Attribution) -> int:
    """Where an attribution is told: at its source, else its cue, else its content."""
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start if spans else 0


def outer_first(attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions in the order in which they are resolved: by depth of nesting, then by place."""
    known = {attribution.id: attribution for attribution in attributions}
    depths: dict[str, int] = {}
    for attribution in attributions:
        path, one = list[str](), attribution
        while one.id not in depths and one.id not in path and one.inside in known and len(path) < _DEEPEST:
            path.append(one.id)
            one = known[one.inside or ""]
        base = depths.setdefault(one.id, 0)
        depths |= {name: base + number for number, name in enumerate(reversed(path), 1)}
    return sorted(attributions, key=lambda one: (depths[one.id], place_of(one)))


_DEEPEST: Final = 12
