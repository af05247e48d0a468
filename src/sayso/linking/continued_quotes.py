"""Paragraphs that are a quotation and nothing else: they go on with what was said in the paragraph before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.analysis import Analysis
from sayso.linking.draft import Draft
from sayso.linking.form import form_of
from sayso.terms import READ_KINDS, Article, Form, QuotationKind, Span
from sayso.text.quotation_marks import INSIDE, OPENING, OUTSIDE
from sayso.text.quoted_words import QuotedWords

_FEWEST: Final = 7  # words: fewer are a title or a word in scare quotes
_SENTENCE_END: Final = re.compile(r"[.!?…—–-][”»’\"']*$")


def continued(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """The drafts, with paragraphs that are wholly a quotation added to the last one of the paragraph before.

    Only where no draft has anything in the paragraph but what lies within its words, and the one before is itself a
    quotation, at least in part: of 113 such paragraphs in the training texts 105 belong to it; after an indirect
    statement none of 18 does.
    """
    article, quoted, states = analysis.article, analysis.quoted_words, analysis.quotation_states
    lines = list(_lines(article))
    alone = [states[line.start] in (INSIDE, OPENING) and _is_quotation(article.text, line, quoted) for line in lines]
    if not any(alone):
        return drafts
    out, said = list(drafts), _by_line(drafts, lines)
    apart = _set_apart(article, lines)
    last: int | None = None
    region = -1
    for line, quotation, own, here in zip(lines, alone, said, apart, strict=True):
        if here != region:
            last, region = None, here
        if last is not None and quotation and not own:
            content = (*out[last].content, line)
            out[last] = replace(out[last], content=content, form=form_of(quoted, content))
            continue
        told = [i for i in sorted(own) if _of_the_paragraph(out[i], line, states)]
        last = max(told, key=lambda i: out[i].cue[-1].start, default=None)
        if last is not None and out[last].form == Form.INDIRECT:
            last = None
    return out


def _set_apart(article: Article, lines: Sequence[Span]) -> list[int]:
    """For each line the number of the block quotation, post or pull quote that it stands in; -1 elsewhere."""
    contents = [one.content for one in article.quotations if one.content and one.kind is not QuotationKind.INLINE]
    starts = [content[0].start for content in contents]
    numbers = [bisect_right(starts, line.end - 1) - 1 for line in lines]
    return [
        number if number >= 0 and line.start < contents[number][-1].end else -1
        for line, number in zip(lines, numbers, strict=True)
    ]


def _lines(article: Article) -> Iterator[Span]:
    """The lines of all blocks that are read, without the space around them."""
    for block in article.blocks:
        if block.kind in READ_KINDS:
            start = block.span.start
            for line in block.span.of(article.text).splitlines(keepends=True):
                if line.strip():
                    first = start + len(line) - len(line.lstrip())
                    yield Span(first, first + len(line.strip()))
                start += len(line)


def _of_the_paragraph(draft: Draft, line: Span, states: NDArray[np.uint8]) -> bool:
    """Whether the statement is the paragraph's own, not one that is told within its quotation; turns may open there."""
    cue = draft.cue[-1]
    return line.start <= cue.start < line.end and (states[cue.start] == OUTSIDE or draft.first <= line.start + 1)


def _by_line(drafts: Sequence[Draft], lines: Sequence[Span]) -> list[set[int]]:
    """For each line the numbers of the drafts that have anything on it."""
    out: list[set[int]] = [set() for _ in lines]
    starts, ends = [line.start for line in lines], [line.end for line in lines]
    for number, draft in enumerate(drafts):
        for span in (*draft.source, *draft.cue, *draft.content):
            for at in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
                out[at].add(number)
    return out


def _is_quotation(text: str, line: Span, quoted: QuotedWords) -> bool:
    """Whether a line that opens with a quotation mark is sentences, all of whose words stand in such marks."""
    words, inside = quoted.count((line,))
    return words >= _FEWEST and words == inside and _SENTENCE_END.search(line.of(text)) is not None
