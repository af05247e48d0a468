"""Speech that only a page's markup shows: block quotations, embedded posts, pull quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of
from sayso.attributions.lead_ins import LeadIn, carriers, lead_ins, speaks
from sayso.reading.metadata.bylines import is_person
from sayso.terms import READ_KINDS, Act, Article, Attribution, BlockKind, Form, Quotation, QuotationKind, Span, Spans
from sayso.text.vocabulary import office, titles

K = QuotationKind
POST_CONFIDENCE: Final = 0.95
SIGNED_CONFIDENCE: Final = 0.9
_MOST: Final = 300  # quotations of one page that are looked at: bounds the time on a page made to be slow
_WORD: Final = re.compile(r"\w+")
_LINE: Final = re.compile(r"[^\r\n]+")
_DASH: Final = re.compile(r"(?:—|―|–|--?|~)[ \t]*\Z")
_PHRASE: Final = re.compile(r"[A-Za-z][A-Za-z ]{2,30}[ \u00a0]+\Z")
_ENDS: Final = re.compile(r"[.!?…:;][”’\"')\]]*\Z")
_SENTENCE_END: Final = re.compile(r"[.!?]\s")
_VERSE: Final = 3  # lines from which on short ones without a full stop are verse
_SHORT: Final = 60
_STRAY: Final = " \t\r\n>\u00a0"


class _Speech(NamedTuple):
    """A quotation that somebody speaks: its attribution, and the stretch of text that is its own."""

    attribution: Attribution
    region: Span


def marked_speech(
    analysis: Analysis, attributions: Sequence[Attribution], model: Path | None = None
) -> tuple[Attribution, ...]:
    """The attributions, with those that markup shows; nothing else stands in these, or joins them to what is above."""
    quotations = [one for one in _read(analysis.article) if one.kind is not K.INLINE][:_MOST]
    if not quotations:
        return tuple(attributions)
    apart = [_region(one) for one in quotations if one.kind in (K.PULL_QUOTE, K.POST)]
    kept = [one for one in (_cut(each, apart) for each in attributions) if one is not None]
    speech = [*_posts(analysis.text, quotations), *_blocks(analysis, quotations, attributions, model)]
    regions = [one.region for one in speech]
    kept = [one for one in (_cut(each, regions) for each in kept) if one is not None and not _inside(one, regions)]
    pulled = list(_pull_quotes(analysis.text, quotations, [*kept, *(one.attribution for one in speech)]))
    kept = [one for one in kept if not _inside(one, [pull.region for pull in pulled])]
    speech += pulled
    return (*kept, *(msgspec.structs.replace(one.attribution, id=f"q{i}") for i, one in enumerate(speech)))


def _read(article: Article) -> list[Quotation]:
    """The quotations with words in blocks that are read, in order."""
    blocks = article.blocks
    starts = [block.span.start for block in blocks]
    return [
        one
        for one in article.quotations
        if one.content and blocks[max(0, bisect_right(starts, one.content[0].start) - 1)].kind in READ_KINDS
    ]


def _region(quotation: Quotation) -> Span:
    """The stretch of text of a quotation, the words that name its author included."""
    spans = (*quotation.content, quotation.source) if quotation.source is not None else quotation.content
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _cut(one: Attribution, regions: Sequence[Span]) -> Attribution | None:
    """An attribution without what of its content stands in a quotation that its cue is not in; None without content."""
    told = (*one.cue, *one.source) or one.content
    content = tuple(
        span
        for span in one.content
        if not any(span.start < region.end and region.start < span.end and told[0] not in region for region in regions)
    )
    if len(content) == len(one.content):
        return one
    return msgspec.structs.replace(one, content=content) if content else None


def _inside(one: Attribution, regions: Sequence[Span]) -> bool:
    return any(span in region for region in regions for span in (*one.cue, *one.source, *one.content)[:1])


def _spoken(content: Spans, source: Spans, cue: Spans, confidence: float) -> Attribution:
    return Attribution("", source, cue, content, form=Form.DIRECT, confidence=confidence)


def _sign(text: str, source: Span) -> Spans:
    """What stands before the name of who signs: a dash, or words such as "Posted by"."""
    line = text.rfind("\n", 0, source.start) + 1
    found = _DASH.search(text, line, source.start) or _PHRASE.search(text, line, source.start)
    if found is None:
        return ()
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    return (Span(start, start + len(found[0].strip())),)


def _posts(text: str, quotations: Sequence[Quotation]) -> Iterator[_Speech]:
    """The posts whose author is known."""
    for one in quotations:
        if one.kind is K.POST and one.source is not None:
            source = _without_office(text, one.source)
            made = _spoken(one.content, (source,), _sign(text, one.source), POST_CONFIDENCE)
            yield _Speech(made, _region(one))


def _without_office(text: str, source: Span) -> Span:
    """The name of a post's author without the letters of an office or a degree after it: ``Ada Kells | MP``."""
    words = source.of(text).split()
    while (
        len(words) > 2
        and (words[-1].isupper() or office(words[-1].lower()) in titles())
        and is_person(" ".join(words[:-1]).rstrip(","))
    ):
        words.pop()
    end = source.of(text).rfind(words[-1]) + len(words[-1].rstrip(","))
    return Span(source.start, source.start + end)


def _blocks(
    analysis: Analysis, quotations: Sequence[Quotation], attributions: Sequence[Attribution], model: Path | None
) -> Iterator[_Speech]:
    """The block quotations that are signed, or that a line above leads in."""
    text = analysis.text
    joined = _joined(text, [one for one in quotations if one.kind is K.BLOCK or one.source is None])
    signed = [one.source is not None and speaks(one.source.of(text)) and not _is_verse(text, one) for one in joined]
    lines = list(_lines(analysis.article))
    asked: list[tuple[Span, Span]] = []
    places: list[int] = []
    regions = [_region(one) for one in quotations]
    ends = [line.end for line in lines]
    for number, one in enumerate(joined):
        at = bisect_right(ends, one.content[0].start) - 1
        if signed[number] or one.kind is K.PULL_QUOTE or at < 0 or any(lines[at] in region for region in regions):
            continue
        asked.append((lines[at], _region(one)))
        places.append(number)
    leads: dict[int, LeadIn | None] = dict(zip(places, lead_ins(analysis, asked, model), strict=True))
    for number, one in enumerate(joined):
        lead = leads.get(number)
        if one.kind is K.BLOCK and signed[number] and one.source is not None:
            made = _spoken(one.content, (one.source,), _sign(text, one.source), SIGNED_CONFIDENCE)
            yield _Speech(made, _region(one))
        elif lead is not None and not _is_complete(text, asked[places.index(number)][0], lead, attributions):
            yield _Speech(_spoken(one.content, lead.source, lead.cue, lead.confidence), _region(one))


def _is_complete(text: str, line: Span, lead: LeadIn, attributions: Sequence[Attribution]) -> bool:
    """Whether a line with a full stop already has a content for its cue, so that the quotation below is not it."""
    words = line.of(text)
    if words.rstrip()[-1:] != ".":
        return False
    said = " ".join(span.of(text) for span in lead.cue)
    if lead.cue and act_of(said, text[lead.cue[-1].end : line.end].strip(" .")) is Act.NON_RESPONSE:
        return True
    if carriers() & set(_WORD.findall(_SENTENCE_END.split(words.rstrip(" ."))[-1].lower())):
        return False
    return any(
        cue.start < other.end and other.start < cue.end and one.content[0] in line
        for one in attributions
        for cue in one.cue
        for other in lead.cue
    )


def _joined(text: str, quotations: Sequence[Quotation]) -> list[Quotation]:
    """The block quotations, those that follow each other without a word between as one, until a name is under one."""
    out: list[Quotation] = []
    for one in quotations:
        before = out[-1] if out else None
        if before is not None and before.source is None and before.kind is one.kind is K.BLOCK:
            between = text[before.content[-1].end : one.content[0].start]
            if not between.strip(_STRAY):
                out[-1] = msgspec.structs.replace(one, content=(*before.content, *one.content))
                continue
        out.append(one)
    return out


def _is_verse(text: str, quotation: Quotation) -> bool:
    """Whether the lines of a quotation are verse: several, short, most of them without a full stop."""
    lines = [span.of(text) for span in quotation.content]
    if len(lines) < _VERSE or max(map(len, lines)) > _SHORT:
        return False
    return sum(_ENDS.search(line) is None for line in lines) > len(lines) / 2


def _lines(article: Article) -> Iterator[Span]:
    """The lines of the article's own text, headlines left out, without the space around them."""
    for block in article.blocks:
        if block.kind in READ_KINDS and block.kind is not BlockKind.HEADLINE:
            for line in _LINE.finditer(block.span.of(article.text)):
                words = line[0]
                if not words.strip(_STRAY):
                    continue
                start = block.span.start + line.start() + len(words) - len(words.lstrip())
                yield Span(start, start + len(words.strip()))


def _pull_quotes(text: str, quotations: Sequence[Quotation], known: Sequence[Attribution]) -> Iterator[_Speech]:
    """The pull quotes whose words somebody speaks elsewhere on the page, or that are signed."""
    said = [(" ".join(_words(text, one.content)), one) for one in known]
    for quotation in quotations:
        region = _region(quotation)
        if quotation.kind is not K.PULL_QUOTE:
            continue
        words = " ".join(_words(text, quotation.content))
        outside = ((spoken, one) for spoken, one in said if not _inside(one, [region]))
        original = next((one for spoken, one in outside if words and f" {words} " in f" {spoken} "), None)
        source = (quotation.source,) if quotation.source is not None else ()
        if original is not None:
            yield _Speech(_spoken(quotation.content, source, (), original.confidence), region)
        elif source and speaks(source[0].of(text)) and not any(_inside(one, [region]) for one in known):
            yield _Speech(_spoken(quotation.content, source, _sign(text, source[0]), SIGNED_CONFIDENCE), region)


def _words(text: str, content: Spans) -> list[str]:
    return [word for span in content for word in _WORD.findall(span.of(text).casefold())]
