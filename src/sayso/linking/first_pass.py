"""The model's first pass over an article; ``<q>``, around which browsers set quotation marks, is read with them."""

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
    """The attributions of an article, and the digest of the model that found them. ``model`` is another's folder."""
    inserted = _inserted(analysis)
    if not inserted:
        tags = tag(analysis, folder=model)
        return link(analysis, tags), tags.model
    shown = Analysis(_with_marks(analysis.article, inserted))
    tags = tag(shown, folder=model)
    places = [at + number for number, (at, _) in enumerate(inserted)]

    def back(spans: Spans) -> Spans:
        ends = ((_back(places, span.start), _back(places, span.end)) for span in spans)
        return tuple(Span(start, end) for start, end in ends if start < end)

    found = (
        msgspec.structs.replace(one, source=back(one.source), cue=back(one.cue), content=back(one.content))
        for one in link(shown, tags)
    )
    return tuple(one for one in found if one.content), tags.model


def _back(places: Sequence[int], at: int) -> int:
    """A place of the text with marks in the text without."""
    return at - bisect_left(places, at)


def _inserted(analysis: Analysis) -> list[tuple[int, str]]:
    """The marks to insert before places of the text: single within a quotation, none where the page has its own."""
    text = analysis.text
    spans = [one.content[0] for one in analysis.article.quotations if one.kind is QuotationKind.INLINE]
    out: list[tuple[int, str]] = []
    for span in spans:
        if text[span.start] in _MARKS or text[span.start - 1 : span.start] in tuple(_MARKS):
            continue
        within = span.start > 0 and analysis.quotation_states[span.start - 1] != OUTSIDE
        out += [(span.start, "‘" if within else "“"), (span.end, "’" if within else "”")]
    return sorted(out, key=lambda mark: mark[0])


def _with_marks(article: Article, inserted: Sequence[tuple[int, str]]) -> Article:
    """The article with marks inserted in its text, its blocks and quotations moved along."""
    places = [at for at, _ in inserted]
    pieces, done = [], 0
    for at, mark in inserted:
        pieces += [article.text[done:at], mark]
        done = at
    text = "".join((*pieces, article.text[done:]))

    def forth(span: Span) -> Span:
        return Span(span.start + bisect_left(places, span.start), span.end + bisect_left(places, span.end))

    blocks = tuple(Block(block.kind, forth(block.span)) for block in article.blocks)
    quotations = tuple(
        msgspec.structs.replace(
            one,
            content=tuple(map(forth, one.content)),
            source=forth(one.source) if one.source is not None else None,
        )
        for one in article.quotations
        if one.kind is not QuotationKind.INLINE
    )
    return msgspec.structs.replace(article, text=text, blocks=blocks, quotations=quotations)
