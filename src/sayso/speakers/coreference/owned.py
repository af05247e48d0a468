"""Descriptions with an owner: ``his father``, ``NATO's secretary general``, ``Reed's suit``, ``Reed's campaign``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.titles import goes_by, heads_of
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.coreference.described import core_text, known
from sayso.speakers.coreference.third_person import third_person
from sayso.speakers.entities.kinship import kin, relative_of
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.source_mention import Mention
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import alike, pronouns

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State

_WIDE: Final = 20_000  # characters around, which bounds the time
_LIMIT: Final = 24


def owner_of(state: State, source: Source) -> Entity | None:
    """Whose it is: ``his campaign``, ``Clinton's campaign``, ``the Clinton campaign``."""
    said = source.mention
    assert said.core is not None
    if said.owner in pronouns():
        pronoun = pronouns()[said.owner]
        # "Your sponsor" is that of whom the page speaks to, one or many: no third person.
        return third_person(state, source, said.core.start, pronoun).entity if pronoun[1] != "any" else None
    for name in names_within(state.words, said.core.start, said.core.end):
        if name.sort in PERSONS:
            entity = state.entities.entity(name)
            return entity if entity.kind in PERSONS else None
    return None


def relative(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The relative whom the page names: ``his father``, where it told of the father and his son."""
    said = source.mention
    known = relative_of(state.ties, owner, said.head) if owner is not None else None
    if known is not None or said.owner not in pronouns() or said.head not in kin():
        return known
    told = {
        one.number: one
        for one in state.entities.bearers.get(said.head, ())
        if any(at.owner and said.head in at.heads for at in one.profiles)
    }
    return next(iter(told.values())) if len(told) == 1 else None  # her daughter, NAME, and nobody else's daughter


def bearer(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The person who is told to hold a role with this owner: ``NATO's secretary general``."""
    said = source.mention
    if said.kind is not SpeakerKind.UNNAMED or not said.owner or said.plural:
        return None
    names = {said.owner.lower().split()[-1], owner.key if owner is not None else ""} - {""}
    for head in dict.fromkeys((said.head, alike(said.head))):
        for entity in state.entities.bearers.get(head, ()):
            owned = said.owner in pronouns() and any(told.owner for told in entity.profiles)
            if entity is not owner and (names & entity.told or owned):
                return entity
    return None


def owned_text(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The text told of before that is by this owner: ``Reed's suit`` for the suit that Reed filed."""
    said = source.mention
    if owner is None or said.kind is not SpeakerKind.DOCUMENT or not owner.words or said.plural:
        return None
    name = owner.words[-1].lower()
    for _, entity in reversed(source.said[-_LIMIT:]):
        if entity.kind is SpeakerKind.DOCUMENT and goes_by(entity, heads_of(said)) and entity.name_span:
            return entity if name in entity.name_span.of(state.words.text).lower() else None
    return None


def _named_body(state: State, owner: Entity, said: Mention) -> Span | None:
    """Where the page calls a body by its owner's name: ``Reed’s | campaign``."""
    start = said.span.start if said.span is not None else 0
    called = re.compile(rf"\b{re.escape(owner.words[-1])}(?:['’]s)? {re.escape(said.head)}\b")
    found = called.search(state.words.text, max(0, start - _WIDE), start + _WIDE)
    return Span(*found.span()) if found is not None else None


def owned_body(state: State, source: Source, owner: Entity | None) -> Decision | None:
    """A body by its owner: ``his campaign`` is the Reed campaign, in words that the page has of it."""
    said = source.mention
    if owner is None or said.kind is not SpeakerKind.ORGANIZATION:
        return None
    named = said.owner not in pronouns()
    body = known(state, f"{owner.number}|{alike(said.head)}", core_text(state, said), said.kind, said)
    if body.name.split()[0].lower() in pronouns() and (named or owner.words):
        span = said.core if named else _named_body(state, owner, said)
        body.name_span = span or body.name_span
        body.name = span.of(state.words.text) if span is not None else body.name
    return Decision(said, body, Way.OWN_WORDS)
