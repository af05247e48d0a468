"""Copies of one text on one page: a headline printed twice, a pull quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from sayso.terms import Article, Attribution, Form, Speaker, SpeakerKind

Words = tuple[str, ...]
_WORD: Final = re.compile(r"\w+")
_FEWEST: Final = 4
_PLAIN: Final = 6  # words from which on a quotation is a copy whoever is named
_NAMELESS: Final = (SpeakerKind.UNSTATED, SpeakerKind.UNNAMED)
_LONG: Final = 600  # characters from which on only the two ends of a content are compared


def repeated(
    article: Article, attributions: Sequence[Attribution], speakers: Sequence[Speaker] = ()
) -> tuple[Attribution, ...]:
    """The attributions, those whose content stood before marked with the id of the first (``repeats``).

    Copies have one speaker. Where one of them names nobody (a pull quote, a headline with "owner"), the words alone
    tell, be they a piece of a longer quotation, and one that is unstated takes the speaker of the other.
    """
    kinds = {speaker.id: speaker.kind for speaker in speakers}
    wholes: dict[Words, list[Attribution]] = {}
    pieces: dict[Words, list[Attribution]] = {}
    out: list[Attribution] = []
    for attribution in attributions:
        words, parts = _words(article, attribution), _parts(article, attribution)
        known = [one for one in wholes.get(words, ()) if _copies(one, attribution, len(words), kinds)]
        known += [one for one in pieces.get(words, ()) if _nameless(one, attribution, len(words), kinds)]
        known += [
            one for part in parts for one in wholes.get(part, ()) if _nameless(one, attribution, len(part), kinds)
        ]
        earlier = next((one for one in known if one.content[-1].end <= attribution.content[0].start), None)
        if len(words) >= _FEWEST:
            wholes.setdefault(words, []).append(attribution)
            for part in parts:
                pieces.setdefault(part, []).append(attribution)
        if earlier is not None and kinds.get(attribution.speaker or "") is SpeakerKind.UNSTATED:
            attribution = msgspec.structs.replace(attribution, speaker=earlier.speaker)
        out.append(msgspec.structs.replace(attribution, repeats=earlier.id if earlier is not None else None))
    return tuple(_filled(out, kinds))


def _parts(article: Article, attribution: Attribution) -> list[Words]:
    """The words of each piece of a quotation that its cue breaks."""
    if len(attribution.content) < 2 or attribution.form is Form.INDIRECT:
        return []
    found = (tuple(_WORD.findall(span.of(article.text)[:_LONG].casefold())) for span in attribution.content)
    return [words for words in found if len(words) >= _PLAIN]


def _copies(one: Attribution, other: Attribution, length: int, kinds: Mapping[str, SpeakerKind]) -> bool:
    """Whether two attributions of the same words are copies: of one speaker, or of one that is named but once."""
    return one.speaker == other.speaker or _nameless(one, other, length, kinds)


def _nameless(one: Attribution, other: Attribution, length: int, kinds: Mapping[str, SpeakerKind]) -> bool:
    """Whether the words alone make two quotations copies: long enough, and one of them names nobody."""
    if length < _PLAIN or Form.INDIRECT in (one.form, other.form):
        return False
    same = one.speaker == other.speaker
    return same or any(kinds.get(each.speaker or "") in _NAMELESS for each in (one, other))


def _filled(attributions: Sequence[Attribution], kinds: Mapping[str, SpeakerKind]) -> Iterator[Attribution]:
    """The attributions, an unstated one that a later copy explains given its speaker."""
    told = {one.repeats: one.speaker for one in attributions if one.repeats}
    for one in attributions:
        unstated = kinds.get(one.speaker or "") is SpeakerKind.UNSTATED and one.id in told
        yield msgspec.structs.replace(one, speaker=told[one.id]) if unstated else one


def _words(article: Article, attribution: Attribution) -> Words:
    """The words of a content, without case and marks."""
    text = article.text
    length = sum(span.end - span.start for span in attribution.content)
    if length > _LONG:
        first, last = attribution.content[0], attribution.content[-1]
        head, tail = (
            text[first.start : min(first.end, first.start + _LONG)],
            text[max(last.start, last.end - _LONG) : last.end],
        )
        return (str(length), *_WORD.findall(head.casefold()), *_WORD.findall(tail.casefold()))
    return tuple(word for span in attribution.content for word in _WORD.findall(span.of(text).casefold()))
