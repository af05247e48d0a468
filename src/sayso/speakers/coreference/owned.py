"""Possessive descriptions: ``his father``, ``NATO's secretary general``, ``Reed's suit``, ``Reed's campaign``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.titles import heads_of, shares_noun
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.coreference.described import core_text, entity_of_key
from sayso.speakers.coreference.third_person import third_person
from sayso.speakers.entities.entity import only
from sayso.speakers.entities.kinship import kin, relative_of
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.source_mention import Mention
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import alike, pronouns

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State

_MAX_DISTANCE: Final = 20_000  # characters before and after a mention: bounds the time
_MAX_HISTORY: Final = 24


def owner_of(state: State, source: Source) -> Entity | None:
    """The owner of a description: ``his campaign``, ``Clinton's campaign``, ``the Clinton campaign``."""
    mention = source.mention
    assert mention.core is not None
    if mention.owner in pronouns():
        pronoun = pronouns()[mention.owner]
        # "Your sponsor" has a second-person owner, which is not resolved.
        return third_person(state, source, mention.core.start, pronoun).entity if pronoun[1] != "any" else None
    for name in names_within(state.words, mention.core.start, mention.core.end):
        if name.sort in PERSONS:
            entity = state.entities.entity(name)
            return entity if entity.kind in PERSONS else None
    return None


def relative(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The named relative of an owner: ``his father``, if the page names both and their relation."""
    mention = source.mention
    relative_ = relative_of(state.ties, owner, mention.head) if owner is not None else None
    if relative_ is not None or mention.owner not in pronouns() or mention.head not in kin():
        return relative_
    return only(  # the only daughter on the page
        person
        for person in state.entities.bearers.get(mention.head, ())
        if any(profile.owner and mention.head in profile.heads for profile in person.profiles)
    )


def bearer(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The person with a role at this owner: ``NATO's secretary general``."""
    mention = source.mention
    if mention.kind is not SpeakerKind.UNNAMED or not mention.owner or mention.plural:
        return None
    names = {mention.owner.lower().split()[-1], owner.key if owner is not None else ""} - {""}
    for head in dict.fromkeys((mention.head, alike(mention.head))):
        for entity in state.entities.bearers.get(head, ()):
            has_owner = mention.owner in pronouns() and any(profile.owner for profile in entity.profiles)
            if entity is not owner and (names & entity.profile_words or has_owner):
                return entity
    return None


def owned_text(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The last mentioned document of this owner: ``Reed's suit`` for the suit that Reed filed."""
    mention = source.mention
    if owner is None or mention.kind is not SpeakerKind.DOCUMENT or not owner.words or mention.plural:
        return None
    name = owner.words[-1].lower()
    for _, entity in reversed(source.said[-_MAX_HISTORY:]):
        if entity.kind is SpeakerKind.DOCUMENT and shares_noun(entity, heads_of(mention)) and entity.name_span:
            return entity if name in entity.name_span.of(state.words.text).lower() else None
    return None


def _named_body(state: State, owner: Entity, mention: Mention) -> Span | None:
    """The span of a body with the name of its owner: ``Reed’s | campaign``."""
    start = mention.span.start if mention.span is not None else 0
    pattern = re.compile(rf"\b{re.escape(owner.words[-1])}(?:['’]s)? {re.escape(mention.head)}\b")
    match = pattern.search(state.words.text, max(0, start - _MAX_DISTANCE), start + _MAX_DISTANCE)
    return Span(*match.span()) if match is not None else None


def owned_body(state: State, source: Source, owner: Entity | None) -> Decision | None:
    """The body of an owner: ``his campaign`` gets the name "Reed’s campaign" if the page contains it."""
    mention = source.mention
    if owner is None or mention.kind is not SpeakerKind.ORGANIZATION:
        return None
    is_named = mention.owner not in pronouns()
    body = entity_of_key(
        state, f"{owner.number}|{alike(mention.head)}", core_text(state, mention), mention.kind, mention
    )
    if body.name.split()[0].lower() in pronouns() and (is_named or owner.words):
        span = mention.core if is_named else _named_body(state, owner, mention)
        body.name_span = span or body.name_span
        body.name = span.of(state.words.text) if span is not None else body.name
    return Decision(mention, body, Way.OWN_WORDS)
