"""Who each source is: identify(article, attributions) -> attributions, speakers; nested(...) looks inside contents."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sayso.speakers.acts import act_of
from sayso.speakers.coref import Found, Resolver
from sayso.speakers.entities import Entities
from sayso.speakers.naming import speaker as describe
from sayso.speakers.nested import nested
from sayso.speakers.relays import relays
from sayso.speakers.weights import weigh
from sayso.speakers.words import Words
from sayso.terms import Article, Attribution, Spans, Speaker, SpeakerKind

__all__ = ["UNSTATED", "identify", "nested"]

UNSTATED = "unstated"
_READ = 400  # characters of a content that the act may depend on


def identify(
    article: Article, attributions: Sequence[Attribution]
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """The attributions with speaker and act set, and the speakers of the article."""
    words = Words(article.text)
    entities = Entities(words)
    found = Resolver(article, words, entities, weigh).resolve(attributions)
    passed_on = relays(article, words, entities, attributions, found)
    ids: dict[int, str] = {}
    speakers: list[Speaker] = []
    out = []
    for attribution in attributions:
        finding = found[attribution.id]
        speaker = _id(words, finding, ids, speakers)
        outlet = passed_on.get(attribution.id)
        relay = None if outlet is None else _id(words, Found(finding.mention, outlet), ids, speakers)
        act = act_of(_text(article, attribution.cue), _text(article, attribution.content[:1])[:_READ])
        out.append(msgspec.structs.replace(attribution, speaker=speaker, act=act, relay=relay))
    return tuple(out), tuple(speakers)


def _id(words: Words, finding: Found, ids: dict[int, str], speakers: list[Speaker]) -> str:
    """The id of the speaker of a finding, the speaker noted where it is new."""
    if finding.entity is None:
        if not any(speaker.id == UNSTATED for speaker in speakers):
            speakers.append(Speaker(UNSTATED, "", SpeakerKind.UNSTATED))
        return UNSTATED
    entity = finding.entity
    if entity.number not in ids:
        ids[entity.number] = f"s{len(ids) + 1}"
        speakers.append(describe(words, ids[entity.number], entity))
    return ids[entity.number]


def _text(article: Article, spans: Spans) -> str:
    return " ".join(span.of(article.text) for span in spans)
