"""The baseline: a pronoun means the last name mentioned, a surname the last full name, everything is a statement."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sayso.analysis import Analysis
from sayso.speakers.mentions.source_mention import Type, mention
from sayso.terms import Act, Attribution, Speaker, SpeakerKind


def identify(
    analysis: Analysis, attributions: Sequence[Attribution]
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """Speakers by the words of the source alone; a pronoun takes the last named one."""
    words = analysis.words
    ids: dict[str, str] = {}
    speakers: list[Speaker] = []
    last: str | None = None
    out = []
    for attribution in attributions:
        said = mention(words, attribution.source)
        if said.type is Type.EMPTY:
            key, name, kind = "", "", SpeakerKind.UNSTATED
        elif said.type is Type.PRONOUN and last is not None:
            key = last
        elif said.name is not None:
            key, name, kind = said.name.key, said.name.text, said.name.sort or SpeakerKind.PERSON
            last = key
        else:
            name = " ".join(span.of(analysis.text) for span in attribution.source)
            key, kind = name.casefold(), SpeakerKind.PERSON
        if key not in ids:
            ids[key] = f"s{len(ids) + 1}"
            speakers.append(Speaker(ids[key], name, kind))
        out.append(msgspec.structs.replace(attribution, speaker=ids[key], act=Act.STATEMENT))
    return tuple(out), tuple(speakers)
