"""Sources that are an alias in quotation marks: ``"Slim Jim," as the dockers call him, said he would sail``."""

from __future__ import annotations

import re
from typing import Final

from sayso.terms import Span, Spans

_WORD: Final = r"[A-Z][\w.’'-]{0,30}"
_ALIAS: Final = re.compile(rf"[“\"‘']{_WORD}(?: {_WORD}){{0,3}},?[”\"’'],? as [^.;:“”\"\n]{{3,80}},(?= )")
"""A name in quotation marks, and who calls its bearer so."""
_SENTENCE_START: Final = re.compile(r"(?:\A|[.!?\n][”\"’']? ?)\Z")


def with_alias(text: str, source: Spans, cue: Spans, content: Spans) -> tuple[Spans, Spans]:
    """Source and content, with an alias that opens the sentence as source and not as part of the content."""
    if not cue or len(content) < 2 or content[0].start > cue[0].start or content[-1].start < cue[0].start:
        return source, content
    if source and source[-1].start > cue[0].start:  # "Hard Times," as the dockers call them, said NAME
        return source, content
    alias = _ALIAS.match(text, content[0].start, cue[0].start)
    if alias is None or text[alias.end() : cue[0].start].strip() or alias.end() <= content[0].end:
        return source, content
    if not _SENTENCE_START.search(text, max(0, content[0].start - 3), content[0].start):
        return source, content
    return (Span(*alias.span()),), content[1:]
