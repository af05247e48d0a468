"""Normalizes the text of an article for analysis, and converts the spans of the record back to the input."""

from __future__ import annotations

from functools import partial
from typing import Final

from msgspec.structs import replace

from sayso.terms import (
    READ_KINDS,
    Article,
    Attribution,
    Block,
    Inconsistency,
    Quotation,
    QuotationKind,
    Record,
    Span,
    Speaker,
)  # fmt: skip
from sayso.text.normalization import (
    characters,
    dialogue_dashes,
    folded_lines,
    inline_quotations,
    marks,
    missing_marks,
    mojibake,
)  # fmt: skip
from sayso.text.normalization.aligned_text import AlignedText

_EDITS: Final = (
    mojibake.edits,
    characters.edits,
    characters.emphasis_edits,
    dialogue_dashes.edits,
    marks.edits,
    missing_marks.edits,
)
"""Each step edits the text of the previous one."""


def normalized_text(article: Article) -> AlignedText:
    """Return the normalized text, which for most pages is the input.

    Lines of a paragraph are joined, ``<q>`` gets quotation marks, invisible characters are removed, mis-decoded UTF-8
    is repaired, and quotation marks are made uniform.
    """
    paragraphs = (block.span for block in article.blocks if block.kind in READ_KINDS)
    text = AlignedText.of(article.text).edited(list(folded_lines.edits(article.text, paragraphs)))
    inline = [q.content[0] for q in article.quotations if q.kind is QuotationKind.INLINE and q.content]
    elements = [element for span in inline if (element := _converted(text, span)) is not None]
    text = text.edited(list(inline_quotations.edits(text.text, elements)))
    for edits in _EDITS:
        text = text.edited(list(edits(text.text)))
    return text


def _converted(text: AlignedText, span: Span) -> Span | None:
    """Return a span of the input as a span of the text; None if nothing of it is left."""
    start, end = text.offset(span.start), text.offset(span.end)
    return Span(start, end) if start < end else None


def plain(value: str) -> str:
    """Return a short text, such as a headline, as one line of visible characters."""
    if "\n" in value or "\r" in value:
        value = " ".join(value.split())
    for edits in (mojibake.edits, characters.edits):
        value = AlignedText.of(value).edited(list(edits(value))).text if not value.isascii() else value
    return value


class NormalizedArticle:
    """An article with normalized text: ``article`` is the input of the stages, ``restored`` converts their record."""

    def __init__(self, article: Article) -> None:
        self._input = article
        self._aligned = normalized_text(article)
        self.article = article if self._aligned.text == article.text else self._normalized_article()

    def _normalized_article(self) -> Article:
        """Return the article with normalized text, without blocks that have no visible text and without ``<q>``."""
        blocks = tuple(
            Block(block.kind, span)
            for block in self._input.blocks
            if (span := _converted(self._aligned, block.span)) is not None
        )
        quotations = tuple(
            self._quotation(quotation)
            for quotation in self._input.quotations
            if quotation.kind is not QuotationKind.INLINE
        )
        return replace(self._input, text=self._aligned.text, blocks=blocks, quotations=quotations)

    def _quotation(self, quotation: Quotation) -> Quotation:
        """Return a quotation with its spans in the normalized text."""
        content = (_converted(self._aligned, span) for span in quotation.content)
        source = quotation.source and _converted(self._aligned, quotation.source)
        return replace(quotation, source=source, content=tuple(span for span in content if span is not None))

    def restored(self, record: Record) -> Record:
        """Return the record with the input article and spans of its text."""
        if self.article is self._input:
            return record
        input_spans = self._aligned.input_spans
        return replace(
            record,
            article=self._input,
            attributions=tuple(map(partial(_attribution, self._aligned), record.attributions)),
            speakers=tuple(map(partial(_speaker, self._aligned), record.speakers)),
            inconsistencies=tuple(Inconsistency(item.why, input_spans(item.spans)) for item in record.inconsistencies),
        )


def _attribution(text: AlignedText, attribution: Attribution) -> Attribution:
    return replace(
        attribution,
        source=text.input_spans(attribution.source),
        cue=text.input_spans(attribution.cue),
        content=text.input_spans(attribution.content),
    )


def _speaker(text: AlignedText, speaker: Speaker) -> Speaker:
    evidence = {name: text.input_spans(spans) for name, spans in speaker.evidence.items()}
    return replace(speaker, mentions=text.input_spans(speaker.mentions), evidence=evidence)
