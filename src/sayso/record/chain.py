"""The hops from the page's publisher to the first-hand source of an attribution, each one standing on spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from sayso.terms import PUBLISHER, Article, Attribution, Speaker, SpeakerKind

_DEEPEST: Final = 12
_NOBODY: Final = frozenset((SpeakerKind.UNSTATED, SpeakerKind.AUTHOR))


def chained(
    article: Article, attributions: Sequence[Attribution], speakers: Sequence[Speaker]
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """The attributions with their chains, and the speakers with the publisher where one is needed."""
    known = {speaker.id: speaker for speaker in speakers}
    by_id = {attribution.id: attribution for attribution in attributions}
    outlets = {
        speaker.name.casefold().removeprefix("the "): speaker.id
        for speaker in speakers
        if speaker.kind is SpeakerKind.OUTLET
    }
    out = []
    for attribution in attributions:
        hops = [PUBLISHER]
        for link in _path(attribution, by_id):
            for hop in (link.relay, _employer(known.get(link.speaker or ""), outlets), link.speaker):
                if hop is not None and hop not in hops and (hop not in known or known[hop].kind not in _NOBODY):
                    hops.append(hop)
        out.append(msgspec.structs.replace(attribution, chain=tuple(hops)))
    if attributions and PUBLISHER not in known:
        speakers = (Speaker(PUBLISHER, article.publisher or "", SpeakerKind.OUTLET), *speakers)
    return tuple(out), tuple(speakers)


def _path(attribution: Attribution, by_id: Mapping[str, Attribution]) -> list[Attribution]:
    """The attribution with those around it, from the outside in."""
    path = [attribution]
    while path[-1].inside in by_id and len(path) < _DEEPEST:
        path.append(by_id[path[-1].inside or ""])
    return path[::-1]


def _employer(speaker: Speaker | None, outlets: Mapping[str, str]) -> str | None:
    """The outlet that a speaker reports for, where it is a speaker too."""
    if speaker is None or speaker.affiliation is None:
        return None
    return outlets.get(speaker.affiliation.casefold().removeprefix("the "))
