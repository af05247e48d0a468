"""Baseline resolver: a pronoun refers to the last name, a surname to the last full name; acts are statements."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sayso.analysis import Analysis
from sayso.speakers.mentions.source_mention import Type, mention
from sayso.terms import Act, Attribution, Speaker, SpeakerKind


def identify(
    analysis: Analysis, attributions: Sequence[Attribution]
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """Speakers by the words of the source; a pronoun gets the last named speaker."""
    words = analysis.words
    ids: dict[str, str] = {}
    speakers: list[Speaker] = []
    last_key: str | None = None
    resolved = []
    for attribution in attributions:
        source = mention(words, attribution.source)
        if source.type is Type.EMPTY:
            key, name, kind = "", "", SpeakerKind.UNSTATED
        elif source.type is Type.PRONOUN and last_key is not None:
            key = last_key
        elif source.name is not None:
            key, name, kind = source.name.key, source.name.text, source.name.sort or SpeakerKind.PERSON
            last_key = key
        else:
            name = " ".join(span.of(analysis.text) for span in attribution.source)
            key, kind = name.casefold(), SpeakerKind.PERSON
        if key not in ids:
            ids[key] = f"s{len(ids) + 1}"
            speakers.append(Speaker(ids[key], name, kind))
        resolved.append(msgspec.structs.replace(attribution, speaker=ids[key], act=Act.STATEMENT))
    return tuple(resolved), tuple(speakers)
