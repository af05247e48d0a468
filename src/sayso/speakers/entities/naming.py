"""Builds the speaker of an entity: name, role, affiliation, spokesperson and anonymity, with evidence spans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.speakers.anonymity import reason
from sayso.speakers.entities.registry import Entity
from sayso.speakers.entities.role_phrases import Profile, role_head
from sayso.speakers.kinds import BODIES, PERSONS
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.source_mention import mention
from sayso.terms import Span, Spans, Speaker, SpeakerKind
from sayso.text.vocabulary import documents, folded, pronouns, roles, singular
from sayso.text.words import Words


def speaker(words: Words, name: str, entity: Entity) -> Speaker:
    """The speaker of an entity."""
    kind = entity.kind or SpeakerKind.PERSON
    evidence: dict[str, Spans] = {"name": (entity.name_span,)} if entity.name_span else {}
    is_described = kind in (SpeakerKind.UNNAMED, SpeakerKind.GROUP) and entity.name_span is not None
    profiles = (
        [_profile_of_description(words, entity.name_span)] if is_described and entity.name_span else entity.profiles
    )
    role = _first_span(profiles, "role") if kind in (SpeakerKind.PERSON, SpeakerKind.UNNAMED) else None
    body = _first_span(profiles, "affiliation") if kind is not SpeakerKind.GROUP else None
    spokesperson = next((profile.role for profile in profiles if profile.spokesperson and profile.role), None)
    if kind is SpeakerKind.GROUP:
        spokesperson = None
    if kind is SpeakerKind.DOCUMENT and entity.name_span is not None:
        body = _publisher_of(words, entity.name_span)
    introduced = [*entity.sources, *((entity.name_span,) if entity.name_span else ())]
    anonymity = reason(words, introduced) if kind is SpeakerKind.UNNAMED else None
    for key, span in (
        ("role", role),
        ("affiliation", body),
        ("spokesperson", spokesperson),
        ("anonymity_reason", anonymity),
    ):
        if span is not None:
            evidence[key] = (span,)
    return Speaker(
        name,
        entity.name,
        kind,
        role=_text_of(words, role),
        affiliation=_text_of(words, body),
        spokesperson=spokesperson is not None,
        anonymity_reason=_text_of(words, anonymity),
        mentions=tuple(sorted(set(entity.sources))),
        evidence=evidence,
    )


def _first_span(profiles: Sequence[Profile], field: str) -> Span | None:
    """The first span of a field in the profiles."""
    return next((span for profile in profiles if (span := getattr(profile, field)) is not None), None)


def _text_of(words: Words, span: Span | None) -> str | None:
    """The text of a span on one line, without a final possessive."""
    if span is None:
        return None
    return re.sub(r"['’]s?$", "", " ".join(span.of(words.text).split()))


def _profile_of_description(words: Words, span: Span) -> Profile:
    """The profile in a description: ``a senior Trump campaign official``, ``a spokesman for the mayor``."""
    source_mention = mention(words, (span,))
    if source_mention.core is None:
        return Profile()
    inside = words.within(source_mention.core.start, source_mention.core.end)
    head = role_head(words, inside) or source_mention.head
    if head not in roles() or words.lower[inside.stop - 1] in pronouns():  # one of them
        return Profile()
    length = len(head.split())
    first = inside.stop - min(length, len(inside))
    names = list(names_within(words, span.start, span.end))
    body = next((name.span for name in names if name.sort in BODIES), None)
    before = next((name.span for name in names if name.span.end <= words.tokens[first][0]), None)
    if body is None and before is not None:
        following = words.within(before.end, before.end + 12)
        is_body_noun = len(following) and words.lower[following.start] in folded("organizations")
        body = Span(before.start, words.tokens[following.start][1]) if is_body_noun else None
    spokesperson_value = roles()[head][1]
    is_spokesperson = spokesperson_value == "yes"
    if body is None and spokesperson_value != "no" and names:
        body = names[-1].span
    has_pronoun = words.lower[words.within(span.start, span.end).start] in pronouns()
    role = Span(words.tokens[first][0], words.tokens[inside.stop - 1][1])
    return Profile(
        role,
        body,
        "",
        is_spokesperson or (spokesperson_value == "for" and (has_pronoun or body is not None)),
        frozenset((head,)),
    )


def _publisher_of(words: Words, span: Span) -> Span | None:
    """The publisher of a document: ``a Quinnipiac University poll``, ``the company's memo``."""
    names = [
        name
        for name in names_within(words, span.start, span.end)
        if name.sort in (*BODIES, *PERSONS)
        and not (name.span.start == span.start and singular(name.text.lower()) in documents())
    ]
    return names[0].span if names else None
