"""Paragraphs that are a quotation without a cue: by the last speaker, or by the one person described before them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.analysis import Analysis
from sayso.linking.continued_quotes import by_line, is_quotation, lines_of
from sayso.linking.draft import Draft, draft_of_layout
from sayso.reading.metadata.bylines import is_person
from sayso.terms import Form, Span
from sayso.text.quotation_marks import CLOSING, INSIDE, OPENING, OUTSIDE
from sayso.text.vocabulary import office, roles, titles

_NAME: Final = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]+(?:\s(?:[A-Z][\w.’'-]+|(?:de|la|van|von|al|bin)(?=\s[A-Z]))){1,4}")
_FIRST_PERSON: Final = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|[Uu]s)\b")
_PLACE_BEFORE: Final = re.compile(r"\b(?:at|in|near|from|to|on)\s{1,3}(?:the\s{1,3})?\Z")
_MAX_QUOTATIONS: Final = 200  # paragraphs per page: bounds the time on adversarial pages
_DOUBT: Final = -3.0  # log-probability of the missing cue, for a confidence of about 0.8


def with_uncued(analysis: Analysis, drafts: Sequence[Draft], sure: Callable[[Draft], bool]) -> list[Draft]:
    """The drafts plus quotations without a cue whose speaker the previous paragraph makes plain.

    A quotation is a paragraph in quotation marks that no sure draft touches, except nested ones. Its speaker is the
    source of the last sure draft of the previous paragraph or, if that paragraph has none and the quotation is in the
    first person, the only person named there.
    """
    text, states = analysis.text, analysis.quotation_states
    lines = list(lines_of(analysis.article))
    uncued = [
        is_quotation(text, line, analysis.quoted_words) and _is_whole(states, line, following)
        for line, following in zip(lines, [*lines[1:], None], strict=False)
    ]
    if not any(uncued) or sum(uncued) > _MAX_QUOTATIONS:
        return list(drafts)
    sure_drafts = [draft for draft in drafts if sure(draft) and not _is_nested(draft, states)]
    drafts_by_line = by_line(sure_drafts, lines)
    added: list[Draft] = []
    continues = False
    for number in range(1, len(lines)):
        line, above = lines[number], lines[number - 1]
        if not uncued[number] or drafts_by_line[number]:
            continues = False
        elif continues:
            added[-1] = replace(added[-1], content=(*added[-1].content, line))
        elif not uncued[number - 1] and text.count(line.of(text)) == 1:
            source = _speaker(analysis, above, [sure_drafts[n] for n in sorted(drafts_by_line[number - 1])], line)
            if source is not None:
                added.append(draft_of_layout(analysis.quoted_words, (source,), (), (line,), _DOUBT))
                continues = True
    return [*drafts, *added]


def _is_whole(states: NDArray[np.uint8], line: Span, following: Span | None) -> bool:
    """Whether a paragraph is in quotation marks and closes them, unless the next one opens them again."""
    if states[line.start] not in (OPENING, INSIDE):
        return False
    return states[line.end - 1] == CLOSING or (following is not None and states[following.start] == OPENING)


def _is_nested(draft: Draft, states: NDArray[np.uint8]) -> bool:
    """Whether a draft has its cue within quotation marks."""
    return bool(draft.cue) and all(states[span.start] != OUTSIDE for span in draft.cue)


def _speaker(analysis: Analysis, above: Span, drafts: Sequence[Draft], line: Span) -> Span | None:
    """The source of a quotation without a cue, in the paragraph above it."""
    if analysis.text[above.end - 1] == ":":
        return None
    if drafts:
        last = max(drafts, key=lambda draft: max(span.end for span in (*draft.source, *draft.cue, *draft.content)))
        is_reported = last.form == Form.INDIRECT and bool(last.source)
        return last.source[0] if is_reported and not _is_author(last.source[0].of(analysis.text)) else None
    if not _FIRST_PERSON.search(analysis.text, line.start, line.end):
        return None
    return _only_person(analysis, above)


def _is_author(source: str) -> bool:
    return source.lower() in ("i", "we", "you")


def _only_person(analysis: Analysis, line: Span) -> Span | None:
    """The only person named in a paragraph outside quotation marks; None if there are several, or none."""
    persons = list(_persons(analysis, line))
    surnames = {person.of(analysis.text).split()[-1] for person in persons}
    return persons[0] if len(surnames) == 1 else None


def _persons(analysis: Analysis, line: Span) -> Iterator[Span]:
    text = analysis.text
    for name in _NAME.finditer(text, line.start, line.end):
        if analysis.quotation_states[name.start()] != OUTSIDE or _PLACE_BEFORE.search(
            text, max(0, name.start() - 12), name.start()
        ):
            continue
        words = name[0].split()
        start = name.start()
        while len(words) > 2 and _is_office(words[0]):
            start += len(words.pop(0)) + 1
        if is_person(" ".join(words)):
            yield Span(start, name.end())


def _is_office(word: str) -> bool:
    noun = office(word.lower().rstrip("."))
    return noun in titles() or noun in roles()
