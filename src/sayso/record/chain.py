"""Computes the chain of each attribution: the hops from the publisher to the first-hand source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from sayso.terms import PUBLISHER, Article, Attribution, Speaker, SpeakerKind

_MAX_DEPTH: Final = 12
_NOT_HOPS: Final = frozenset((SpeakerKind.UNSTATED, SpeakerKind.AUTHOR))


def chained(
    article: Article, attributions: Sequence[Attribution], speakers: Sequence[Speaker], origin: str | None = None
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """The attributions with their chains, and the speakers including the publisher if there are attributions.

    ``origin`` is the id of the agency or issuer whose text the article is: the hop after the publisher.
    """
    by_speaker = {speaker.id: speaker for speaker in speakers}
    by_id = {attribution.id: attribution for attribution in attributions}
    outlets = {
        speaker.name.casefold().removeprefix("the "): speaker.id
        for speaker in speakers
        if speaker.kind is SpeakerKind.OUTLET
    }
    excluded = {speaker.id for speaker in speakers if speaker.kind in _NOT_HOPS}
    chains = []
    for attribution in attributions:
        hops = [PUBLISHER] if origin is None else [PUBLISHER, origin]
        for link in _path(attribution, by_id):
            for hop in (link.relay, _employer(by_speaker.get(link.speaker or ""), outlets), link.speaker):
                if hop is not None and hop not in hops and hop not in excluded:
                    hops.append(hop)
        chains.append(msgspec.structs.replace(attribution, chain=tuple(hops)))
    if attributions and PUBLISHER not in by_speaker:
        speakers = (Speaker(PUBLISHER, article.publisher or "", SpeakerKind.OUTLET), *speakers)
    return tuple(chains), tuple(speakers)


def _path(attribution: Attribution, by_id: Mapping[str, Attribution]) -> list[Attribution]:
    """The attribution and its enclosing attributions, outermost first."""
    path = [attribution]
    while path[-1].inside in by_id and len(path) < _MAX_DEPTH:
        path.append(by_id[path[-1].inside or ""])
    return path[::-1]


def _employer(speaker: Speaker | None, outlets: Mapping[str, str]) -> str | None:
    """The outlet of a reporter's affiliation, if it is a speaker of the page."""
    if speaker is None or speaker.affiliation is None:
        return None
    return outlets.get(speaker.affiliation.casefold().removeprefix("the "))
