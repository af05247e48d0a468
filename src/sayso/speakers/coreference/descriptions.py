"""Whom a description means: ``the governor``, ``his campaign``, ``a report from ABC News``; tried in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.candidates import pairs_before, unnamed_at
from sayso.speakers.antecedents.pairs import PAIR, means_pair
from sayso.speakers.antecedents.queries import Query
from sayso.speakers.antecedents.titles import goes_by, heads_of, modifiers, origins
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.coreference.described import core_text, known, shown
from sayso.speakers.coreference.introductions import entitled, introduced, numbered
from sayso.speakers.coreference.owned import bearer, owned_body, owned_text, owner_of, relative
from sayso.speakers.coreference.third_person import third_person
from sayso.speakers.entities.registry import Entity
from sayso.speakers.kinds import meaning
from sayso.speakers.mentions.names import names_within
from sayso.speakers.mentions.noun_phrases import described, passed_on, tells_apart
from sayso.speakers.mentions.source_mention import Mention, Type, mention
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import documents, folded, pronouns, small

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State

_BODIES: Final = (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)
_OTHER: Final = re.compile(r"(?i)the (?:previous|earlier|prior|preceding|other|second|third) ")
_REPORTED: Final = re.compile(r"\breport(?:s|ed)\b")
_WIDE: Final = 20_000  # characters around, which bounds the time
_LIMIT: Final = 24
_FEW: Final = 4
Step = Callable[["State", "Source", Entity | None], Decision | Entity | None]


def description(state: State, source: Source) -> Decision:
    """The decision on a description: the first step that knows whom it means, else an entity of its own words."""
    owner = owner_of(state, source)
    for step in _STEPS:
        found = step(state, source, owner)
        if isinstance(found, Decision):
            return found
        if found is not None:
            return Decision(source.mention, found, Way.TAKEN_UP)
    return Decision(source.mention, _own_words(state, source, owner), Way.OWN_WORDS)


def note_reporter(state: State, said: Mention, cue: str) -> None:
    """Note the outlet behind "a report from ABC News", or that "reported", for "the report", be it earlier."""
    if said.name is not None and said.name.sort is SpeakerKind.OUTLET and _REPORTED.search(cue):
        state.reporting.setdefault("report", state.entities.entity(said.name)).heads.add("report")
    if said.type is Type.DESCRIPTION and documents().get(said.head):
        outlet = _outlet_named(state, said)
        if outlet is not None:
            state.reporting.setdefault(said.head, outlet).heads.add(said.head)


def _outlet_named(state: State, said: Mention) -> Entity | None:
    """The outlet that a description names: ``a report from ABC News``."""
    assert said.span is not None
    begin = said.core.end if said.core is not None else said.span.start
    for name in names_within(state.words, said.span.start, said.span.end):
        if name.sort is SpeakerKind.OUTLET:
            passed = passed_on().search(state.words.text, begin, name.span.start) if begin < name.span.start else None
            return state.entities.entity(name) if passed is None else None
    return None


def _news(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The outlet whose report or story it is."""
    said = source.mention
    assert said.span is not None
    if not documents().get(said.head):
        return None
    bare = said.span.end - said.span.start <= len(said.head) + 5
    named = _outlet_named(state, said)
    if named is not None or not (said.definite or bare):
        return named
    spoke = (entity for _, entity in reversed(source.said[-_LIMIT:]) if said.head in entity.heads)
    return next(spoke, state.reporting.get(said.head))


def _pair(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The two whom "both women" or "the two countries" takes up: the pair named last."""
    said = source.mention
    if not (said.plural or said.head in small("count")):
        return None
    core = core_text(state, said)
    last = source.said[-1][1] if source.said else None
    unknown = said.definite and not said.modified and said.kind in (None, SpeakerKind.GROUP)
    if (
        unknown
        and last is not None
        and last.key == PAIR
        and not (said.head in folded("roles") or meaning(said.head) not in ("", "person"))
    ):
        return last  # two spoke last, and "the heavyweights" go on
    before = pairs_before(state, source.place)
    fits = (at.entity for at in before if means_pair(core, said.head, at.entity.kind or SpeakerKind.GROUP))
    return next(fits, None)


def _listed(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """Several of whom the first is a pronoun or a known person: ``she and | the ministers``, under his name."""
    said = source.mention
    assert said.span is not None
    assert said.core is not None
    first, _, rest = shown(state, said.span).partition(" and ")
    if not rest or not first or "," in first or said.core.start != said.span.start:
        return None
    opening = first.lower().split()
    pronoun = pronouns().get(opening[0])
    one = None
    if pronoun and pronoun[0] == "third":
        one = third_person(state, source, said.span.start, pronoun).entity
    elif rest.split()[0] in pronouns() and opening[0] in small("definite"):
        part = mention(state.words, (Span(said.span.start, said.span.start + len(first)),))
        one = _known_holder(state, source, part) if part.type is Type.DESCRIPTION else None
    if one is None or not one.words:
        return None
    owned = f"’s {' '.join(first.split()[1:])}" if pronoun and len(opening) > 1 else ""
    name = f"{one.words[-1]}{owned} and {rest}"
    return known(state, "|" + name.lower(), name, SpeakerKind.GROUP, said)


def _last_two(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """The first and the second of the two who spoke last: ``the former``, ``the latter``."""
    said = source.mention
    if said.head not in ("former", "latter") or not said.definite or said.modified:
        return None
    last = list(dict.fromkeys(entity for _, entity in source.said[-_FEW:]))[-2:]
    return last[said.head == "latter"] if len(last) > 1 else None


def _same_folk(state: State, source: Source, owner: Entity | None) -> Entity | None:
    """Those who spoke last of whom the page has this noun, or one for the same trade: ``the researchers``."""
    said = source.mention
    bare = said.plural and said.definite and not said.owner and not modifiers(said, state.words.text)
    if not bare or said.kind not in (SpeakerKind.GROUP, SpeakerKind.UNNAMED):
        return None
    spoke = (entity for _, entity in reversed(source.said[-_LIMIT:]) if entity.plural and not entity.words)
    return next((entity for entity in spoke if goes_by(entity, heads_of(said))), None)


def _taken_up(state: State, source: Source, owner: Entity | None) -> Decision | None:
    """Whom "the governor", "the newspaper", "the officials" takes up, as the scorer has it."""
    said = source.mention
    core = core_text(state, said)
    if not said.definite or said.owner or _OTHER.match(core):
        return None
    column = "role" if said.kind is SpeakerKind.UNNAMED and not said.plural else "folk" if said.plural else "body"
    if column == "body" and said.kind not in _BODIES:
        return None
    plain = described(core, said.plural)
    if plain in state.meant:
        return Decision(said, state.meant[plain], Way.TAKEN_UP)
    words = modifiers(said, state.words.text)
    query = Query(
        source.place, column, said=source.said, mention=said, words=words, apart=source.attribution.content,
        origins=origins(said, state.words.text), barred=source.barred, id=source.attribution.id,
    )  # fmt: skip
    choice = state.settings.chooser.choose(state, query)
    if choice.entity is None:
        return None
    if choice.entity.words and " " in plain and not said.plural:
        state.meant[plain] = choice.entity
    return Decision(said, choice.entity, Way.TAKEN_UP, choice.probability, choice.considered)


def _known_holder(state: State, source: Source, part: Mention) -> Entity | None:
    """The entity of a part of a source that is a description."""
    from dataclasses import replace

    return description(state, replace(source, mention=part)).entity


def _own_words(state: State, source: Source, owner: Entity | None) -> Entity:
    """An entity that goes by this description."""
    said = source.mention
    assert said.span is not None
    assert said.core is not None
    core = described(core_text(state, said), said.plural)
    tail = "" if not said.modified else state.words.text[said.core.end : said.span.end].lower()
    key = f"{owner.number if owner else ''}|{core}{tail}"
    first = introduced(state.words, said) if said.definite and not said.owner and core == said.head else None
    title = entitled(state.words, said) if said.definite else None
    if title is not None:
        return known(state, "|" + title.of(state.words.text).lower(), title.of(state.words.text), said.kind, said)
    first = first or numbered(state.words, said)
    if first is not None:
        return known(state, key, first.of(state.words.text), said.kind, said)
    alone = said.kind is SpeakerKind.UNNAMED or tells_apart(state.words, said.span)
    if alone and not said.plural and not said.definite:
        key += f"@{said.span.start}"
    mentioned = unnamed_at(state, said.core.start)
    if mentioned is not None and not said.plural and mentioned.heads & heads_of(said):
        mentioned.name, mentioned.name_span, mentioned.kind = shown(state, said.span), said.span, said.kind
        return mentioned
    several = said.plural or " and " in core_text(state, said)
    default = SpeakerKind.GROUP if several else SpeakerKind.DOCUMENT
    return known(state, key, shown(state, said.span), said.kind or default, said)


_STEPS: Final[tuple[Step, ...]] = (
    _news,
    _last_two,
    _pair,
    _listed,
    relative,
    bearer,
    owned_text,
    owned_body,
    _same_folk,
    _taken_up,
)
