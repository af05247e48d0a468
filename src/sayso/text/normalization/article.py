"""An article as the analysis reads it, and the way back: every span of its record in the text as it came in."""

from __future__ import annotations

from functools import partial
from typing import Final

from msgspec.structs import replace

from sayso.terms import READ_KINDS, Article, Attribution, Block, Inconsistency, Quotation, Record, Span, Speaker
from sayso.text.normalization import characters, dialogue_dashes, folded_lines, marks, missing_marks, mojibake
from sayso.text.normalization.aligned_text import AlignedText

_EDITS: Final = (
    mojibake.edits,
    characters.edits,
    characters.emphasis_edits,
    dialogue_dashes.edits,
    marks.edits,
    missing_marks.edits,
)
"""Each reads the text that the one before it gives."""


def normalized(article: Article) -> AlignedText:
    """The text with folded lines joined, invisible characters left out, mojibake repaired and quotation marks alike.

    Of an ordinary page it is the text itself.
    """
    folds = folded_lines.edits(article.text, (block.span for block in article.blocks if block.kind in READ_KINDS))
    text = AlignedText.of(article.text).edited(list(folds))
    for edits in _EDITS:
        text = text.edited(list(edits(text.text)))
    return text


def plain(value: str) -> str:
    """A short text, such as a headline, as one line of visible characters."""
    if "\n" in value or "\r" in value:
        value = " ".join(value.split())
    for edits in (mojibake.edits, characters.edits):
        value = AlignedText.of(value).edited(list(edits(value))).text if not value.isascii() else value
    return value


class NormalizedArticle:
    """An article with its normalized text. ``article`` is what the stages read; ``restored`` undoes it."""

    def __init__(self, article: Article) -> None:
        self._input = article
        self._aligned = normalized(article)
        self.article = article if self._aligned.text == article.text else self._read()

    def _read(self) -> Article:
        """The article of the normalized text; blocks that hold nothing visible are left out."""
        at = self._aligned.place
        ends = [(block, at(block.span.start), at(block.span.end)) for block in self._input.blocks]
        blocks = tuple(Block(block.kind, Span(start, end)) for block, start, end in ends if start < end)
        quotations = tuple(map(self._quotation, self._input.quotations))
        return replace(self._input, text=self._aligned.text, blocks=blocks, quotations=quotations)

    def _quotation(self, quotation: Quotation) -> Quotation:
        """A marked-up quotation with its spans in the normalized text."""
        at = self._aligned.place
        ends = [(at(span.start), at(span.end)) for span in (quotation.source, *quotation.content) if span is not None]
        spans = [Span(start, end) if start < end else None for start, end in ends]
        source = spans.pop(0) if quotation.source is not None else None
        return replace(quotation, source=source, content=tuple(span for span in spans if span is not None))

    def restored(self, record: Record) -> Record:
        """The record of the normalized article as that of the article that came in."""
        if self.article is self._input:
            return record
        back = self._aligned.input_spans
        return replace(
            record,
            article=self._input,
            attributions=tuple(map(partial(_attribution, self._aligned), record.attributions)),
            speakers=tuple(map(partial(_speaker, self._aligned), record.speakers)),
            inconsistencies=tuple(Inconsistency(one.why, back(one.spans)) for one in record.inconsistencies),
        )


def _attribution(text: AlignedText, one: Attribution) -> Attribution:
    back = text.input_spans
    return replace(one, source=back(one.source), cue=back(one.cue), content=back(one.content))


def _speaker(text: AlignedText, one: Speaker) -> Speaker:
    evidence = {name: text.input_spans(spans) for name, spans in one.evidence.items()}
    return replace(one, mentions=text.input_spans(one.mentions), evidence=evidence)
