"""A place label before a colon is not a source: ``RIVERTON: The bridge will close, the council said.``"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.lexicons import small, terms
from sayso.terms import Article, BlockKind, Span, Spans

_LABEL: Final = re.compile(r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}):[ \t]+(?!(?:I|We|My|Our)\b)(?=[A-Z])")
_PLACE_PREPOSITION: Final = re.compile(
    r"\b(?:in|at|from|near|to|of|around|outside|through|for)\s(?:the\s)?$", re.IGNORECASE
)

Statement = tuple[Spans, Spans, Spans]
"""Source, cue and content."""


class Places:
    """The label of the first paragraph of a page, if it is a place."""

    def __init__(self, article: Article) -> None:
        text = article.text
        first = next((block.span for block in article.blocks if block.kind is BlockKind.BODY), None)
        line = re.search(r"[^\n]+", text[first.start : first.end]) if first is not None else None
        start = first.start + line.start() if first is not None and line is not None else 0
        label = _LABEL.match(text, start) if line is not None else None
        self.text = text
        self.label = Span(*label.span("name")) if label is not None and _is_place(text, label) else None

    def without(self, source: Spans, cue: Spans, content: Spans) -> Statement | None:
        """The spans of a statement: unchanged, or with the source after the content; None if there is no source."""
        if self.label is None or not source or source[0].start != self.label.start or not content:
            return source, cue, content
        if {span.of(self.text).strip() for span in cue} - {":"}:
            return source, cue, content
        trailing = _trailing_attribution().match(self.text, content[-1].end) or _trailing_attribution().search(
            self.text, content[0].start, content[-1].end
        )
        if trailing is None:
            return None
        source_text = trailing["source"].rstrip()
        start = trailing.start("source")
        remaining = Span(content[0].start, min(content[-1].end, trailing.start()))
        return (Span(start, start + len(source_text)),), (Span(*trailing.span("cue")),), (remaining,)


@cache
def _trailing_attribution() -> re.Pattern[str]:
    """The source and cue after a content: ``, the council said on Monday.``"""
    verbs = "|".join(sorted(small("says")))
    source, day = r",[”\"]?\s(?P<source>(?:[\w’'-]+\s){1,8}?)", r"(?:\son\s[A-Z][a-z]+day)?"
    return re.compile(rf"{source}(?P<cue>(?:(?:has|have|had)\s)?(?:{verbs}){day})(?=[.,;\n]|$)")


def _is_place(text: str, label: re.Match[str]) -> bool:
    """Whether a label can be a place: it opens no other line, and elsewhere it follows only prepositions of place."""
    name = label["name"]
    if any(name.split()[-1].casefold() in terms(kind) for kind in ("roles", "documents", "organizations", "groups")):
        return False  # Report: ..., Police: ...
    if re.search(rf"(?m)^[“\"]?{re.escape(name)}:", text[label.end() :]):
        return False
    others = re.finditer(rf"(?i)\b{re.escape(name)}\b", text[label.end() :])
    after_preposition = [
        bool(_PLACE_PREPOSITION.search(text, max(0, label.end() + m.start() - 12), label.end() + m.start()))
        for m in others
    ]
    return all(after_preposition)
