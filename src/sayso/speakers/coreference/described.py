"""Entities that go by a description: how they are named, found again under the same words, and named more fully."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sayso.speakers.entities.registry import Entity
from sayso.speakers.mentions.noun_phrases import without_clause
from sayso.speakers.mentions.source_mention import Mention
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import pronouns

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import State

_TAIL: Final = re.compile(
    r"(?:(?<!\s)\s*)?(?:,(?!\d)|\(|;|\s(?:[–—]|--?)\s|—|–[^–]*–$|\s(?:who|that|which|whose|whom)\b).*", re.DOTALL
)
_CLAUSE: Final = re.compile(r"\s(?:who|that|which|whose|whom)\b.*", re.DOTALL)
_ASIDE: Final = re.compile(r"(?<=\w)\s[–—]\s.*", re.DOTALL)
_DESCRIBED: Final = (SpeakerKind.UNNAMED, SpeakerKind.GROUP, SpeakerKind.DOCUMENT)
_SHORT: Final = 2
_LIST: Final = re.compile(r"^[^,]{1,60}(?:, [^,]{1,60})*,? and (?!the former|a |an )[^,]{1,60}$")


def fuller(state: State, entity: Entity, said: Mention) -> None:
    """Name one that has no proper name by this description, where it says more than the one before."""
    if entity.words or entity.kind not in _DESCRIBED or said.span is None or said.owner in pronouns():
        return
    name = shown(state, said.span)
    if said.kind is entity.kind and len(name.split()) > len(entity.name.split()) <= _SHORT:
        entity.name, entity.name_span = name, said.span


def known(state: State, key: str, name: str, kind: SpeakerKind | None, said: Mention) -> Entity:
    """The entity of a key, made where there is none yet."""
    entity = state.entities.by_description.get(key)
    if entity is not None and not entity.sources:
        entity.name, entity.name_span = name, said.span
    if entity is None:
        entity = state.entities.make(name, kind, said.span)
        entity.plural = said.plural
        entity.heads.add(said.head)
        state.entities.by_description[key] = entity
    return entity


def shown(state: State, span: Span) -> str:
    """A description as a name: on one line, without what hangs after a comma or a relative pronoun."""
    text = span.of(state.words.text)
    head = _ASIDE.sub("", _CLAUSE.sub("", text)) or text
    cut = head if _LIST.search(head) else _TAIL.sub("", text) or text
    cut = without_clause(cut)
    return re.sub(r"(?<!')['’]s?$", "", " ".join(cut.strip(" ,:;.").split()))


def core_text(state: State, said: Mention) -> str:
    """The words of a description up to its head."""
    assert said.core is not None
    return said.core.of(state.words.text)
