"""Resolves sources to speakers: identify(analysis, attributions) -> attributions, speakers."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of
from sayso.attributions.determinacy import determinacy, negative, nobody
from sayso.speakers.antecedents.chooser import DEFAULT, Settings
from sayso.speakers.antecedents.confidence import alternatives, confidence
from sayso.speakers.coreference.decisions import Decision
from sayso.speakers.coreference.resolver import resolve
from sayso.speakers.coreference.speech import is_unattributed_question
from sayso.speakers.coreference.state import begin
from sayso.speakers.entities.registry import Entities
from sayso.speakers.entities.speaker_list import UNSTATED, Cast
from sayso.speakers.relays import relays
from sayso.terms import READ_KINDS, Alternative, Article, Attribution, Spans, Speaker

__all__ = ["UNSTATED", "Settings", "identify"]

_MIN_ALTERNATIVE = 0.02  # minimum probability of an alternative in the record
_MAX_CONTENT = 400  # characters of a content that are searched for the act


def identify(
    analysis: Analysis, attributions: Sequence[Attribution], settings: Settings = DEFAULT
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """The attributions with speaker, act and determinacy, and the speakers of the article."""
    article, words = analysis.article, analysis.words
    entities = Entities(words, [block.span for block in article.blocks if block.kind not in READ_KINDS])
    decisions = resolve(begin(article, words, entities, attributions, settings))
    relay_of = relays(article, words, entities, attributions, decisions)
    cast = Cast(article, words, entities)
    with_speakers = []
    for attribution in attributions:
        outlet = relay_of.get(attribution.id)
        source = _text(article, attribution.source)
        act = act_of(_cue(article, attribution), _shortened(_text(article, attribution.content[:1])), source)
        decision = decisions[attribution.id]
        if nobody(source, act):
            decision = dataclasses.replace(decision, entity=None, open=False)
        if decision.entity is None and outlet is not None and is_unattributed_question(article.text, attribution):
            decision = dataclasses.replace(decision, entity=outlet)  # the outlet asks
        speaker = cast.id_of(decision)
        relay = cast.of(outlet) if outlet is not None else None
        determinacy_value = determinacy(analysis, attribution, act)
        speaker_confidence = confidence(decision, attribution)
        updated = msgspec.structs.replace(
            attribution, speaker=speaker, act=act, relay=relay, determinacy=determinacy_value
        )
        with_speakers.append(msgspec.structs.replace(updated, speaker_confidence=speaker_confidence))
    alternatives_of = [_alternatives(cast, decisions[a.id], a) for a in with_speakers]
    with_speakers = [
        msgspec.structs.replace(a, considered=c) for a, c in zip(with_speakers, alternatives_of, strict=True)
    ]
    return tuple(with_speakers), cast.speakers()


def _alternatives(cast: Cast, decision: Decision, attribution: Attribution) -> tuple[Alternative, ...]:
    """The other candidates of a decision, the most probable first."""
    others = alternatives(decision, attribution.speaker_confidence or 0.0)
    return tuple(Alternative(cast.of(entity), chance) for entity, chance in others if chance >= _MIN_ALTERNATIVE)


def _shortened(content: str) -> str:
    """The start and the end of a long content."""
    return content if len(content) <= _MAX_CONTENT else content[: _MAX_CONTENT // 2] + content[-_MAX_CONTENT // 2 :]


def _cue(article: Article, attribution: Attribution) -> str:
    """The words of the cue, negated for a negative source: ``Neither of them | responded``."""
    cue = _text(article, attribution.cue)
    return f"not {cue}" if negative(_text(article, attribution.source)) else cue


def _text(article: Article, spans: Spans) -> str:
    return " ".join(span.of(article.text) for span in spans)
