"""Text spans in form fields: offsets (12-48), or the words themselves."""

from __future__ import annotations

import re
from typing import Final

from sayso.errors import QueryError
from sayso.terms import Span, Spans
from sayso.web.rendering.messages import Messages

_PART: Final = re.compile(r"\s*(\d{1,9})\s*-\s*(\d{1,9})\s*")
_ELLIPSIS: Final = re.compile(r"(?:(?<!\s)\s++)?(?:…|\[\.\.\.\])\s*+")
_MAX_WORDS: Final = 20_000  # characters


def spans_of(value: str, text: str, t: Messages, near: int = 0) -> Spans:
    """Return the spans of a field: comma-separated offsets, or words with … between their parts.

    For words that occur more than once in the text, the occurrence nearest to ``near`` counts.
    """
    if not value:
        return ()
    matches = [_PART.fullmatch(part) for part in value.split(",")]
    if not all(matches):
        return tuple(sorted(_locate(words, text, t, near) for words in _ELLIPSIS.split(value) if words))
    spans = []
    for match in matches:
        if match is None or not int(match[1]) < int(match[2]) <= len(text):
            raise QueryError(
                t("correct.bad_span", value=match[0].strip() if match else value),
                t("correct.bad_span_hint", length=len(text)),
            )
        spans.append(Span(int(match[1]), int(match[2])))
    return tuple(sorted(spans))


def _locate(words: str, text: str, t: Messages, near: int) -> Span:
    """Return the span of some words in the text; white space may differ."""
    if len(words) <= _MAX_WORDS:
        matches = re.compile(r"\s+".join(map(re.escape, words.split()))).finditer(text)
        occurrences = [Span(*match.span()) for match in matches if match.end() > match.start()]
        if occurrences:
            return min(occurrences, key=lambda span: abs(span.start - near))
    raise QueryError(t("correct.not_found", words=words[:80]), t("correct.not_found_hint"))


def offsets_of(spans: Spans) -> str:
    """Return spans in the notation of a form field."""
    return ", ".join(f"{span.start}-{span.end}" for span in spans)
