"""Finds repeats of an attribution on the same page, such as pull quotes and repeated headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from sayso.terms import Article, Attribution, Form, QuotationKind, Speaker, SpeakerKind

Words = tuple[str, ...]
_WORD: Final = re.compile(r"\w+")
_MIN_WORDS: Final = 4
_MIN_WORDS_NAMELESS: Final = 6  # of a repeat where one of the speakers has no name
_NAMELESS: Final = (SpeakerKind.UNSTATED, SpeakerKind.UNNAMED)
_MAX_PULL_QUOTES: Final = 100  # of one page that are compared: bounds the time
_MAX_CHARS: Final = 600  # only the start and the end of a longer content are compared


def repeated(
    article: Article, attributions: Sequence[Attribution], speakers: Sequence[Speaker] = ()
) -> tuple[Attribution, ...]:
    """The attributions, with ``repeats`` set to the id of the first attribution with the same content and speaker.

    A pull quote repeats its original wherever that stands.

    If one of the speakers has no name (a pull quote, a headline with "owner"), the words alone decide, also those of
    a part of a discontinuous quotation, and an unstated speaker is replaced by the speaker of the other attribution.
    """
    kinds = {speaker.id: speaker.kind for speaker in speakers}
    pulled = _pulled(article, attributions)
    originals = [one for one in attributions if one.id not in pulled]
    standing = {one.id: one for one in _marked(article, originals, kinds)}
    said = [(f" {' '.join(_words(article, one))} ", one) for one in originals] if pulled else []
    found = [standing.get(one.id) or _pull_quote(article, one, said, kinds) for one in attributions]
    return tuple(_with_speakers(found, kinds))


def _pulled(article: Article, attributions: Sequence[Attribution]) -> frozenset[str]:
    """The ids of the attributions that stand in a pull quote."""
    regions = [one.content for one in article.quotations if one.kind is QuotationKind.PULL_QUOTE and one.content]
    return frozenset(
        one.id
        for one in attributions
        for content in regions[:_MAX_PULL_QUOTES]
        if one.content and content[0].start <= one.content[0].start and one.content[-1].end <= content[-1].end
    )


def _pull_quote(
    article: Article,
    one: Attribution,
    said: Sequence[tuple[str, Attribution]],
    kinds: Mapping[str, SpeakerKind],
) -> Attribution:
    """A pull quote, of however few words, marked as repeat of the attribution that holds them, and its speaker's."""
    words = " ".join(_words(article, one))
    held = [(len(spoken), number) for number, (spoken, _) in enumerate(said) if f" {words} " in spoken]
    if not words or not held:
        return one
    original = said[min(held)[1]][1]
    speaker = original.speaker if kinds.get(one.speaker or "") in (*_NAMELESS, None) else one.speaker
    return msgspec.structs.replace(one, repeats=original.repeats or original.id, speaker=speaker)


def _marked(
    article: Article, attributions: Sequence[Attribution], kinds: Mapping[str, SpeakerKind]
) -> Iterator[Attribution]:
    """The attributions, those whose content stood before marked with the id of the first."""
    wholes: dict[Words, list[Attribution]] = {}
    pieces: dict[Words, list[Attribution]] = {}
    for attribution in attributions:
        words, parts = _words(article, attribution), _parts(article, attribution)
        matches = [
            other
            for other in wholes.get(words, ())
            if other.speaker == attribution.speaker or _same_words(other, attribution, len(words), kinds)
        ]
        matches += [other for other in pieces.get(words, ()) if _same_words(other, attribution, len(words), kinds)]
        for part in parts:
            matches += [other for other in wholes.get(part, ()) if _same_words(other, attribution, len(part), kinds)]
        earlier = next((other for other in matches if other.content[-1].end <= attribution.content[0].start), None)
        if len(words) >= _MIN_WORDS:
            wholes.setdefault(words, []).append(attribution)
            for part in parts:
                pieces.setdefault(part, []).append(attribution)
        if earlier is not None and kinds.get(attribution.speaker or "") is SpeakerKind.UNSTATED:
            attribution = msgspec.structs.replace(attribution, speaker=earlier.speaker)
        yield msgspec.structs.replace(attribution, repeats=earlier.id if earlier is not None else None)


def _parts(article: Article, attribution: Attribution) -> list[Words]:
    """The words of each part of a discontinuous quotation."""
    if len(attribution.content) < 2 or attribution.form is Form.INDIRECT:
        return []
    parts = (tuple(_WORD.findall(span.of(article.text)[:_MAX_CHARS].casefold())) for span in attribution.content)
    return [words for words in parts if len(words) >= _MIN_WORDS_NAMELESS]


def _same_words(a: Attribution, b: Attribution, length: int, kinds: Mapping[str, SpeakerKind]) -> bool:
    """Whether equal words are enough for a repeat: long quotations of one speaker, or of one with no name."""
    if length < _MIN_WORDS_NAMELESS or Form.INDIRECT in (a.form, b.form):
        return False
    return a.speaker == b.speaker or any(kinds.get(each.speaker or "") in _NAMELESS for each in (a, b))


def _with_speakers(attributions: Sequence[Attribution], kinds: Mapping[str, SpeakerKind]) -> Iterator[Attribution]:
    """The attributions, with unstated speakers replaced by those of later repeats."""
    speakers = {attribution.repeats: attribution.speaker for attribution in attributions if attribution.repeats}
    for attribution in attributions:
        if attribution.id in speakers and kinds.get(attribution.speaker or "") is SpeakerKind.UNSTATED:
            attribution = msgspec.structs.replace(attribution, speaker=speakers[attribution.id])
        yield attribution


def _words(article: Article, attribution: Attribution) -> Words:
    """The words of a content in lower case, without punctuation."""
    text = article.text
    length = sum(span.end - span.start for span in attribution.content)
    if length > _MAX_CHARS:
        first, last = attribution.content[0], attribution.content[-1]
        head = text[first.start : min(first.end, first.start + _MAX_CHARS)]
        tail = text[max(last.start, last.end - _MAX_CHARS) : last.end]
        return (str(length), *_WORD.findall(head.casefold()), *_WORD.findall(tail.casefold()))
    return tuple(word for span in attribution.content for word in _WORD.findall(span.of(text).casefold()))
