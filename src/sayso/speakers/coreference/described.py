"""Entities with a description as name: their names, and how equal descriptions share an entity."""

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

_POSTMODIFIER: Final = re.compile(
    r"(?:(?<!\s)\s*)?(?:,(?!\d)|\(|;|\s(?:[–—]|--?)\s|—|–[^–]*–$|\s(?:who|that|which|whose|whom|nor)\b).*", re.DOTALL
)
_RELATIVE_CLAUSE: Final = re.compile(r"\s(?:who|that|which|whose|whom)\b.*", re.DOTALL)
_DASH_INSERTION: Final = re.compile(r"(?<=\w)\s[–—]\s.*", re.DOTALL)
_DESCRIBED_KINDS: Final = (SpeakerKind.UNNAMED, SpeakerKind.GROUP, SpeakerKind.DOCUMENT)
_MAX_SHORT_NAME: Final = 2
_LIST: Final = re.compile(r"^[^,]{1,60}(?:, [^,]{1,60})*,? and (?!the former|a |an )[^,]{1,60}$")


def rename_if_longer(state: State, entity: Entity, mention: Mention) -> None:
    """Rename an entity without a proper name if this description is longer than its name."""
    if entity.words or entity.kind not in _DESCRIBED_KINDS or mention.span is None or mention.owner in pronouns():
        return
    name = name_of_description(state, mention.span)
    if mention.kind is entity.kind and len(name.split()) > len(entity.name.split()) <= _MAX_SHORT_NAME:
        entity.name, entity.name_span = name, mention.span


def entity_of_key(state: State, key: str, name: str, kind: SpeakerKind | None, mention: Mention) -> Entity:
    """The entity of a key; its name is this description until it is a source."""
    entity = state.entities.described(key, name, kind, mention.span, mention.plural, (mention.head,))
    if not entity.sources:
        entity.name, entity.name_span = name, mention.span
    return entity


def name_of_description(state: State, span: Span) -> str:
    """A description as a name: on one line, without text after a comma or a relative pronoun."""
    text = span.of(state.words.text)
    without_clauses = _DASH_INSERTION.sub("", _RELATIVE_CLAUSE.sub("", text)) or text
    name = without_clauses if _LIST.search(without_clauses) else _POSTMODIFIER.sub("", text) or text
    name = without_clause(name)
    return re.sub(r"(?<!')['’]s?$", "", " ".join(name.strip(" ,:;.").split()))


def core_text(state: State, mention: Mention) -> str:
    """The words of a description up to its head."""
    assert mention.core is not None
    return mention.core.of(state.words.text)
