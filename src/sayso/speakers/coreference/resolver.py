"""Which speaker each source means: one resolution, from the outside in, over one state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sayso.limits import tick
from sayso.speakers.antecedents.candidates import pairs_before
from sayso.speakers.coreference.decisions import Decision, Way, outer_first, place_of
from sayso.speakers.coreference.described import fuller, known
from sayso.speakers.coreference.descriptions import description, note_reporter
from sayso.speakers.coreference.later import explain_later
from sayso.speakers.coreference.named import named, office_alone, several
from sayso.speakers.coreference.relative_clauses import relative
from sayso.speakers.coreference.speech import first_person, speaker_around, suffers, unsaid
from sayso.speakers.coreference.state import Source, State
from sayso.speakers.coreference.third_person import pronoun_source
from sayso.speakers.entities.registry import Entity
from sayso.speakers.interview_labels import labelled
from sayso.speakers.mentions.source_mention import Mention, Type, mention
from sayso.terms import Attribution, Span, Spans, SpeakerKind

_BACK: Final = 60
_TWO: Final = re.compile(r"(?i)\b(?:two|both|the) (?:[\w’'-]+ ){0,3}[\w’'-]+s,? $")
_NOBODY: Final = re.compile(r"(?i)(?:nobody|no[ -]one|none|nothing|neither(?: one)?)(?: of (?=\w))?\b")


def resolve(state: State) -> dict[str, Decision]:
    """The decision for each attribution's id."""
    mentions = {
        attribution.id: office_alone(state, mention(state.words, attribution.source))
        for attribution in state.attributions
    }
    for attribution in state.attributions:
        cue = " ".join(span.of(state.words.text) for span in attribution.cue)
        note_reporter(state, mentions[attribution.id], cue)
    shared: dict[Spans, Decision] = {}
    for attribution in _in_order(state, mentions):
        tick()
        decision = shared.get(attribution.source) if attribution.source else None
        if decision is None:
            decision = decide(state, _source(state, attribution, mentions[attribution.id]))
            shared[attribution.source] = decision
        state.decisions[attribution.id] = replace(decision)
        _note(state, attribution, decision)
    explain_later(state)
    return state.decisions


def decide(state: State, source: Source) -> Decision:
    """The decision on one source, by how it refers."""
    said = source.mention
    if suffers(state.words.text, source.attribution):
        return Decision(said, None, Way.UNSAID)
    speaking = labelled(state, source)
    if speaking is not None:
        return Decision(said, speaking, Way.NAME)
    nobody = _nobody(state, source)
    if nobody is not None:
        return nobody
    match said.type:
        case Type.EMPTY:
            return Decision(said, unsaid(state, source), Way.UNSAID)
        case Type.NAME:
            return named(state, source)
        case Type.PRONOUN:
            return _pronoun(state, source)
        case Type.SEVERAL:
            return several(state, source)
        case Type.NOBODY:
            return Decision(said, None, Way.UNSAID)
        case Type.DESCRIPTION:
            return description(state, source)


def _source(state: State, attribution: Attribution, said: Mention) -> Source:
    """A source with what was decided before it."""
    place = place_of(attribution)
    outer = state.decisions.get(attribution.inside or "")
    speech = bool(state.words.quoted[place]) if place < len(state.words.quoted) else False
    around = None
    if speech:
        around = outer.entity if outer is not None else speaker_around(state, place)
    barred = frozenset({around.number}) if around is not None else frozenset[int]()
    spoken = state.history.before(place, attribution.inside is not None)
    return Source(attribution, said, spoken, outer, said.core.start if said.core is not None else place, barred)


def _in_order(state: State, mentions: Mapping[str, Mention]) -> list[Attribution]:
    """From the outside in; "I" and "we", and what stands within, come last: their speaker may be named after them."""
    late: set[str] = set()
    order = outer_first(state.attributions)
    for attribution in order:
        if _first(mentions[attribution.id]) or attribution.inside in late:
            late.add(attribution.id)
    return sorted(order, key=lambda one: one.id in late)


def _first(said: Mention) -> bool:
    return said.type is Type.PRONOUN and said.pronoun[0] == "first"


def _note(state: State, attribution: Attribution, decision: Decision) -> None:
    """Note who spoke, for the sources after this one."""
    entity, said = decision.entity, decision.mention
    if entity is None:
        return
    if said.type is Type.DESCRIPTION and entity.sources:
        fuller(state, entity, said)
    entity.sources += attribution.source
    if not _first(said):
        state.history.note(place_of(attribution), entity, attribution.inside is not None)


def _nobody(state: State, source: Source) -> Decision | None:
    """Nobody is no speaker; of "none of the engineers" the engineers are."""
    span = source.mention.span
    found = _NOBODY.match(state.words.text, span.start, span.end) if span is not None else None
    if found is None or span is None:
        return None
    alone = source.mention.type is Type.NOBODY and not found.group().rstrip().endswith(" of")
    if found.end() == span.end or alone:
        return Decision(source.mention, None, Way.NOBODY)
    rest = Span(found.end(), span.end)
    said = mention(state.words, (rest,))
    return decide(state, replace(source, mention=said)) if said.span != span and said.span is not None else None


def _pronoun(state: State, source: Source) -> Decision:
    """The decision on a source that is a pronoun, by its person."""
    said = source.mention
    match said.pronoun[0]:
        case "first":
            return first_person(state, source)
        case "relative":
            return Decision(said, _before_who(state, source), Way.RELATIVE)
        case "second":
            return Decision(said, known(state, "|you", "you", SpeakerKind.GROUP, said), Way.OWN_WORDS)
        case _:
            return pronoun_source(state, source)


def _before_who(state: State, source: Source) -> Entity | None:
    """Whom "who" takes up: the name right before it, or the noun phrase, resolved in its turn."""
    both = pair_before_who(state, source.mention)
    if both is not None:
        return both
    found = relative(state.words, state.entities, source.mention)
    if not isinstance(found, Span):
        return found
    said = mention(state.words, (found,))
    if said.type is Type.PRONOUN:
        return None
    return decide(state, replace(source, mention=said, place=found.start, attribution=_bare(found))).entity


def pair_before_who(state: State, said: Mention) -> Entity | None:
    """The two whom "who" takes up after a noun for several: ``two walkers, NAME and NAME, who``."""
    assert said.span is not None
    pair = next(iter(pairs_before(state, said.span.start)), None)
    text = state.words.text
    if pair is None or text[pair.span.end : said.span.start].strip(" ,—–"):
        return None
    return pair.entity if _TWO.search(text, max(0, pair.span.start - _BACK), pair.span.start) else None


def _bare(span: Span) -> Attribution:
    return Attribution("", (span,), (), ())
