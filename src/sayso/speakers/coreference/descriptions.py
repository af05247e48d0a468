"""Resolves descriptions in a fixed order of steps: ``the governor``, ``his campaign``, ``a report from ABC News``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.candidates import pairs_before, unnamed_at
from sayso.speakers.antecedents.pairs import PAIR, refers_to_pair
from sayso.speakers.antecedents.queries import Query
from sayso.speakers.antecedents.titles import heads_of, modifiers, origins, shares_noun
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.coreference.described import core_text, entity_of_key, name_of_description
from sayso.speakers.coreference.introductions import full_form_of_part, introduction_of, title_of_text
from sayso.speakers.coreference.owned import bearer, owned_body, owned_text, owner_of, relative
from sayso.speakers.coreference.speech import writer
from sayso.speakers.coreference.third_person import third_person
from sayso.speakers.entities.registry import Entity
from sayso.speakers.kinds import meaning
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.noun_phrases import described, is_one_of_several, passed_on
from sayso.speakers.mentions.source_mention import Mention, Type, mention
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import documents, folded, pronouns, small

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State

_BODY_KINDS: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)
_OTHER_INSTANCE: Final = re.compile(r"(?i)the (?:previous|earlier|prior|preceding|other|second|third) ")
_REPORTED: Final = re.compile(r"\breport(?:s|ed)\b")
_MAX_HISTORY: Final = 24
_MAX_LAST_SPEAKERS: Final = 4
Step = Callable[["State", "Source", Entity | None], Decision | Entity | None]


def description(state: State, source: Source) -> Decision:
    """The decision on a description: the first step with a result, else an entity with the description as name."""
    owner = owner_of(state, source)
    for step in _STEPS:
        result = step(state, source, owner)
        if isinstance(result, Decision):
            return result
        if result is not None:
            return Decision(source.mention, result, Way.TAKEN_UP)
    return Decision(source.mention, _own_words(state, source, owner), Way.OWN_WORDS)


def note_reporter(state: State, source_mention: Mention, cue: str) -> None:
    """Record the outlet of "a report from ABC News" as the antecedent of "the report" anywhere on the page."""
    if source_mention.name is not None and source_mention.name.sort is SpeakerKind.OUTLET and _REPORTED.search(cue):
        state.reporting.setdefault("report", state.entities.entity(source_mention.name)).heads.add("report")
    if source_mention.type is Type.DESCRIPTION and documents().get(source_mention.head):
        outlet = _outlet_named(state, source_mention)
        if outlet is not None:
            state.reporting.setdefault(source_mention.head, outlet).heads.add(source_mention.head)


def _outlet_named(state: State, source_mention: Mention) -> Entity | None:
    """The outlet in a description: ``a report from ABC News``."""
    assert source_mention.span is not None
    begin = source_mention.core.end if source_mention.core is not None else source_mention.span.start
    for name in names_within(state.words, source_mention.span.start, source_mention.span.end):
        if name.sort is SpeakerKind.OUTLET:
            passed_on_by = (
                passed_on().search(state.words.text, begin, name.span.start) if begin < name.span.start else None
            )
            return state.entities.entity(name) if passed_on_by is None else None
    return None


def _outlet_of_news(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The outlet of a report or story."""
    source_mention = source.mention
    assert source_mention.span is not None
    if not documents().get(source_mention.head):
        return None
    is_bare = source_mention.span.end - source_mention.span.start <= len(source_mention.head) + 5
    named = _outlet_named(state, source_mention)
    if named is not None or not (source_mention.definite or is_bare):
        return named
    speakers = (entity for _, entity in reversed(source.said[-_MAX_HISTORY:]) if source_mention.head in entity.heads)
    return next(speakers, state.reporting.get(source_mention.head))


def _pair(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The last pair that "both women" or "the two countries" refers to."""
    source_mention = source.mention
    if not (source_mention.plural or source_mention.head in small("count")):
        return None
    core = core_text(state, source_mention)
    last = source.said[-1][1] if source.said else None
    is_unspecific = (
        source_mention.definite and not source_mention.modified and source_mention.kind in (None, SpeakerKind.GROUP)
    )
    if (
        is_unspecific
        and last is not None
        and last.key == PAIR
        and not (source_mention.head in folded("roles") or meaning(source_mention.head) not in ("", "person"))
    ):
        return last  # the last speaker is a pair, and "the heavyweights" refers to it
    before = pairs_before(state, source.place)
    matching = (
        at.entity for at in before if refers_to_pair(core, source_mention.head, at.entity.kind or SpeakerKind.GROUP)
    )
    return next(matching, None)


def _coordination(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """A coordination with a pronoun or description as first member, replaced by a name: ``she and | the ministers``."""
    source_mention = source.mention
    assert source_mention.span is not None
    assert source_mention.core is not None
    first, _, rest = name_of_description(state, source_mention.span).partition(" and ")
    if not rest or not first or "," in first or source_mention.core.start != source_mention.span.start:
        return None
    opening = first.lower().split()
    pronoun = pronouns().get(opening[0])
    person = None
    if pronoun and pronoun[0] == "third":
        person = third_person(state, source, source_mention.span.start, pronoun).entity
    elif rest.split()[0] in pronouns() and opening[0] in small("definite"):
        part = mention(state.words, (Span(source_mention.span.start, source_mention.span.start + len(first)),))
        person = _entity_of_part(state, source, part) if part.type is Type.DESCRIPTION else None
    if person is None or not person.words:
        return None
    possession = f"’s {' '.join(first.split()[1:])}" if pronoun and len(opening) > 1 else ""
    name = f"{person.words[-1]}{possession} and {rest}"
    return entity_of_key(state, "|" + name.lower(), name, SpeakerKind.GROUP, source_mention)


def _page_writer(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The writer of the page: ``this reviewer``."""
    mention = source.mention
    assert mention.core is not None
    is_writer = mention.head in small("page_writer") and mention.core.of(state.words.text).lower().startswith("this ")
    return writer(state, mention.core.start) if is_writer else None


def _last_two(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The last two speakers in order: ``the former``, ``the latter``."""
    source_mention = source.mention
    if source_mention.head not in ("former", "latter") or not source_mention.definite or source_mention.modified:
        return None
    last = list(dict.fromkeys(entity for _, entity in source.said[-_MAX_LAST_SPEAKERS:]))[-2:]
    return last[source_mention.head == "latter"] if len(last) > 1 else None


def _same_group(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The last group of speakers with this noun, or a synonym: ``the researchers``."""
    source_mention = source.mention
    is_bare = (
        source_mention.plural
        and source_mention.definite
        and not source_mention.owner
        and not modifiers(source_mention, state.words.text)
    )
    if not is_bare or source_mention.kind not in (SpeakerKind.GROUP, SpeakerKind.UNNAMED):
        return None
    speakers = (entity for _, entity in reversed(source.said[-_MAX_HISTORY:]) if entity.plural and not entity.words)
    return next((entity for entity in speakers if shares_noun(entity, heads_of(source_mention))), None)


def _antecedent(state: State, source: Source, owner: Entity | None) -> Decision | None:
    """The antecedent of "the governor", "the newspaper" or "the officials" that the scorer chooses."""
    source_mention = source.mention
    core = core_text(state, source_mention)
    if not source_mention.definite or source_mention.owner or _OTHER_INSTANCE.match(core):
        return None
    column = (
        "role"
        if source_mention.kind is SpeakerKind.UNNAMED and not source_mention.plural
        else "folk"
        if source_mention.plural
        else "body"
    )
    if column == "body" and source_mention.kind not in _BODY_KINDS:
        return None
    normalized = described(core, source_mention.plural)
    if normalized in state.meant:
        return Decision(source_mention, state.meant[normalized], Way.TAKEN_UP)
    words = modifiers(source_mention, state.words.text)
    query = Query(
        source.place, column, said=source.said, mention=source_mention, words=words, apart=source.attribution.content,
        origins=origins(source_mention, state.words.text), barred=source.barred, id=source.attribution.id,
    )  # fmt: skip
    choice = state.settings.chooser.choose(state, query)
    if choice.entity is None:
        return None
    if choice.entity.words and " " in normalized and not source_mention.plural:
        state.meant[normalized] = choice.entity
    return Decision(source_mention, choice.entity, Way.TAKEN_UP, choice.probability, choice.considered)


def _entity_of_part(state: State, source: Source, part: Mention) -> Entity | None:
    """The entity of a description that is part of a source."""
    return description(state, replace(source, mention=part)).entity


def _own_words(state: State, source: Source, owner: Entity | None) -> Entity:
    """The entity that has this description as its name."""
    source_mention, words = source.mention, state.words
    assert source_mention.span is not None
    assert source_mention.core is not None
    core = described(core_text(state, source_mention), source_mention.plural)
    tail = words.text[source_mention.core.end : source_mention.span.end].lower() if source_mention.modified else ""
    key = f"{owner.number if owner else ''}|{core}{tail}"
    title = title_of_text(words, source_mention) if source_mention.definite else None
    if title is not None:
        name = title.of(words.text)
        return entity_of_key(state, f"|{name.lower()}", name, source_mention.kind, source_mention)
    is_bare = source_mention.definite and not source_mention.owner and core == source_mention.head
    first = introduction_of(words, source_mention) if is_bare else None
    first = first or full_form_of_part(words, source_mention)
    if first is not None:
        return entity_of_key(state, key, first.of(words.text), source_mention.kind, source_mention)
    is_unique = source_mention.kind is SpeakerKind.UNNAMED or is_one_of_several(words, source_mention.span)
    if is_unique and not source_mention.plural and not source_mention.definite:
        key += f"@{source_mention.span.start}"
    name = name_of_description(state, source_mention.span)
    mentioned = unnamed_at(state, source_mention.core.start)
    if mentioned is not None and not source_mention.plural and mentioned.heads & heads_of(source_mention):
        mentioned.name, mentioned.name_span, mentioned.kind = name, source_mention.span, source_mention.kind
        return mentioned
    is_several = source_mention.plural or " and " in core_text(state, source_mention)
    kind = source_mention.kind or (SpeakerKind.GROUP if is_several else SpeakerKind.DOCUMENT)
    return entity_of_key(state, key, name, kind, source_mention)


_STEPS: Final[tuple[Step, ...]] = (
    _page_writer,
    _outlet_of_news,
    _last_two,
    _pair,
    _coordination,
    relative,
    bearer,
    owned_text,
    owned_body,
    _same_group,
    _antecedent,
)
