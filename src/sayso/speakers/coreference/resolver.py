"""Resolves each source to its speaker, outer attributions first, over one state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sayso.limits import check_time
from sayso.speakers.antecedents.candidates import pairs_before
from sayso.speakers.coreference.decisions import Decision, Way, outer_first, place_of
from sayso.speakers.coreference.described import entity_of_key, rename_if_longer
from sayso.speakers.coreference.descriptions import description, note_reporter
from sayso.speakers.coreference.later import explain_later
from sayso.speakers.coreference.named import named, office_alone, several
from sayso.speakers.coreference.relative_clauses import relative
from sayso.speakers.coreference.speech import first_person, is_addressee, speaker_around, speaker_without_source
from sayso.speakers.coreference.state import Source, State
from sayso.speakers.coreference.third_person import pronoun_source
from sayso.speakers.entities.registry import Entity
from sayso.speakers.interview_labels import speaker_of_label
from sayso.speakers.mentions.source_mention import Mention, Type, mention
from sayso.terms import Attribution, Span, Spans, SpeakerKind

_LOOKBACK: Final = 60
_PLURAL_BEFORE: Final = re.compile(r"(?i)\b(?:two|both|the) (?:[\w’'-]+ ){0,3}[\w’'-]+s,? $")
_NOBODY: Final = re.compile(r"(?i)(?:nobody|no[ -]one|none|nothing|neither(?: one)?)(?: of (?=\w))?\b")


def resolve(state: State) -> dict[str, Decision]:
    """The decisions by attribution id."""
    mentions = {
        attribution.id: office_alone(state, mention(state.words, attribution.source))
        for attribution in state.attributions
    }
    for attribution in state.attributions:
        cue = " ".join(span.of(state.words.text) for span in attribution.cue)
        note_reporter(state, mentions[attribution.id], cue)
    shared: dict[Spans, Decision] = {}
    for attribution in _in_order(state, mentions):
        check_time()
        decision = shared.get(attribution.source) if attribution.source else None
        if decision is None:
            decision = decide(state, _source(state, attribution, mentions[attribution.id]))
            shared[attribution.source] = decision
        state.decisions[attribution.id] = replace(decision)
        _record(state, attribution, decision)
    explain_later(state)
    return state.decisions


def decide(state: State, source: Source) -> Decision:
    """The decision on one source, by its mention type."""
    source_mention = source.mention
    if is_addressee(state.words.text, source.attribution):
        return Decision(source_mention, None, Way.UNSAID)
    labelled_speaker = speaker_of_label(state, source)
    if labelled_speaker is not None:
        return Decision(source_mention, labelled_speaker, Way.NAME)
    negative = _negative_source(state, source)
    if negative is not None:
        return negative
    match source_mention.type:
        case Type.EMPTY:
            return Decision(source_mention, speaker_without_source(state, source), Way.UNSAID)
        case Type.NAME:
            return named(state, source)
        case Type.PRONOUN:
            return _pronoun(state, source)
        case Type.SEVERAL:
            return several(state, source)
        case Type.NOBODY:
            return Decision(source_mention, None, Way.UNSAID)
        case Type.DESCRIPTION:
            return description(state, source)


def _source(state: State, attribution: Attribution, source_mention: Mention) -> Source:
    """A source with the state before it."""
    place = place_of(attribution)
    outer = state.decisions.get(attribution.inside or "")
    in_speech = bool(state.words.quoted[place]) if place < len(state.words.quoted) else False
    around = None
    if in_speech:
        around = outer.entity if outer is not None else speaker_around(state, place)
    barred = frozenset({around.number}) if around is not None else frozenset[int]()
    spoken = state.history.before(place, attribution.inside is not None)
    return Source(
        attribution,
        source_mention,
        spoken,
        outer,
        source_mention.core.start if source_mention.core is not None else place,
        barred,
    )


def _in_order(state: State, mentions: Mapping[str, Mention]) -> list[Attribution]:
    """Outer attributions first; "I" and "we" and the attributions inside them last, since their speaker may follow."""
    deferred: set[str] = set()
    order = outer_first(state.attributions)
    for attribution in order:
        if _is_first_person(mentions[attribution.id]) or attribution.inside in deferred:
            deferred.add(attribution.id)
    return sorted(order, key=lambda attribution: attribution.id in deferred)


def _is_first_person(source_mention: Mention) -> bool:
    return source_mention.type is Type.PRONOUN and source_mention.pronoun[0] == "first"


def _record(state: State, attribution: Attribution, decision: Decision) -> None:
    """Record the speaker for later sources."""
    entity, source_mention = decision.entity, decision.mention
    if entity is None:
        return
    if source_mention.type is Type.DESCRIPTION and entity.sources:
        rename_if_longer(state, entity, source_mention)
    entity.sources += attribution.source
    if not _is_first_person(source_mention):
        state.history.note(place_of(attribution), entity, attribution.inside is not None)


def _negative_source(state: State, source: Source) -> Decision | None:
    """The decision on a negative source: no speaker, or the engineers of "none of the engineers"."""
    span = source.mention.span
    match = _NOBODY.match(state.words.text, span.start, span.end) if span is not None else None
    if match is None or span is None:
        return None
    is_negative = source.mention.type is Type.NOBODY and not match.group().rstrip().endswith(" of")
    if match.end() == span.end or is_negative:
        return Decision(source.mention, None, Way.NOBODY)
    rest = Span(match.end(), span.end)
    rest_mention = mention(state.words, (rest,))
    return (
        decide(state, replace(source, mention=rest_mention))
        if rest_mention.span != span and rest_mention.span is not None
        else None
    )


def _pronoun(state: State, source: Source) -> Decision:
    """The decision on a source that is a pronoun, by its person."""
    source_mention = source.mention
    match source_mention.pronoun[0]:
        case "first":
            return first_person(state, source)
        case "relative":
            return Decision(source_mention, _antecedent_of_who(state, source), Way.RELATIVE)
        case "second":
            return Decision(
                source_mention, entity_of_key(state, "|you", "you", SpeakerKind.GROUP, source_mention), Way.OWN_WORDS
            )
        case _:
            return pronoun_source(state, source)


def _antecedent_of_who(state: State, source: Source) -> Entity | None:
    """The antecedent of "who": the name immediately before it, or the resolved noun phrase."""
    pair = pair_before_who(state, source.mention)
    if pair is not None:
        return pair
    antecedent = relative(state.words, state.entities, source.mention)
    if not isinstance(antecedent, Span):
        return antecedent
    noun_mention = mention(state.words, (antecedent,))
    if noun_mention.type is Type.PRONOUN:
        return None
    return decide(
        state, replace(source, mention=noun_mention, place=antecedent.start, attribution=_noun_source(antecedent))
    ).entity


def pair_before_who(state: State, source_mention: Mention) -> Entity | None:
    """The pair in apposition to a plural noun before "who": ``two walkers, NAME and NAME, who``."""
    assert source_mention.span is not None
    pair = next(iter(pairs_before(state, source_mention.span.start)), None)
    text = state.words.text
    if pair is None or text[pair.span.end : source_mention.span.start].strip(" ,—–"):
        return None
    return pair.entity if _PLURAL_BEFORE.search(text, max(0, pair.span.start - _LOOKBACK), pair.span.start) else None


def _noun_source(span: Span) -> Attribution:
    return Attribution("", (span,), (), ())
