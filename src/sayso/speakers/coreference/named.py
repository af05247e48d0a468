"""Sources that are names: which bearer of a surname, and several who speak as one."""

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
from sayso.speakers.mentions.names import Name, names_within
from sayso.speakers.mentions.source_mention import Mention, Type
from sayso.terms import SpeakerKind
from sayso.text.vocabulary import roles, titles

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, Spoken, State

_STEPS: Final = 3
_MOST: Final = 8  # bearers of one surname that are compared
_GOES_ON: Final = 1000  # characters after which another of the name may speak
_AGE: Final = re.compile(r"(?i)\b(younger|elder|older)\b")
_JUNIOR: Final = re.compile(r"(?i)\bjr\b")


def named(state: State, source: Source) -> Decision:
    """The decision on a source that is a name."""
    said = source.mention
    assert said.name is not None
    name = said.name
    entity = state.entities.entity(name)
    bearers = state.bearers.get(name.key, ())[-_MOST:] if len(name.words) == 1 else ()
    other = _by_age(state, said, bearers) or _namesake(source.said, name)
    if other is not None and other is not entity:
        entity = other
        state.entities.move(name.span.start, entity)
    if entity.kind is None:
        entity.kind = SpeakerKind.PERSON
    if entity.kind is SpeakerKind.PERSON and name.span.start not in entity.places:
        told = profile(state.words, name)
        if told:
            entity.profiles.append(told)
            entity.heads |= told.heads
    if len(bearers) > 1:
        share = 1 / len(bearers)
        return Decision(said, entity, Way.NAMESAKE, share, tuple((one, share) for one in bearers))
    return Decision(said, entity, Way.SURNAME if len(name.words) == 1 else Way.NAME)


def several(state: State, source: Source) -> Decision:
    """Several who speak as one: a speaker of its own, named by all of them."""
    members = [state.entities.entity(name) for name in source.mention.names]
    return Decision(source.mention, together(state.entities, members, source.mention.span), Way.SEVERAL)


def office_alone(state: State, said: Mention) -> Mention:
    """A lone capitalised title as the description that it is, unless the page knows one of that name: ``Mayor``.

    So a label in capitals that is a noun for a person is a name, where the page has that surname: ``COOK:``.
    """
    if said.type is Type.DESCRIPTION and said.core is not None:
        word = said.core.of(state.words.text)
        name = next(names_within(state.words, said.core.start, said.core.end), None) if word[:1].isupper() else None
        if name is not None and name.span == said.core and len(name.words) == 1 and name.key in state.bearers:
            return msgspec.structs.replace(said, type=Type.NAME, kind=None, name=name, head=name.key)
    if said.type is not Type.NAME or said.name is None or len(said.name.words) > 1 or said.name.title:
        return said
    if said.name.sort not in PERSONS:
        return said  # the GOP, Politico
    word = said.name.words[0].lower()
    if not (word in roles() or word in titles()) or said.name.key in state.bearers:
        return said
    return msgspec.structs.replace(
        said, type=Type.DESCRIPTION, kind=SpeakerKind.UNNAMED, name=None, head=word, definite=True
    )


def _by_age(state: State, said: Mention, bearers: Sequence[Entity]) -> Entity | None:
    """Which of two of one name "the younger Reed" and "the elder Reed" are."""
    found = _AGE.search(said.core.of(state.words.text)) if said.core is not None and len(bearers) > 1 else None
    if found is None:
        return None
    young = found[1].lower() == "younger"
    return next((one for one in bearers if bool(_JUNIOR.search(one.name)) is young), None)


def _namesake(spoken: Spoken, name: Name) -> Entity | None:
    """The one who spoke last, where he has this surname and a first name of his own."""
    near = spoken[-_STEPS:] if len(name.words) == 1 else []
    spoke = (one for place, one in reversed(near) if one.kind in PERSONS and name.span.start - place < _GOES_ON)
    last = next(spoke, None)
    if last is None or last.key != name.key or len(last.words) == 1:
        return None
    return last if compatible(last.words, last.key, last.sex, name) else None
