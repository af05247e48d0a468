"""Who a line above a block quotation says speaks in it: ``In a letter to the council, Josiah Penn wrote:``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
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
from sayso.text.vocabulary import nouns, titles

_REACH: Final = 500
_SHOWN: Final = 300  # characters of a quotation that are read with its lead-in
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PREPOSITION: Final = re.compile(r"\s(?:about|at|by|for|from|in|of|on|over|to|under)\s")
_QUOTES: Final = str.maketrans({"“": "‘", "”": "’", '"': "’", "\n": " "})
_NOTE: Final = re.compile(r"\W*(?:editors?['’]?s?['’]? note|corrections?|clarifications?|updates?)\b", re.IGNORECASE)
_PARTICLES: Final = frozenset(("and", "de", "der", "for", "of", "the", "van", "von"))
_SURE: Final = 0.85  # the confidence from which on a cue need be no known verb of saying
_SIGNED: Final = 8  # words of a name under a quotation, without what follows its comma


class LeadIn(NamedTuple):
    """Who speaks, the words that say so, and how sure that is."""

    source: Spans
    cue: Spans
    confidence: float


def lead_ins(analysis: Analysis, pairs: Sequence[tuple[Span, Span]], model: Path | None = None) -> list[LeadIn | None]:
    """The lead-in of each quotation, given the line above it and itself; None where that line leads nothing in.

    The model reads line and quotation as one paragraph, with quotation marks around the quotation.
    """
    text = analysis.text
    joined, places, blocks = "", [], []
    for line, quotation in pairs:
        start = line.start if line.end - line.start <= _REACH else text.find(" ", line.end - _REACH) + 1
        lead = _led(text[start : line.end].replace("\n", " "))
        words = text[quotation.start : quotation.end][:_SHOWN].translate(_QUOTES).strip("‘’ >")
        made = f"{lead} “{words}”\n"
        places.append((start, len(joined), len(joined) + len(lead)))
        blocks.append(Block(BlockKind.BODY, Span(len(joined), len(joined) + len(made))))
        joined += made
    if not pairs:
        return []
    alone = Analysis(Article(joined, tuple(blocks)))
    read = link(alone, tag(alone, folder=model))
    out: list[LeadIn | None] = []
    for (start, begin, end), block in zip(places, blocks, strict=True):
        own = [one for one in read if one.content and _within(one, block.span, end)]
        chosen = next((one for one in reversed(own) if _leads(joined[begin:end], joined, one, end)), None)
        shift = start - begin
        if chosen is not None:
            source, cue = _moved(chosen.source, shift), _without_colon(text, _moved(chosen.cue, shift))
            out.append(LeadIn(source, cue, chosen.confidence))
        else:
            out.append(_statement_of(text, Span(start, start + end - begin)))
    return out


def _led(lead: str) -> str:
    """A lead-in with a colon for the full stop of a sentence that names what the words below are from."""
    last = re.split(r"[.!?]\s", lead.rstrip(" ."))[-1]
    return f"{lead[:-1]}:" if lead.endswith(".") and carriers() & set(_WORD.findall(last.lower())) else lead


def _within(one: Attribution, block: Span, end: int) -> bool:
    """Whether an attribution has its source and cue in the lead-in, and the quotation as content."""
    lead = [*one.source, *one.cue]
    inside = all(block.start <= span.start and span.end <= end for span in lead)
    return bool(one.cue) and inside and one.content[-1] in block and one.content[-1].end > end + 1


def _leads(lead: str, text: str, one: Attribution, end: int) -> bool:
    """Whether a lead-in that the model sees is one: somebody speaks, and the words below are what is said."""
    if not one.source or _NOTE.match(lead):
        return False
    source, cue = (" ".join(span.of(text) for span in spans) for spans in (one.source, one.cue))
    if no_speech(source):
        return False
    if not lead.rstrip().endswith((":", ",", "—", "–", "-", "…")) and lead.rstrip()[-1:] in '.!?”"':
        whole = one.content[0].start > end
        if not (whole or carriers() & set(_WORD.findall(lead.lower()))):
            return False
    if not cue.strip(" :—–-"):
        return speaks(source)
    words = _WORD.findall(cue.lower())
    if _unspoken() & set(words):
        return False
    sure = one.confidence >= _SURE
    return sure or any(known(base_form(word)) or word in carriers() or word in nouns() for word in words)


def _moved(spans: Spans, shift: int) -> Spans:
    return tuple(Span(span.start + shift, span.end + shift) for span in spans)


def _without_colon(text: str, cue: Spans) -> Spans:
    """A cue without the colon at its end, unless that is all of it."""
    end = cue[-1].start + len(cue[-1].of(text).rstrip(": "))
    return (*cue[:-1], Span(cue[-1].start, end)) if end > cue[-1].start else cue


@cache
def _from() -> re.Pattern[str]:
    """A statement whose maker follows it: ``the full statement from | Harrow Homes | :``."""
    nouns_ = "|".join(sorted(map(re.escape, carriers()), key=len, reverse=True))
    return re.compile(rf"\b(?P<cue>(?:{nouns_})) (?:in full )?(?:by|from|of) (?P<source>[^:.,;\n]{{2,80}}):\s*\Z", re.I)


def _statement_of(text: str, lead: Span) -> LeadIn | None:
    """The lead-in that is a noun for a statement with its maker, where the model saw none."""
    found = _from().search(text, lead.start, lead.end)
    if found is None or not speaks(found["source"]):
        return None
    return LeadIn((Span(*found.span("source")),), (Span(*found.span("cue")),), _NOUN_CONFIDENCE)


_NOUN_CONFIDENCE: Final = 0.7


@cache
def carriers() -> frozenset[str]:
    """Nouns for what a statement is made in: ``email``, ``post``."""
    return frozenset(row["term"] for row in lexicon("lead_ins") if row["use"] == "carrier")


@cache
def _unspoken() -> frozenset[str]:
    return frozenset(row["term"] for row in lexicon("lead_ins") if row["use"] == "no_speech")


def no_speech(source: str) -> bool:
    """Whether a source is a law, a poem and the like, whose words nobody speaks."""
    head = _WORD.findall(_PREPOSITION.split(source, maxsplit=1)[0].lower())
    return bool(head) and singular(head[-1]) in _unspoken()


def speaks(name: str) -> bool:
    """Whether words that stand for themselves, above or under a quotation, name a person or a body."""
    first = re.split(r",| [—–-] |\(", name, maxsplit=1)[0].strip()
    words = _WORD.findall(first)
    if not words or len(words) > _SIGNED or no_speech(name) or _NOTE.match(name):
        return False
    lower = [word.lower() for word in words]
    if is_person(first) or any(word in titles() or word in nouns() or singular(word) in nouns() for word in lower):
        return True
    proper = all(word[0].isupper() or word in _PARTICLES for word in words) and words[0].lower() not in ("the", "a")
    return proper and not any(map(str.isdigit, first))
