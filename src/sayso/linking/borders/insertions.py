"""Ends contents where the main clause goes on after an insertion: ``Vick, told that she must go |, ran the shop``."""

from __future__ import annotations

import re
from typing import Final

from sayso.terms import Span, Spans
from sayso.text.morphology import base_form, past_forms
from sayso.text.vocabulary import noun_kinds, small

_RELATIVE: Final = re.compile(r", (?:who|which)\b[^,;:.!?“”\"]{0,120}\Z")
_PARTICIPLE: Final = re.compile(r"(?:^|[.!?\n“\"]\s{0,3})(?P<subject>(?:[\w.’'-]+ ){0,5}[\w.’'-]+), (?:\w+ly )?\Z")
_MAIN_VERB: Final = re.compile(r", (?P<verb>[a-z]{3,20}) (?P<next>[\w’'-]+)")
_BEFORE: Final = 200  # characters before a cue that are searched


def without_main_clause(text: str, cue: Spans, content: Spans) -> Spans:
    """The content without the rest of the main clause, if the cue is in an insertion of that clause."""
    if not cue or not content or content[0].start < cue[0].start or not _is_inserted(text, cue[0]):
        return content
    last = content[-1]
    verbs = [verb for verb in _MAIN_VERB.finditer(text, last.start, last.end) if _is_main_verb(verb)]
    if not verbs or verbs[-1].start() <= last.start:
        return content
    return (*content[:-1], Span(last.start, verbs[-1].start()))


def _is_main_verb(verb: re.Match[str]) -> bool:
    """Whether a word after a comma is a verb in the past tense: an irregular one, or a regular one with an object."""
    return verb["verb"] in past_forms() or (verb["verb"].endswith("ed") and verb["next"] in small("determiner"))


def _is_inserted(text: str, cue: Span) -> bool:
    """Whether a cue is in a relative clause, or a participle after a subject without a verb, both after a comma."""
    before = text[max(0, cue.start - _BEFORE) : cue.start].rpartition("\n")[2]
    if _RELATIVE.search(before):
        return True
    insertion = _PARTICIPLE.search(before)
    return insertion is not None and not any(map(_is_verb, insertion["subject"].split()[1:]))


def _is_verb(word: str) -> bool:
    """Whether a lower-case word is a past form of a verb, or another form that is no noun."""
    return word.islower() and (word in past_forms() or (base_form(word) != word and word not in noun_kinds()))
