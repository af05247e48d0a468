"""Who each source is: identify(analysis, attributions) -> attributions, speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of
from sayso.speakers.coreference.resolver import resolve
from sayso.speakers.coreference.state import Settings, begin
from sayso.speakers.entities.registry import Entities
from sayso.speakers.entities.speaker_list import UNSTATED, Cast
from sayso.speakers.relays import relays
from sayso.terms import Article, Attribution, Spans, Speaker

__all__ = ["UNSTATED", "identify"]

_NOBODY = re.compile(r"(?i)(?:neither|nobody|no one|none of)\b")
_READ = 400  # characters of a content that the act may depend on


def identify(
    analysis: Analysis, attributions: Sequence[Attribution], settings: Settings = Settings()
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """The attributions with speaker and act set, and the speakers of the article."""
    article, words = analysis.article, analysis.words
    entities = Entities(words)
    found = resolve(begin(article, words, entities, attributions, settings))
    passed_on = relays(article, words, entities, attributions, found)
    cast = Cast(article, words, entities)
    out = []
    for attribution in attributions:
        outlet = passed_on.get(attribution.id)
        speaker = cast.id_of(found[attribution.id])
        relay = cast.of(outlet) if outlet is not None else None
        act = act_of(_cue(article, attribution), _shortened(_text(article, attribution.content[:1])))
        out.append(msgspec.structs.replace(attribution, speaker=speaker, act=act, relay=relay))
    return tuple(out), cast.speakers()


def _shortened(content: str) -> str:
    """What of a content the act may depend on: its beginning and its last words."""
    return content if len(content) <= _READ else content[: _READ // 2] + content[-_READ // 2 :]


def _cue(article: Article, attribution: Attribution) -> str:
    """The words of the cue, negated where the source is nobody: ``Neither of them | responded``."""
    negated = _NOBODY.match(_text(article, attribution.source)) is not None
    return f"not {_text(article, attribution.cue)}" if negated else _text(article, attribution.cue)


def _text(article: Article, spans: Spans) -> str:
    return " ".join(span.of(article.text) for span in spans)
