"""The model's first pass over an article; ``<q>`` elements are tagged with the quotation marks that browsers show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sayso.analysis import Analysis
from sayso.linking.links import link
from sayso.tagging import tag
from sayso.terms import Article, Attribution, Block, QuotationKind, Span, Spans
from sayso.text.quotation_marks import OUTSIDE

_MARKS = "“”\"‘’'«»„"


def first_pass(analysis: Analysis, model: Path | None = None) -> tuple[tuple[Attribution, ...], str]:
    """The attributions of an article, and the digest of the model. ``model`` is the folder of another model."""
    inserted = _insertions(analysis)
    if not inserted:
        tags = tag(analysis, folder=model)
        return link(analysis, tags), tags.model
    marked = Analysis(_with_marks(analysis.article, inserted))
    tags = tag(marked, folder=model)
    offsets = [at + number for number, (at, _) in enumerate(inserted)]

    def original_spans(spans: Spans) -> Spans:
        ends = ((_original_offset(offsets, span.start), _original_offset(offsets, span.end)) for span in spans)
        return tuple(Span(start, end) for start, end in ends if start < end)

    attributions = (
        msgspec.structs.replace(
            a, source=original_spans(a.source), cue=original_spans(a.cue), content=original_spans(a.content)
        )
        for a in link(marked, tags)
    )
    return tuple(attribution for attribution in attributions if attribution.content), tags.model


def _original_offset(places: Sequence[int], at: int) -> int:
    """Converts an offset in the text with marks to an offset in the original text."""
    return at - bisect_left(places, at)


def _insertions(analysis: Analysis) -> list[tuple[int, str]]:
    """The quotation marks to insert, with offsets: single inside a quotation, none if the page has its own."""
    text = analysis.text
    spans = [q.content[0] for q in analysis.article.quotations if q.kind is QuotationKind.INLINE]
    marks: list[tuple[int, str]] = []
    for span in spans:
        if text[span.start] in _MARKS or text[span.start - 1 : span.start] in tuple(_MARKS):
            continue
        within = span.start > 0 and analysis.quotation_states[span.start - 1] != OUTSIDE
        marks += [(span.start, "‘" if within else "“"), (span.end, "’" if within else "”")]
    return sorted(marks, key=lambda mark: mark[0])


def _with_marks(article: Article, inserted: Sequence[tuple[int, str]]) -> Article:
    """The article with marks inserted in its text, and the spans of blocks and quotations shifted."""
    offsets = [at for at, _ in inserted]
    pieces, copied_to = [], 0
    for at, mark in inserted:
        pieces += [article.text[copied_to:at], mark]
        copied_to = at
    text = "".join((*pieces, article.text[copied_to:]))

    def shifted(span: Span) -> Span:
        return Span(span.start + bisect_left(offsets, span.start), span.end + bisect_left(offsets, span.end))

    blocks = tuple(Block(block.kind, shifted(block.span)) for block in article.blocks)
    quotations = tuple(
        msgspec.structs.replace(
            quotation,
            content=tuple(map(shifted, quotation.content)),
            source=shifted(quotation.source) if quotation.source is not None else None,
        )
        for quotation in article.quotations
        if quotation.kind is not QuotationKind.INLINE
    )
    return msgspec.structs.replace(article, text=text, blocks=blocks, quotations=quotations)
