"""Speakers after the verb (inversion): “It fell,” said Ada Brook. “It burned,” said Ivo Krahl."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from sayso.analysis import Analysis
from sayso.linking.draft import Draft, draft_of_layout
from sayso.linking.following_speakers import quotations
from sayso.linking.form import form_of
from sayso.terms import READ_KINDS, Span
from sayso.text.quotation_marks import OUTSIDE
from sayso.text.vocabulary import saying, small

_CLAUSE: Final = re.compile(r"[ \t]{1,3}([^.;:!?\n“”\"—–]{5,110})(?=[.;:!?\n“”\"—–]|$)")
_WORD: Final = re.compile(r"[^\s,]+,?")
_MAX_WORDS_BEFORE_NAME: Final = 6  # words before a name: "said the smith's apprentice, Otto Krahl"
_MAX_PER_PARAGRAPH: Final = 100  # inversions per paragraph; a paragraph with more is no prose
_SEVERAL: Final = 2  # inversions per paragraph, from which the speakers of the model are replaced


@dataclass(frozen=True, slots=True)
class Inversion:
    """A quotation with its marks, the verb after it, and the speaker."""

    content: Span
    cue: Span
    source: Span


def with_inverted(analysis: Analysis, drafts: Sequence[Draft], sure: Callable[[Draft], bool]) -> list[Draft]:
    """The drafts; each quotation of a paragraph with several inversions gets the name after it as source.

    In other paragraphs, only a quotation without a source does.

    A draft is kept if the model is ``sure`` of it and it has the same source.
    """
    merged: list[Draft] = []
    remaining = sorted(drafts, key=lambda draft: draft.first, reverse=True)
    for inversions in _inversions(analysis):
        while remaining and remaining[-1].last < inversions[0].content.start:
            merged.append(remaining.pop())
        paragraph_drafts: list[Draft] = []
        while remaining and remaining[-1].first < inversions[-1].source.end:
            paragraph_drafts.append(remaining.pop())
        merged += _paragraph_drafts(analysis, inversions, paragraph_drafts, sure)
    return [*merged, *reversed(remaining)]


def _paragraph_drafts(
    analysis: Analysis,
    inversions: Sequence[Inversion],
    drafts: list[Draft],
    sure: Callable[[Draft], bool],
) -> list[Draft]:
    """The drafts of a paragraph, merged with its inversions."""
    merged = drafts
    for inversion in inversions:
        same_cue = [draft for draft in merged if any(_overlaps(cue, inversion.cue) for cue in draft.cue)]
        if len(inversions) < _SEVERAL and all(draft.source for draft in same_cue):
            continue
        if any(_overlaps(source, inversion.source) and sure(draft) for draft in same_cue for source in draft.source):
            continue
        merged = [kept for draft in merged if (kept := _without(analysis, draft, inversion)) is not None]
        merged.append(_draft(analysis, inversion, [draft for draft in same_cue if sure(draft)]))
    return merged


def _draft(analysis: Analysis, inversion: Inversion, same_cue: Sequence[Draft]) -> Draft:
    """The inversion as a draft: the draft of the model with the right source, else a new draft without features."""
    for draft in same_cue:
        if any(_overlaps(span, inversion.content) for span in draft.content):
            return replace(draft, source=(inversion.source,))
    spans = ((inversion.source,), (inversion.cue,), (inversion.content,))
    return draft_of_layout(analysis.quoted_words, *spans)


def _without(analysis: Analysis, draft: Draft, inversion: Inversion) -> Draft | None:
    """A draft without the quotation, unless it is its whole content; None if the draft has the cue of the inversion."""
    if any(_overlaps(cue, inversion.cue) for cue in draft.cue):
        return None
    kept = tuple(span for span in draft.content if not _overlaps(span, inversion.content))
    if len(kept) == len(draft.content) or not kept:
        return draft
    return replace(draft, content=kept, form=form_of(analysis.quoted_words, kept))


def _inversions(analysis: Analysis) -> Iterator[list[Inversion]]:
    """The inversions of each paragraph."""
    for block in analysis.article.blocks:
        if block.kind in READ_KINDS:
            inversions = list(islice(_block_inversions(analysis, block.span), _MAX_PER_PARAGRAPH + 1))
            if 0 < len(inversions) <= _MAX_PER_PARAGRAPH:
                yield inversions


def _block_inversions(analysis: Analysis, block: Span) -> Iterator[Inversion]:
    states, text = analysis.quotation_states, analysis.text
    for quotation in quotations(analysis, block):
        clause = _CLAUSE.match(text, quotation.end, block.end)
        if clause is not None and states[clause.start(1)] == OUTSIDE:
            cue_and_source = _verb_and_name(text, clause.start(1), clause.end(1))
            if cue_and_source is not None:
                yield Inversion(quotation, *cue_and_source)


def _verb_and_name(text: str, start: int, end: int) -> tuple[Span, Span] | None:
    """A verb of speech and the name after it, with its description; None for other clauses."""
    words = list(_WORD.finditer(text, start, end))
    if len(words) < 2:
        return None
    first = next((n for n, word in enumerate(words[1:], 1) if word.group()[0].isupper()), None)
    if first is None or first > _MAX_WORDS_BEFORE_NAME or words[1].group().lower() in small("preposition"):
        return None
    last = first
    while not words[last].group().endswith(",") and last + 1 < len(words):
        next_word = words[last + 1].group()
        if not (next_word[0].isupper() or (next_word in small("name_particle") and last + 2 < len(words))):
            break
        last += 1
    verb = words[0].group()
    if not words[last].group()[0].isupper() or not (verb in small("says") or saying(verb)):
        return None
    return Span(*words[0].span()), Span(words[1].start(), words[last].start() + len(words[last].group().rstrip(",")))


def _overlaps(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end
