"""Who each source is: identify(analysis, attributions) -> attributions, speakers."""

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
from sayso.speakers.coreference.speech import asked_by_nobody
from sayso.speakers.coreference.state import begin
from sayso.speakers.entities.registry import Entities
from sayso.speakers.entities.speaker_list import UNSTATED, Cast
from sayso.speakers.relays import relays
from sayso.terms import READ_KINDS, Alternative, Article, Attribution, Spans, Speaker

__all__ = ["UNSTATED", "Settings", "identify"]

_SHOWN = 0.02  # the probability from which on an alternative is named
_READ = 400  # characters of a content that the act may depend on


def identify(
    analysis: Analysis, attributions: Sequence[Attribution], settings: Settings = DEFAULT
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """The attributions with speaker, act and determinacy set, and the speakers of the article."""
    article, words = analysis.article, analysis.words
    entities = Entities(words, [block.span for block in article.blocks if block.kind not in READ_KINDS])
    found = resolve(begin(article, words, entities, attributions, settings))
    passed_on = relays(article, words, entities, attributions, found)
    cast = Cast(article, words, entities)
    out = []
    for attribution in attributions:
        outlet = passed_on.get(attribution.id)
        source = _text(article, attribution.source)
        act = act_of(_cue(article, attribution), _shortened(_text(article, attribution.content[:1])), source)
        resolved = found[attribution.id]
        if nobody(source, act):
            resolved = dataclasses.replace(resolved, entity=None, open=False)
        if resolved.entity is None and outlet is not None and asked_by_nobody(article.text, attribution):
            resolved = dataclasses.replace(resolved, entity=outlet)  # the interviewer's outlet asks
        speaker = cast.id_of(resolved)
        relay = cast.of(outlet) if outlet is not None else None
        said = determinacy(analysis, attribution, act)
        sure = confidence(resolved, attribution)
        made = msgspec.structs.replace(attribution, speaker=speaker, act=act, relay=relay, determinacy=said)
        out.append(msgspec.structs.replace(made, speaker_confidence=sure))
    considered = [_considered(cast, found[one.id], one) for one in out]
    out = [msgspec.structs.replace(one, considered=others) for one, others in zip(out, considered, strict=True)]
    return tuple(out), cast.speakers()


def _considered(cast: Cast, decision: Decision, attribution: Attribution) -> tuple[Alternative, ...]:
    """The other candidates of a decision, the most probable first; they come after all who speak."""
    others = alternatives(decision, attribution.speaker_confidence or 0.0)
    return tuple(Alternative(cast.of(entity), chance) for entity, chance in others if chance >= _SHOWN)


def _shortened(content: str) -> str:
    """What of a content the act may depend on: its beginning and its last words."""
    return content if len(content) <= _READ else content[: _READ // 2] + content[-_READ // 2 :]


def _cue(article: Article, attribution: Attribution) -> str:
    """The words of the cue, negated where the source is nobody: ``Neither of them | responded``."""
    cue = _text(article, attribution.cue)
    return f"not {cue}" if negative(_text(article, attribution.source)) else cue


def _text(article: Article, spans: Spans) -> str:
    return " ".join(span.of(article.text) for span in spans)
