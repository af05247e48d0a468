"""Sources that are names: the choice between namesakes, and coordinations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from sayso.speakers.antecedents.pairs import together
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.entities.name_matching import compatible
from sayso.speakers.entities.profiles import profile
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.speakers.interview_labels import is_label_of_person
from sayso.speakers.mentions.names import Name, names_within
from sayso.speakers.mentions.source_mention import Mention, Type
from sayso.terms import SpeakerKind
from sayso.text.vocabulary import roles, titles

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, Spoken, State

_MAX_LAST_SPEAKERS: Final = 3
_MAX_BEARERS: Final = 8  # bearers of a surname that are compared
_MAX_DISTANCE: Final = 1000  # characters since the last statement of a namesake
_AGE: Final = re.compile(r"(?i)\b(younger|elder|older)\b")
_JUNIOR: Final = re.compile(r"(?i)\bjr\b")


def named(state: State, source: Source) -> Decision:
    """The decision on a name."""
    mention = source.mention
    assert mention.name is not None
    name = mention.name
    entity = state.entities.entity(name)
    bearers = state.bearers.get(name.key, ())[-_MAX_BEARERS:] if len(name.words) == 1 else ()
    namesake = _by_age(state, mention, bearers) or _namesake(source.said, name)
    if namesake is not None and namesake is not entity:
        entity = namesake
        state.entities.move(name.span.start, entity)
    is_acronym = entity.kind is SpeakerKind.ORGANIZATION and len(entity.words) == 1
    if entity.kind is None or (is_acronym and is_label_of_person(state, source, entity.name)):
        entity.kind = SpeakerKind.PERSON
    if entity.kind is SpeakerKind.PERSON and name.span.start not in entity.places:
        page_profile = profile(state.words, name)
        if page_profile:
            entity.profiles.append(page_profile)
            entity.heads |= page_profile.heads
    if len(bearers) > 1:
        share = 1 / len(bearers)
        return Decision(mention, entity, Way.NAMESAKE, share, tuple((person, share) for person in bearers))
    return Decision(mention, entity, Way.SURNAME if len(name.words) == 1 else Way.NAME)


def several(state: State, source: Source) -> Decision:
    """The decision on a coordination of names, which is a speaker of its own."""
    members = [state.entities.entity(name) for name in source.mention.names]
    return Decision(source.mention, together(state.entities, members, source.mention.span), Way.SEVERAL)


def office_alone(state: State, mention: Mention) -> Mention:
    """The mention of a single capitalized title as a description, unless it is a surname on the page: ``Mayor``.

    Conversely, a description in capitals becomes a name if it is a surname on the page: ``COOK:``.
    """
    if mention.type is Type.DESCRIPTION and mention.core is not None:
        word = mention.core.of(state.words.text)
        name = (
            next(names_within(state.words, mention.core.start, mention.core.end), None) if word[:1].isupper() else None
        )
        if name is not None and name.span == mention.core and len(name.words) == 1 and name.key in state.bearers:
            return msgspec.structs.replace(mention, type=Type.NAME, kind=None, name=name, head=name.key)
    if mention.type is not Type.NAME or mention.name is None or len(mention.name.words) > 1 or mention.name.title:
        return mention
    if mention.name.sort not in PERSONS:
        return mention  # the GOP, Politico
    word = mention.name.words[0].lower()
    if not (word in roles() or word in titles()) or mention.name.key in state.bearers:
        return mention
    return msgspec.structs.replace(
        mention, type=Type.DESCRIPTION, kind=SpeakerKind.UNNAMED, name=None, head=word, definite=True
    )


def _by_age(state: State, mention: Mention, bearers: Sequence[Entity]) -> Entity | None:
    """The bearer of a surname that "the younger Reed" or "the elder Reed" refers to."""
    match = _AGE.search(mention.core.of(state.words.text)) if mention.core is not None and len(bearers) > 1 else None
    if match is None:
        return None
    is_younger = match[1].lower() == "younger"
    return next((person for person in bearers if bool(_JUNIOR.search(person.name)) is is_younger), None)


def _namesake(spoken: Spoken, name: Name) -> Entity | None:
    """The last speaker, if it has this surname and a first name."""
    recent = spoken[-_MAX_LAST_SPEAKERS:] if len(name.words) == 1 else []
    speakers = (e for place, e in reversed(recent) if e.kind in PERSONS and name.span.start - place < _MAX_DISTANCE)
    last = next(speakers, None)
    if last is None or last.key != name.key or len(last.words) == 1:
        return None
    return last if compatible(last.words, last.key, last.sex, name) else None
