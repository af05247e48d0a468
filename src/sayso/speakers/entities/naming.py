"""From an entity to a speaker: its name, role, affiliation, office and reason for anonymity, each with its spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sayso.speakers.anonymity import reason
from sayso.speakers.entities.profiles import Profile, role_head
from sayso.speakers.entities.registry import Entity
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.source_mention import mention
from sayso.terms import Span, Spans, Speaker, SpeakerKind
from sayso.text.vocabulary import documents, folded, pronouns, roles, singular
from sayso.text.words import Words

_BODIES: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)


def speaker(words: Words, name: str, entity: Entity) -> Speaker:
    """The speaker that an entity is, as far as the page tells."""
    kind = entity.kind or SpeakerKind.PERSON
    evidence: dict[str, Spans] = {"name": (entity.name_span,)} if entity.name_span else {}
    described = kind in (SpeakerKind.UNNAMED, SpeakerKind.GROUP) and entity.name_span is not None
    profiles = [_described(words, entity.name_span)] if described and entity.name_span else entity.profiles
    role = _first(profiles, "role") if kind in (SpeakerKind.PERSON, SpeakerKind.UNNAMED) else None
    body = _first(profiles, "affiliation") if kind is not SpeakerKind.GROUP else None
    spokes = next((told.role for told in profiles if told.spokesperson and told.role), None)
    if kind is SpeakerKind.GROUP:
        spokes = None
    if kind is SpeakerKind.DOCUMENT and entity.name_span is not None:
        body = _maker(words, entity.name_span)
    why = reason(words, entity.sources) if kind is SpeakerKind.UNNAMED else None
    for key, span in (("role", role), ("affiliation", body), ("spokesperson", spokes), ("anonymity_reason", why)):
        if span is not None:
            evidence[key] = (span,)
    return Speaker(
        name,
        entity.name,
        kind,
        role=_said(words, role),
        affiliation=_said(words, body),
        spokesperson=spokes is not None,
        anonymity_reason=_said(words, why),
        mentions=tuple(sorted(set(entity.sources))),
        evidence=evidence,
    )


def _first(profiles: Sequence[Profile], field: str) -> Span | None:
    """The first span that a profile gives for a field."""
    return next((span for told in profiles if (span := getattr(told, field)) is not None), None)


def _said(words: Words, span: Span | None) -> str | None:
    """The words of a span on one line, without a possessive at their end."""
    if span is None:
        return None
    return re.sub(r"['’]s?$", "", " ".join(span.of(words.text).split()))


def _described(words: Words, span: Span) -> Profile:
    """What a description tells of itself: ``a senior Trump campaign official``, ``a spokesman for the mayor``."""
    found = mention(words, (span,))
    if found.core is None:
        return Profile()
    inside = words.within(found.core.start, found.core.end)
    head = role_head(words, inside) or found.head
    if head not in roles():
        return Profile()
    length = len(head.split())
    first = inside.stop - min(length, len(inside))
    names = list(names_within(words, span.start, span.end))
    body = next((name.span for name in names if name.sort in _BODIES), None)
    before = next((name.span for name in names if name.span.end <= words.tokens[first][0]), None)
    if body is None and before is not None:
        following = words.within(before.end, before.end + 12)
        campaign = len(following) and words.lower[following.start] in folded("organizations")
        body = Span(before.start, words.tokens[following.start][1]) if campaign else None
    office = roles()[head][1]
    spokes = office == "yes"
    if body is None and office != "no" and names:
        body = names[-1].span
    whose = words.lower[words.within(span.start, span.end).start] in pronouns()
    role = Span(words.tokens[first][0], words.tokens[inside.stop - 1][1])
    return Profile(role, body, "", spokes or (office == "for" and (whose or body is not None)), frozenset((head,)))


def _maker(words: Words, span: Span) -> Span | None:
    """Who made a document: ``a Quinnipiac University poll``, ``the company's memo``."""
    names = [
        name
        for name in names_within(words, span.start, span.end)
        if name.sort in (*_BODIES, None, SpeakerKind.PERSON)
        and not (name.span.start == span.start and singular(name.text.lower()) in documents())
    ]
    return names[0].span if names else None
