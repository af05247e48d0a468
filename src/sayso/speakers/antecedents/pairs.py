"""Two persons named with "and" between them, whom "they", "both women" or "the pair" takes up again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, roles, small, titles
from sayso.text.words import Words

_ASIDE: Final = r"(?:, [^,;:.()\n]{2,40},|,? \([^()\n]{1,30}\))?"
_AND: Final = re.compile(rf"(?:'s|’s)?{_ASIDE},? and (?P<the>the )?(?P<office>(?:[\w.’'-]+,? ){{0,4}})")
PAIR: Final = "+"  # the key of an entity that is several
_FAR: Final = 90  # characters between two that are named together
_BODIES: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)
_BOTH: Final = re.compile(r"(?i)(?:both|the (?:two|pair|duo|couple|brothers|sisters|siblings|twins))\b")


def pairs(words: Words, entities: Entities) -> Iterator[Place]:
    """The pairs of a page with their places, in order: two persons, or two bodies."""
    for one, two in pairwise(place for place in entities.at if place.named):
        if not 0 < two.span.start - one.span.end < _FAR:
            continue
        persons, bodies = (all(at.entity.kind in kinds for at in (one, two)) for kinds in (PERSONS, _BODIES))
        gap = _AND.fullmatch(words.text, one.span.end, two.span.start)
        if gap is None or one.entity is two.entity or not (persons or bodies) or not _office(gap["office"]):
            continue
        span = Span(one.span.start, two.span.end)
        yield Place(
            span, together(entities, (one.entity, two.entity), span, (gap["the"] or "") if bodies else ""), False
        )


def _office(said: str) -> bool:
    """Whether the words before the second name are no more than a title or a role: ``the surgeon``, ``his wife,``."""
    words = [word.strip(",.") for word in said.split()]
    return all(word[0].isupper() for word in words) or words[-1].lower() in roles() or words[-1].lower() in titles()


def together(entities: Entities, members: Sequence[Entity], span: Span | None, the: str = "") -> Entity:
    """Several who speak as one: a speaker of its own, named by all of them."""
    key = "+".join(str(number) for number in sorted(entity.number for entity in members))
    known = entities.by_description.get(key)
    if known is None:
        bodies = all(entity.kind in _BODIES for entity in members)
        kind = SpeakerKind.ORGANIZATION if bodies else SpeakerKind.GROUP
        known = entities.make(_joined([entity.name for entity in members], the), kind, span)
        known.plural = True
        known.key = PAIR
        entities.by_description[key] = known
    return known


def _joined(names: Sequence[str], the: str) -> str:
    """Names as a list: A and B; A, B and C."""
    return f"{', '.join(names[:-1])} and {the}{names[-1]}"


def means_pair(core: str, head: str, kind: SpeakerKind) -> bool:
    """Whether a description means two named before: "both women", "the two countries", "the brothers"."""
    if not _BOTH.match(core) or " and " in core:
        return False
    bodies = head in small("side") or head in common_bodies()
    return bodies if kind is SpeakerKind.ORGANIZATION else not bodies
