"""Lead-ins, lines that introduce a block quotation: ``In a letter to the council, Josiah Penn wrote:``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from sayso.analysis import Analysis
from sayso.attributions.acts import known
from sayso.attributions.lead_in_words import (
    NOTE,
    WORD,
    carriers,
    is_pronoun,
    no_speech,
    receiving,
    speaks,
    unspoken_texts,
)
from sayso.attributions.statement_nouns import statement_noun
from sayso.linking import link
from sayso.tagging import tag
from sayso.terms import Article, Attribution, Block, BlockKind, Span, Spans
from sayso.text.morphology import base_form
from sayso.text.vocabulary import nouns

_MAX_LEAD_IN: Final = 500  # characters of a line that are tagged
_MAX_QUOTATION: Final = 300  # characters of a quotation that are tagged with its lead-in
_QUOTES: Final = str.maketrans({"“": "‘", "”": "’", '"': "’", "\n": " "})
_SENTENCE_BREAK: Final = re.compile(r"[.!?][”\"’')]*\s")
_NOUN_CONFIDENCE: Final = 0.7  # confidence of a lead-in without a verb: ``a letter from Ida Roe:``
_HIGH_CONFIDENCE: Final = 0.85  # confidence from which any verb is accepted as cue


class LeadIn(NamedTuple):
    """Source, cue and confidence of a lead-in."""

    source: Spans
    cue: Spans
    confidence: float


def lead_ins(analysis: Analysis, pairs: Sequence[tuple[Span, Span]], model: Path | None = None) -> list[LeadIn | None]:
    """The lead-in of each quotation, from pairs of the line above and the quotation; None if the line is no lead-in.

    The model tags line and quotation as one paragraph, with quotation marks around the quotation.
    """
    text = analysis.text
    joined_text, offsets, blocks = "", [], []
    for line, quotation in pairs:
        start = _lead_in_start(text, line)
        lead = _with_colon(text[start : line.end].replace("\n", " "))
        words = text[quotation.start : quotation.end][:_MAX_QUOTATION].translate(_QUOTES).strip("‘’ >")
        paragraph = f"{lead} “{words}”\n"
        offsets.append((start, len(joined_text), len(joined_text) + len(lead)))
        blocks.append(Block(BlockKind.BODY, Span(len(joined_text), len(joined_text) + len(paragraph))))
        joined_text += paragraph
    if not pairs:
        return []
    paragraphs = Analysis(Article(joined_text, tuple(blocks)))
    linked = link(paragraphs, tag(paragraphs, folder=model))
    results: list[LeadIn | None] = []
    for (start, begin, end), block in zip(offsets, blocks, strict=True):
        of_block = [a for a in linked if a.content and _is_of_block(a, block.span, end)]
        chosen = next((a for a in reversed(of_block) if _is_lead_in(joined_text[begin:end], joined_text, a, end)), None)
        shift = start - begin
        if chosen is None:
            results.append(_statement_of(text, Span(start, start + end - begin)))
            continue
        source, cue = _shifted(chosen.source, shift), _without_colon(text, _shifted(chosen.cue, shift))
        noun = statement_noun(text, source[0])
        if noun is not None and (noun.cue.end == source[0].end or noun.cue.end < noun.source.start):
            source, cue = (noun.source,), (noun.cue,)
        results.append(LeadIn(source, cue, chosen.confidence))
    return results


def _lead_in_start(text: str, line: Span) -> int:
    """The start of a line, or of its last words if it is too long for a lead-in."""
    last = line.end - _MAX_LEAD_IN
    if last <= line.start:
        return line.start
    space = text.find(" ", last, line.end - 1)
    return last if space < 0 else space + 1


def _with_colon(lead: str) -> str:
    """A lead-in whose final full stop is replaced with a colon if its last sentence names a kind of statement."""
    has_noun = lead.endswith(".") and carriers() & set(WORD.findall(_last_sentence(lead).lower()))
    return f"{lead[:-1]}:" if has_noun else lead


def _is_of_block(attribution: Attribution, block: Span, end: int) -> bool:
    """Whether an attribution has its source and cue in the lead-in and the quotation as its content."""
    spans = [*attribution.source, *attribution.cue]
    in_lead_in = all(block.start <= span.start and span.end <= end for span in spans)
    return (
        bool(attribution.cue)
        and in_lead_in
        and attribution.content[-1] in block
        and attribution.content[-1].end > end + 1
    )


def _is_lead_in(lead: str, text: str, attribution: Attribution, end: int) -> bool:
    """Whether a tagged lead-in is valid: its source is a speaker, and the quotation is the statement."""
    if not attribution.source or NOTE.match(lead):
        return False
    source, cue = (" ".join(span.of(text) for span in spans) for spans in (attribution.source, attribution.cue))
    before_cue = lead[: max(0, attribution.cue[0].start - end + len(lead))]
    if no_speech(source) or no_speech(_last_sentence(before_cue)):
        return False
    if not lead.rstrip().endswith((":", ",", "—", "–", "-", "…")) and lead.rstrip()[-1:] in '.!?”"':
        is_separate = attribution.content[0].start > end
        if not (is_separate or carriers() & set(WORD.findall(lead.lower()))):
            return False
    if not cue.strip(" :—–-"):
        return speaks(source)
    words = WORD.findall(cue.lower())
    receives = carriers() & set(words) and receiving() & set(words[:2])
    if unspoken_texts() & set(words) or receives:
        return False
    if attribution.confidence >= _HIGH_CONFIDENCE:
        return True
    if any(known(base_form(word)) or word in carriers() or word in nouns() for word in words):
        return True
    return lead.rstrip().endswith(":") and (is_pronoun(source) or speaks(source))


def _shifted(spans: Spans, shift: int) -> Spans:
    return tuple(Span(span.start + shift, span.end + shift) for span in spans)


def _without_colon(text: str, cue: Spans) -> Spans:
    """A cue without a final colon or full stop, unless that is the whole cue."""
    end = cue[-1].start + len(cue[-1].of(text).rstrip(":. "))
    return (*cue[:-1], Span(cue[-1].start, end)) if end > cue[-1].start else cue


def _statement_of(text: str, lead: Span) -> LeadIn | None:
    """The lead-in that is a noun for a statement with its source; used if the model finds none.

    In a sentence with a full stop, the source opens the sentence: ``The bank's full statement is below.``
    """
    start = lead.start + len(lead.of(text)) - len(_last_sentence(lead.of(text)))
    noun = statement_noun(text, Span(start, lead.end)) if start < lead.end else None
    if noun is None or no_speech(text[start : noun.cue.start]):
        return None
    if text[lead.end - 1] == "." and noun.source.start > start:
        return None
    return LeadIn((noun.source,), (noun.cue,), _NOUN_CONFIDENCE)


def _last_sentence(words: str) -> str:
    """The last sentence of a line, with its full stop."""
    ends = [match.end() for match in _SENTENCE_BREAK.finditer(words.rstrip(" ."))]
    return words[ends[-1] :] if ends else words
