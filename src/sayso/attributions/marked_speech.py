"""Speech marked up on the page: block quotations, embedded posts and pull quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of
from sayso.attributions.lead_in_words import carriers, speaks
from sayso.attributions.lead_ins import LeadIn, lead_ins
from sayso.reading.metadata.bylines import is_person
from sayso.terms import READ_KINDS, Act, Article, Attribution, BlockKind, Form, Quotation, QuotationKind, Span, Spans
from sayso.text.vocabulary import office, roles, titles

K = QuotationKind
POST_CONFIDENCE: Final = 0.95
SIGNED_CONFIDENCE: Final = 0.9
_MAX_QUOTATIONS: Final = 300  # quotations per page: bounds the time on adversarial pages
_WORD: Final = re.compile(r"\w+")
_LINE: Final = re.compile(r"[^\r\n]+")
_DASH: Final = re.compile(r"(?:—|―|–|--?|~)[ \t]*\Z")
_PHRASE: Final = re.compile(r"[A-Za-z][A-Za-z ]{2,30}[ \u00a0]+\Z")
_ENDS: Final = re.compile(r"[.!?…:;][”’\"')\]]*\Z")
_SENTENCE_END: Final = re.compile(r"[.!?]\s")
_MIN_VERSE_LINES: Final = 3  # lines of a quotation
_MAX_VERSE_LINE: Final = 60  # characters
_STRAY: Final = " \t\r\n>\u00a0"


class _Speech(NamedTuple):
    """The attribution of a quotation, and the region of the text that the quotation covers."""

    attribution: Attribution
    region: Span


def marked_speech(
    analysis: Analysis, attributions: Sequence[Attribution], model: Path | None = None
) -> tuple[Attribution, ...]:
    """The attributions plus marked-up speech; other attributions are cut from its regions."""
    quotations = [quotation for quotation in _read_quotations(analysis.article) if quotation.kind is not K.INLINE]
    quotations = quotations[:_MAX_QUOTATIONS]
    if not quotations:
        return tuple(attributions)
    separate = [_region(quotation) for quotation in quotations if quotation.kind in (K.PULL_QUOTE, K.POST)]
    kept = [a for a in (_without_regions(attribution, separate) for attribution in attributions) if a is not None]
    speech = [*_posts(analysis.text, quotations), *_blocks(analysis, quotations, attributions, model)]
    regions = [item.region for item in speech]
    kept = [a for a in (_without_regions(attribution, regions) for attribution in kept) if a is not None]
    kept = [attribution for attribution in kept if not _inside(attribution, regions)]
    pull_quotes = list(_pull_quotes(analysis.text, quotations, [*kept, *(item.attribution for item in speech)]))
    kept = [attribution for attribution in kept if not _inside(attribution, [item.region for item in pull_quotes])]
    speech += pull_quotes
    return (*kept, *(msgspec.structs.replace(item.attribution, id=f"q{i}") for i, item in enumerate(speech)))


def _read_quotations(article: Article) -> list[Quotation]:
    """The quotations in blocks that are analyzed, in text order."""
    blocks = article.blocks
    starts = [block.span.start for block in blocks]
    return [
        quotation
        for quotation in article.quotations
        if quotation.content and blocks[max(0, bisect_right(starts, quotation.content[0].start) - 1)].kind in READ_KINDS
    ]


def _region(quotation: Quotation) -> Span:
    """The region of a quotation, including the name of its author."""
    spans = (*quotation.content, quotation.source) if quotation.source is not None else quotation.content
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _without_regions(attribution: Attribution, regions: Sequence[Span]) -> Attribution | None:
    """An attribution without content in regions that its cue is outside of; None if no content remains."""
    anchor = (*attribution.cue, *attribution.source) or attribution.content
    content = tuple(
        span
        for span in attribution.content
        if not any(
            span.start < region.end and region.start < span.end and anchor[0] not in region for region in regions
        )
    )
    if len(content) == len(attribution.content):
        return attribution
    return msgspec.structs.replace(attribution, content=content) if content else None


def _inside(attribution: Attribution, regions: Sequence[Span]) -> bool:
    return any(
        span in region
        for region in regions
        for span in (*attribution.cue, *attribution.source, *attribution.content)[:1]
    )


def _direct(content: Spans, source: Spans, cue: Spans, confidence: float) -> Attribution:
    return Attribution("", source, cue, content, form=Form.DIRECT, confidence=confidence)


def _signature_cue(text: str, source: Span) -> Spans:
    """The cue before a signature: a dash, or words such as "Posted by"."""
    line = text.rfind("\n", 0, source.start) + 1
    mark = _DASH.search(text, line, source.start) or _PHRASE.search(text, line, source.start)
    if mark is None:
        return ()
    start = mark.start() + len(mark[0]) - len(mark[0].lstrip())
    return (Span(start, start + len(mark[0].strip())),)


def _posts(text: str, quotations: Sequence[Quotation]) -> Iterator[_Speech]:
    """The posts with a known author."""
    for quotation in quotations:
        if quotation.kind is K.POST and quotation.source is not None:
            source = _without_office(text, quotation.source)
            attribution = _direct(quotation.content, (source,), _signature_cue(text, quotation.source), POST_CONFIDENCE)
            yield _Speech(attribution, _region(quotation))


def _without_office(text: str, source: Span) -> Span:
    """The name of the author of a post without post-nominal letters: ``Ada Kells | MP``."""
    words = source.of(text).split()
    if not words:
        return source
    while (
        len(words) > 2
        and (words[-1].isupper() or office(words[-1].lower()) in titles())
        and is_person(" ".join(words[:-1]).rstrip(","))
    ):
        words.pop()
    end = source.of(text).rfind(words[-1]) + len(words[-1].rstrip(","))
    return Span(source.start, source.start + end)


def _without_place(text: str, source: Span) -> Span:
    """The name in a signature, if only a place or a newspaper follows it: ``Ada Kells, Upper Tarn``."""
    name, comma, rest = source.of(text).partition(",")
    words = _WORD.findall(rest)
    is_place = bool(words) and all(word[0].isupper() for word in words) and not any(w.lower() in roles() for w in words)
    return Span(source.start, source.start + len(name)) if comma and is_place and is_person(name.strip()) else source


def _blocks(
    analysis: Analysis, quotations: Sequence[Quotation], attributions: Sequence[Attribution], model: Path | None
) -> Iterator[_Speech]:
    """The block quotations with a signature or a lead-in."""
    text = analysis.text
    merged = _merged_quotations(
        text, [quotation for quotation in quotations if quotation.kind is K.BLOCK or quotation.source is None]
    )
    signed = [
        quotation.source is not None and speaks(quotation.source.of(text)) and not _is_verse(text, quotation)
        for quotation in merged
    ]
    lines = list(_lines(analysis.article))
    ends = [line.end for line in lines]
    regions = [_region(quotation) for quotation in quotations]
    introduced: dict[int, tuple[Span, Span]] = {}
    for number, quotation in enumerate(merged):
        above = bisect_right(ends, quotation.content[0].start) - 1
        if signed[number] or quotation.kind is K.PULL_QUOTE or above < 0:
            continue
        if not any(lines[above] in region for region in regions):
            introduced[number] = lines[above], _region(quotation)
    lead_in_of = dict(zip(introduced, lead_ins(analysis, list(introduced.values()), model), strict=True))
    for number, quotation in enumerate(merged):
        lead_in = lead_in_of.get(number)
        if quotation.kind is K.BLOCK and signed[number] and quotation.source is not None:
            cue = _signature_cue(text, quotation.source)
            source = _without_place(text, quotation.source)
            speech = _direct(quotation.content, (source,), cue, SIGNED_CONFIDENCE)
        elif lead_in is not None and not (
            _is_complete(text, introduced[number][0], lead_in, attributions)
            or _has_own_speaker(text, introduced[number], attributions)
        ):
            speech = _direct(quotation.content, lead_in.source, lead_in.cue, lead_in.confidence)
        else:
            continue
        yield _Speech(speech, _region(quotation))


def _is_complete(text: str, line: Span, lead_in: LeadIn, attributions: Sequence[Attribution]) -> bool:
    """Whether the cue of a line with a full stop already has a content in the line, and introduces no quotation."""
    words = line.of(text)
    if words.rstrip()[-1:] != ".":
        return False
    cue_text = " ".join(span.of(text) for span in lead_in.cue)
    if lead_in.cue and act_of(cue_text, text[lead_in.cue[-1].end : line.end].strip(" .")) is Act.NON_RESPONSE:
        return True
    if carriers() & set(_WORD.findall(_SENTENCE_END.split(words.rstrip(" ."))[-1].lower())):
        return False
    return any(
        cue.start < lead_in_cue.end and lead_in_cue.start < cue.end and attribution.content[0] in line
        for attribution in attributions
        for cue in attribution.cue
        for lead_in_cue in lead_in.cue
    )


def _has_own_speaker(text: str, pair: tuple[Span, Span], attributions: Sequence[Attribution]) -> bool:
    """Whether a quotation below a sentence with a full stop opens with marks and names its speaker itself."""
    line, quotation = pair
    if line.of(text).rstrip()[-1:] != "." or not quotation.of(text).startswith(("“", '"', "«", "„", "»")):
        return False
    return any(
        attribution.form is Form.DIRECT
        and all(span in quotation for span in (*attribution.source, *attribution.cue, *attribution.content))
        for attribution in attributions
        if attribution.source and attribution.cue
    )


def _merged_quotations(text: str, quotations: Sequence[Quotation]) -> list[Quotation]:
    """The block quotations; adjacent ones are merged up to the first one with a signature."""
    merged: list[Quotation] = []
    for quotation in quotations:
        previous = merged[-1] if merged else None
        if previous is not None and previous.source is None and previous.kind is quotation.kind is K.BLOCK:
            between = text[previous.content[-1].end : quotation.content[0].start]
            if not between.strip(_STRAY):
                merged[-1] = msgspec.structs.replace(quotation, content=(*previous.content, *quotation.content))
                continue
        merged.append(quotation)
    return merged


def _is_verse(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is verse: several short lines, most of them without final punctuation."""
    lines = [span.of(text) for span in quotation.content]
    if len(lines) < _MIN_VERSE_LINES or max(map(len, lines)) > _MAX_VERSE_LINE:
        return False
    return sum(_ENDS.search(line) is None for line in lines) > len(lines) / 2


def _lines(article: Article) -> Iterator[Span]:
    """The lines of the running text, without headlines and surrounding spaces."""
    for block in article.blocks:
        if block.kind in READ_KINDS and block.kind is not BlockKind.HEADLINE:
            for line in _LINE.finditer(block.span.of(article.text)):
                words = line[0]
                if not words.strip(_STRAY):
                    continue
                start = block.span.start + line.start() + len(words) - len(words.lstrip())
                yield Span(start, start + len(words.strip()))


def _pull_quotes(text: str, quotations: Sequence[Quotation], known: Sequence[Attribution]) -> Iterator[_Speech]:
    """The pull quotes that repeat a statement of the page or have a signature."""
    known_words = [(" ".join(_words(text, attribution.content)), attribution) for attribution in known]
    for quotation in quotations:
        region = _region(quotation)
        if quotation.kind is not K.PULL_QUOTE:
            continue
        words = " ".join(_words(text, quotation.content))
        outside = ((spoken, attribution) for spoken, attribution in known_words if not _inside(attribution, [region]))
        original = next(
            (attribution for spoken, attribution in outside if words and f" {words} " in f" {spoken} "), None
        )
        source = (quotation.source,) if quotation.source is not None else ()
        if original is not None:
            yield _Speech(_direct(quotation.content, source, (), original.confidence), region)
        elif source and speaks(source[0].of(text)) and not any(_inside(attribution, [region]) for attribution in known):
            yield _Speech(
                _direct(quotation.content, source, _signature_cue(text, source[0]), SIGNED_CONFIDENCE), region
            )


def _words(text: str, content: Spans) -> list[str]:
    return [word for span in content for word in _WORD.findall(span.of(text).casefold())]
