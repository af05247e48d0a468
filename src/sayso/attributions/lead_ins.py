"""Lead-ins, lines that introduce a block quotation: ``In a letter to the council, Josiah Penn wrote:``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

from sayso.analysis import Analysis
from sayso.attributions.acts import known
from sayso.lexicons import lexicon
from sayso.linking import link
from sayso.reading.metadata.bylines import is_person
from sayso.tagging import tag
from sayso.terms import Article, Attribution, Block, BlockKind, Span, Spans
from sayso.text.morphology import base_form, singular
from sayso.text.vocabulary import nouns, small, titles

_MAX_LEAD_IN: Final = 500  # characters of a line that are tagged
_MAX_QUOTATION: Final = 300  # characters of a quotation that are tagged with its lead-in
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_QUOTES: Final = str.maketrans({"“": "‘", "”": "’", '"': "’", "\n": " "})
_NOTE: Final = re.compile(r"\W*(?:editors?['’]?s?['’]? note|corrections?|clarifications?|updates?)\b", re.IGNORECASE)
_HIGH_CONFIDENCE: Final = 0.85  # confidence from which any verb is accepted as cue
_MAX_NAME_WORDS: Final = 8  # words of a signature before its first comma


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
        start = line.start if line.end - line.start <= _MAX_LEAD_IN else text.find(" ", line.end - _MAX_LEAD_IN) + 1
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
        if chosen is not None:
            source, cue = _shifted(chosen.source, shift), _without_colon(text, _shifted(chosen.cue, shift))
            results.append(LeadIn(source, cue, chosen.confidence))
        else:
            results.append(_statement_of(text, Span(start, start + end - begin)))
    return results


def _with_colon(lead: str) -> str:
    """A lead-in whose final full stop is replaced with a colon if its last sentence names a kind of statement."""
    last = re.split(r"[.!?]\s", lead.rstrip(" ."))[-1]
    return f"{lead[:-1]}:" if lead.endswith(".") and carriers() & set(_WORD.findall(last.lower())) else lead


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
    if not attribution.source or _NOTE.match(lead):
        return False
    source, cue = (" ".join(span.of(text) for span in spans) for spans in (attribution.source, attribution.cue))
    if no_speech(source):
        return False
    if not lead.rstrip().endswith((":", ",", "—", "–", "-", "…")) and lead.rstrip()[-1:] in '.!?”"':
        is_separate = attribution.content[0].start > end
        if not (is_separate or carriers() & set(_WORD.findall(lead.lower()))):
            return False
    if not cue.strip(" :—–-"):
        return speaks(source)
    words = _WORD.findall(cue.lower())
    if _unspoken_texts() & set(words):
        return False
    is_confident = attribution.confidence >= _HIGH_CONFIDENCE
    return is_confident or any(known(base_form(word)) or word in carriers() or word in nouns() for word in words)


def _shifted(spans: Spans, shift: int) -> Spans:
    return tuple(Span(span.start + shift, span.end + shift) for span in spans)


def _without_colon(text: str, cue: Spans) -> Spans:
    """A cue without a final colon, unless the colon is the whole cue."""
    end = cue[-1].start + len(cue[-1].of(text).rstrip(": "))
    return (*cue[:-1], Span(cue[-1].start, end)) if end > cue[-1].start else cue


@cache
def _statement_noun() -> re.Pattern[str]:
    """A noun for a statement, followed by its source: ``the full statement from | Harrow Homes | :``."""
    nouns_ = "|".join(sorted(map(re.escape, carriers()), key=len, reverse=True))
    return re.compile(rf"\b(?P<cue>(?:{nouns_})) (?:in full )?(?:by|from|of) (?P<source>[^:.,;\n]{{2,80}}):\s*\Z", re.I)


def _statement_of(text: str, lead: Span) -> LeadIn | None:
    """The lead-in that is a noun for a statement with its source; used if the model finds none."""
    match = _statement_noun().search(text, lead.start, lead.end)
    if match is None or not speaks(match["source"]):
        return None
    return LeadIn((Span(*match.span("source")),), (Span(*match.span("cue")),), _NOUN_CONFIDENCE)


_NOUN_CONFIDENCE: Final = 0.7


@cache
def carriers() -> frozenset[str]:
    """Nouns for kinds of statements: ``email``, ``post``."""
    return frozenset(row["term"] for row in lexicon("lead_ins") if row["use"] == "carrier")


@cache
def _unspoken_texts() -> frozenset[str]:
    return frozenset(row["term"] for row in lexicon("lead_ins") if row["use"] == "no_speech")


def no_speech(source: str) -> bool:
    """Whether a source is a text that is not speech, such as a law or a poem."""
    words = _WORD.findall(source.lower())
    head = list(takewhile(lambda word: word not in small("preposition"), words[1:])) if words else []
    return bool(words) and singular(head[-1] if head else words[0]) in _unspoken_texts()


def speaks(name: str) -> bool:
    """Whether a line above or below a quotation is the name of a person or a body."""
    name_part = re.split(r",| [—–-] |\(", name, maxsplit=1)[0].strip()
    words = _WORD.findall(name_part)
    if not words or len(words) > _MAX_NAME_WORDS or no_speech(name) or _NOTE.match(name):
        return False
    lower = [word.lower() for word in words]
    if is_person(name_part) or any(word in titles() or word in nouns() or singular(word) in nouns() for word in lower):
        return True
    is_proper = all(word[0].isupper() or word in small("name_particle") for word in words) and words[0].lower() not in (
        "the",
        "a",
    )
    return is_proper and not any(map(str.isdigit, name_part))
