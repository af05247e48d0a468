"""The sourcing summary of a record: counts and shares of its attributions by kind, form and act."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import Final

from sayso.analysis import Analysis
from sayso.terms import Act, Attribution, Determinacy, Form, Share, Sourcing, Speaker, SpeakerKind

NAMED: Final = frozenset((SpeakerKind.PERSON, SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT))
UNNAMED: Final = frozenset((SpeakerKind.UNNAMED,))
_REFUSALS: Final = frozenset((Act.DENIAL, Act.NON_RESPONSE))
_NEARLY_ALL: Final = 0.75
_FEWEST: Final = 2
"""Statements from which on a page can be said to rest on a report."""
ACTUAL: Final = frozenset((Determinacy.ACTUAL,))


def sourcing(
    analysis: Analysis,
    attributions: Sequence[Attribution],
    speakers: Sequence[Speaker],
    determinacy: Collection[Determinacy] = ACTUAL,
) -> Sourcing:
    """The summary of the attributions with one of the given ``determinacy`` values.

    Repeats are not counted. Nested attributions are counted, but their words only once. ``not_actual`` counts the
    attributions with other values.
    """
    original = [attribution for attribution in attributions if attribution.repeats is None]
    counted = [attribution for attribution in original if attribution.determinacy in determinacy]
    not_actual = len(original) - len(counted)
    if not counted:
        return Sourcing(not_actual=not_actual)
    total = len(counted)
    kinds = {speaker.id: speaker.kind for speaker in speakers}
    kind = [kinds.get(a.speaker or "", SpeakerKind.UNSTATED) for a in counted]
    counter = analysis.quoted_words
    by_speaker: Counter[str] = Counter()
    words = quoted = 0
    for attribution in counted:
        if attribution.inside is None:
            content_words, content_quoted = counter.count(attribution.content)
            words += content_words
            quoted += content_words if attribution.form is Form.DIRECT else content_quoted
            if attribution.speaker is not None:
                by_speaker[attribution.speaker] += content_words
    relayed = sum(a.relay is not None for a in counted)
    unstated = {None, *(speaker.id for speaker in speakers if speaker.kind is SpeakerKind.UNSTATED)}
    silent = dict.fromkeys(a.speaker for a in counted if a.act is Act.NON_RESPONSE and a.speaker not in unstated)
    return Sourcing(
        attributions=total,
        by_kind=_shares(kind, total),
        by_form=_shares((a.form for a in counted), total),
        by_act=_shares((a.act for a in counted), total),
        named=_share(sum(k in NAMED for k in kind), total),
        unnamed=_share(sum(k in UNNAMED for k in kind), total),
        first_hand=_share(total - relayed, total),
        relayed=_share(relayed, total),
        words=words,
        quoted_words=_share(quoted, words),
        speakers_by_words={name: _share(count, words) for name, count in _ranked(by_speaker)},
        no_answer=tuple(name for name in silent if name is not None),
        not_actual=not_actual,
        rests_on=_rests_on(counted),
    )


def _rests_on(counted: Sequence[Attribution]) -> str | None:
    """The one outlet from whose report nearly all comes that is no refusal to answer; None where there is none."""
    told = [one.relay for one in counted if one.inside is None and one.act not in _REFUSALS]
    if len(told) < _FEWEST:
        return None
    outlet, count = Counter(told).most_common(1)[0]
    return outlet if count >= _NEARLY_ALL * len(told) else None


def _shares(values: Iterable[Hashable], total: int) -> dict[str, Share]:
    """The count and share of each value, most frequent first."""
    return {name: _share(count, total) for name, count in _ranked(Counter(str(value) for value in values))}


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """The counts in descending order, then in natural order of names."""
    return sorted(counts.items(), key=lambda item: (-item[1], _natural(item[0])))


def _natural(name: str) -> tuple[str, int]:
    """A sort key that orders s2 before s10."""
    digits = re.sub(r"\D", "", name)
    return re.sub(r"\d", "", name), int(digits or 0)


def _share(count: int, total: int) -> Share:
    """A count and its share of the total; the share of 0 is 0."""
    return Share(count, count / total if total else 0.0)
