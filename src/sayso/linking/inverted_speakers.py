"""Quotations that are each followed by a verb and a name: “It fell,” said Ada Brook. “It burned,” said Otto Krahl."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import numpy as np

from sayso.analysis import Analysis
from sayso.linking.draft import Draft
from sayso.linking.form import form_of
from sayso.terms import READ_KINDS, Form, Span
from sayso.text.quotation_marks import CLOSING, OPENING, OUTSIDE
from sayso.text.vocabulary import saying, small

_CLAUSE: Final = re.compile(r"[ \t]{1,3}([^.;:!?\n“”\"—–]{5,110})(?=[.;:!?\n“”\"—–]|$)")
_WORD: Final = re.compile(r"[^\s,]+,?")
_MOST: Final = 6  # words before a name: "said the smith's apprentice, Otto Krahl"
_MOST_OF_ONE: Final = 100  # such quotations of a paragraph; one with more is no prose
_FEWEST: Final = 2  # quotations with who says them in one paragraph


@dataclass(frozen=True, slots=True)
class Inversion:
    """A quotation with its marks, the verb after it, and who says it."""

    content: Span
    cue: Span
    source: Span


def with_inverted(
    analysis: Analysis, drafts: Sequence[Draft], features: int, sure: Callable[[Draft], bool]
) -> list[Draft]:
    """The drafts, each quotation of a paragraph that has several with verb and name after them given to that name.

    What the model is ``sure`` of as it stands here stays; ``features`` is the length of the vector of a new draft.
    """
    out: list[Draft] = []
    rest = sorted(drafts, key=lambda draft: draft.first, reverse=True)
    for inversions in _inversions(analysis):
        while rest and rest[-1].first < inversions[0].content.start:
            out.append(rest.pop())
        here: list[Draft] = []
        while rest and rest[-1].first < inversions[-1].source.end:
            here.append(rest.pop())
        out += _of_paragraph(analysis, inversions, here, features, sure)
    return [*out, *reversed(rest)]


def _of_paragraph(
    analysis: Analysis,
    inversions: Sequence[Inversion],
    drafts: list[Draft],
    features: int,
    sure: Callable[[Draft], bool],
) -> list[Draft]:
    """The drafts of a paragraph with its inversions."""
    out = drafts
    for one in inversions:
        known = [draft for draft in out if any(_touches(cue, one.cue) for cue in draft.cue)]
        if any(_touches(source, one.source) and sure(draft) for draft in known for source in draft.source):
            continue
        out = [kept for draft in out if (kept := _without(analysis, draft, one)) is not None]
        out.append(_draft(analysis, one, [draft for draft in known if sure(draft)], features))
    return out


def _draft(analysis: Analysis, one: Inversion, known: Sequence[Draft], features: int) -> Draft:
    """The inversion as a draft: the model's own with the right source, else with the layout alone as evidence."""
    for draft in known:
        if any(_touches(span, one.content) for span in draft.content):
            return replace(draft, source=(one.source,))
    form = form_of(analysis.quoted_words, (one.content,))
    vector = np.zeros(features, dtype=np.float32)
    vector[-2:] = form == Form.DIRECT, form == Form.MIXED
    return Draft((one.source,), (one.cue,), (one.content,), form, vector)


def _without(analysis: Analysis, draft: Draft, one: Inversion) -> Draft | None:
    """A draft without the quotation, where that was no word of its own; None where its cue is the inversion's."""
    if any(_touches(cue, one.cue) for cue in draft.cue):
        return None
    kept = tuple(span for span in draft.content if not _touches(span, one.content))
    if len(kept) == len(draft.content) or not kept:
        return draft
    return replace(draft, content=kept, form=form_of(analysis.quoted_words, kept))


def _inversions(analysis: Analysis) -> Iterator[list[Inversion]]:
    """The quotations with verb and name after them, of each paragraph that has several."""
    for block in analysis.article.blocks:
        if block.kind in READ_KINDS:
            found = list(islice(_of_block(analysis, block.span), _MOST_OF_ONE + 1))
            if _FEWEST <= len(found) <= _MOST_OF_ONE:
                yield found


def _of_block(analysis: Analysis, block: Span) -> Iterator[Inversion]:
    states, text = analysis.quotation_states, analysis.text
    marks = block.start + np.flatnonzero(np.isin(states[block.start : block.end], (OPENING, CLOSING)))
    opening: int | None = None
    for mark in marks.tolist():
        if states[mark] == OPENING:
            opening = mark if opening is None else opening
            continue
        if mark + 1 < len(states) and states[mark + 1] == CLOSING:
            continue
        clause = _CLAUSE.match(text, mark + 1, block.end)
        if opening is not None and clause is not None and states[clause.start(1)] == OUTSIDE:
            parts = _verb_and_name(text, clause.start(1), clause.end(1))
            if parts is not None:
                yield Inversion(Span(opening, mark + 1), *parts)
        opening = None


def _verb_and_name(text: str, start: int, end: int) -> tuple[Span, Span] | None:
    """A verb of saying and the name that follows it, with what says who that is; None for any other clause."""
    words = list(_WORD.finditer(text, start, end))
    if len(words) < 2:
        return None
    first = next((n for n, word in enumerate(words[1:], 1) if word.group()[0].isupper()), None)
    if first is None or first > _MOST or words[1].group().lower() in small("preposition"):
        return None
    last = first
    while not words[last].group().endswith(",") and last + 1 < len(words):
        after = words[last + 1].group()
        if not (after[0].isupper() or (after in small("name_particle") and last + 2 < len(words))):
            break
        last += 1
    verb = words[0].group()
    if not words[last].group()[0].isupper() or not (verb in small("says") or saying(verb)):
        return None
    return Span(*words[0].span()), Span(words[1].start(), words[last].start() + len(words[last].group().rstrip(",")))


def _touches(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
