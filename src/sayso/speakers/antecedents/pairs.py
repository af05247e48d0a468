"""Coordinated pairs of names, antecedents of "they", "both women" or "the pair"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from sayso.speakers.entities.registry import PERSONS, Entities, Entity, Place
from sayso.speakers.kinds import BODIES
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, roles, small, titles
from sayso.text.words import Words

_INSERTION: Final = r"(?:, [^,;:.()\n]{2,40},|,? \([^()\n]{1,30}\))?"
_AND: Final = re.compile(rf"(?:'s|’s)?{_INSERTION},? and (?P<the>the )?(?P<office>(?:[\w.’'-]+,? ){{0,4}})")
PAIR: Final = "+"  # the key of an entity with several members
_MAX_GAP: Final = 90  # characters between the two names
_BOTH: Final = re.compile(r"(?i)(?:both|the (?:two|pair|duo|couple|brothers|sisters|siblings|twins))\b")


def pairs(words: Words, entities: Entities) -> Iterator[Place]:
    """The coordinated pairs of a page, in text order: two persons or two bodies."""
    for first, second in pairwise(place for place in entities.at if place.named):
        if not 0 < second.span.start - first.span.end < _MAX_GAP:
            continue
        persons, bodies = (
            all(member.entity.kind in kinds for member in (first, second)) for kinds in (PERSONS, BODIES)
        )
        gap = _AND.fullmatch(words.text, first.span.end, second.span.start)
        if gap is None or first.entity is second.entity or not (persons or bodies) or not _is_office(gap["office"]):
            continue
        span = Span(first.span.start, second.span.end)
        yield Place(
            span, together(entities, (first.entity, second.entity), span, (gap["the"] or "") if bodies else ""), False
        )


def _is_office(phrase: str) -> bool:
    """Whether the words before the second name are a title or a role: ``the surgeon``, ``his wife,``."""
    words = [word.strip(",.") for word in phrase.split()]
    return all(word[0].isupper() for word in words) or words[-1].lower() in roles() or words[-1].lower() in titles()


def together(entities: Entities, members: Sequence[Entity], span: Span | None, the: str = "") -> Entity:
    """The entity of a coordination, with the names of all members."""
    key = "+".join(str(number) for number in sorted(member.number for member in members))
    bodies = all(member.kind in BODIES for member in members)
    kind = SpeakerKind.ORGANIZATION if bodies else SpeakerKind.GROUP
    entity = entities.described(key, _joined([member.name for member in members], the), kind, span, plural=True)
    entity.key = PAIR
    return entity


def _joined(names: Sequence[str], the: str) -> str:
    """A list of names: A and B; A, B and C."""
    return f"{', '.join(names[:-1])} and {the}{names[-1]}"


def refers_to_pair(core: str, head: str, kind: SpeakerKind) -> bool:
    """Whether a description refers to a pair: "both women", "the two countries", "the brothers"."""
    if not _BOTH.match(core) or " and " in core:
        return False
    bodies = head in small("side") or head in common_bodies()
    return bodies if kind is SpeakerKind.ORGANIZATION else not bodies
