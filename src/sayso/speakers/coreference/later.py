"""Cataphoric descriptions: those of a headline or a lede, and bare plurals such as "officials"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.titles import shares_noun
from sayso.speakers.coreference.decisions import Decision, Way, place_of
from sayso.speakers.coreference.relative_clauses import QUANTITY
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.speakers.mentions.noun_phrases import described
from sayso.speakers.mentions.source_mention import Mention, Type
from sayso.terms import Attribution, BlockKind, SpeakerKind
from sayso.text.vocabulary import pronouns, roles, small

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import State

_MAX_FOLLOWING: Final = 24
_PART: Final = re.compile(
    r"(?i)the (?:next|last|latest|first|second|third|final) "
)  # a part, not the name of the whole
_VAGUE: Final = re.compile(r"(?i)(?:some|many|most|several|few|other|all) ")
_LEDE_LENGTH: Final = 300
_HEADLINE_KINDS: Final = (BlockKind.HEADLINE, BlockKind.DEK)
_CATAPHORIC_KINDS: Final = (SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION)


def explain_later(state: State) -> None:
    """Resolve the descriptions of headline and lede to later speakers with the same noun."""
    headlines = [block.span for block in state.article.blocks if block.kind in _HEADLINE_KINDS]
    first = state.words.lines[1] if len(state.words.lines) > 1 else 0
    opening = max([first, *(span.end for span in headlines)]) + _LEDE_LENGTH
    for attribution in state.attributions:
        decision, place = state.decisions[attribution.id], place_of(attribution)
        if not _is_unresolved(decision):
            continue
        headline = place < first or any(span.start <= place < span.end for span in headlines)
        if headline or (place < opening and decision.entity is not None and decision.entity.kind in _CATAPHORIC_KINDS):
            entity = _later_antecedent(state, decision, place)
            if entity is not None:
                _redirect(state, decision, entity, attribution)
    _resolve_bare_plurals(state)


def _is_unresolved(decision: Decision) -> bool:
    """Whether a description was not resolved to a named entity."""
    entity, mention = decision.entity, decision.mention
    if entity is None or mention.type is not Type.DESCRIPTION or entity.words or mention.owner in pronouns():
        return False
    return QUANTITY.match(f"{entity.name.split()[0]} ") is None


def _later_antecedent(state: State, decision: Decision, place: int) -> Entity | None:
    """The first entity after a position that matches a description."""
    current = decision.entity
    assert current is not None
    later = [entity for start, entity in state.history.every if start > place and entity is not current]
    is_definite_body = decision.mention.definite and current.kind is SpeakerKind.ORGANIZATION
    if is_definite_body or (current.kind is SpeakerKind.UNNAMED and decision.mention.definite):
        following = state.entities.following(place, _MAX_FOLLOWING)
        later += (at.entity for at in following if len(at.entity.words) > 1 and at.named)
    return next((entity for entity in later if _matches(state, entity, current, decision.mention)), None)


def _redirect(state: State, decision: Decision, entity: Entity, attribution: Attribution) -> None:
    """Redirect a description, and the pronouns that refer to it, to another entity."""
    previous = decision.entity
    assert previous is not None
    previous.sources = [span for span in previous.sources if span not in attribution.source]
    decision.entity, decision.way = entity, Way.LATER
    entity.sources += attribution.source
    if _PART.match(entity.name):
        entity.name, entity.name_span = previous.name, previous.name_span
    for other in state.decisions.values():
        if other.entity is previous and other.mention.type is Type.PRONOUN:
            other.entity = entity


def _matches(state: State, entity: Entity, current: Entity, mention: Mention) -> bool:
    """Whether a later speaker matches the description."""
    heads = frozenset({mention.head})
    if mention.plural != entity.plural and current.kind is not SpeakerKind.ORGANIZATION:
        return False
    if current.kind is SpeakerKind.UNNAMED and not mention.plural:
        by_noun = shares_noun(entity, heads) or _is_head(state, entity, mention)
        return entity.kind in (*PERSONS, SpeakerKind.UNNAMED) and by_noun
    return entity.kind is current.kind and shares_noun(entity, heads)


def _is_head(state: State, entity: Entity, mention: Mention) -> bool:
    """Whether "the head of the port" matches a person who is the director of the port."""
    if mention.head not in small("heads") or mention.span is None:
        return False
    shared = entity.profile_words & set(re.findall(r"\w{4,}", mention.span.of(state.words.text).lower()))
    return bool(entity.heads & small("headed") and shared)


def _resolve_bare_plurals(state: State) -> None:
    """Resolve a bare plural such as "officials" to the only entity of the page with this noun and modifiers."""
    plurals = [d for d in state.decisions.values() if d.mention.plural and d.mention.head in roles()]
    plurals = [d for d in plurals if d.mention.head not in small("party") and d.entity is not None]
    modified: dict[str, dict[int, Entity]] = {}
    for decision in plurals:
        name = decision.entity.name if decision.entity is not None else ""
        if decision.entity is not None and len(described(name, True).split()) > 1 and not _VAGUE.match(name):
            modified.setdefault(decision.mention.head, {})[decision.entity.number] = decision.entity
    for decision in plurals:
        candidates = modified.get(decision.mention.head, {})
        entity = decision.entity
        is_bare = entity is not None and described(entity.name, True) == entity.name.lower()
        if is_bare and len(candidates) == 1 and entity is not None and len(entity.name.split()) == 1:
            decision.entity = next(iter(candidates.values()))
