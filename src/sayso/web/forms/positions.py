"""Places in a text as a form names them: 12-48, or the words themselves."""

from __future__ import annotations

import re
from typing import Final

from sayso.errors import QueryError
from sayso.terms import Span, Spans
from sayso.web.rendering.messages import Messages

_PART: Final = re.compile(r"\s*(\d{1,9})\s*-\s*(\d{1,9})\s*")
_BETWEEN: Final = re.compile(r"(?:(?<!\s)\s++)?(?:…|\[\.\.\.\])\s*+")
_LONGEST: Final = 20_000  # characters of words that are looked for


def spans_of(told: str, text: str, t: Messages, near: int = 0) -> Spans:
    """The spans that a field names: places with commas between, or words with … between their parts.

    Of words that stand in the text more than once, those are meant that are nearest to ``near``.
    """
    if not told:
        return ()
    parts = [_PART.fullmatch(part) for part in told.split(",")]
    if not all(parts):
        return tuple(sorted(_found(words, text, t, near) for words in _BETWEEN.split(told) if words))
    out = []
    for match in parts:
        if match is None or not int(match[1]) < int(match[2]) <= len(text):
            raise QueryError(
                t("correct.bad_span", told=match[0].strip() if match else told),
                t("correct.bad_span_hint", most=len(text)),
            )
        out.append(Span(int(match[1]), int(match[2])))
    return tuple(sorted(out))


def _found(words: str, text: str, t: Messages, near: int) -> Span:
    """Where words stand, whatever white space is between them."""
    if len(words) <= _LONGEST:
        found = re.compile(r"\s+".join(map(re.escape, words.split()))).finditer(text)
        places = [Span(*match.span()) for match in found if match.end() > match.start()]
        if places:
            return min(places, key=lambda span: abs(span.start - near))
    raise QueryError(t("correct.not_found", told=words[:80]), t("correct.not_found_hint"))


def places_of(spans: Spans) -> str:
    """Spans as a form has them."""
    return ", ".join(f"{span.start}-{span.end}" for span in spans)
