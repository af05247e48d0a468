"""A dateline before a colon, which is not who speaks: ``RIVERTON: The bridge will close, the council said.``"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.lexicons import small, terms
from sayso.terms import Article, BlockKind, Span, Spans

_LABEL: Final = re.compile(r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}):[ \t]+(?!(?:I|We|My|Our)\b)(?=[A-Z])")
_AT: Final = re.compile(r"\b(?:in|at|from|near|to|of|around|outside|through|for)\s(?:the\s)?$", re.IGNORECASE)

Told = tuple[Spans, Spans, Spans]
"""Source, cue, content."""


class Places:
    """The label of a page's first paragraph, where it is a place."""

    def __init__(self, article: Article) -> None:
        text = article.text
        first = next((block.span for block in article.blocks if block.kind is BlockKind.BODY), None)
        line = re.search(r"[^\n]+", text[first.start : first.end]) if first is not None else None
        start = first.start + line.start() if first is not None and line is not None else 0
        label = _LABEL.match(text, start) if line is not None else None
        self.text = text
        self.label = Span(*label.span("name")) if label is not None and _is_place(text, label) else None

    def without(self, source: Spans, cue: Spans, content: Spans) -> Told | None:
        """The spans of a statement: as they are, with who really says it, or None where nobody does."""
        if self.label is None or not source or source[0].start != self.label.start or not content:
            return source, cue, content
        if {span.of(self.text).strip() for span in cue} - {":"}:
            return source, cue, content
        said = _said().match(self.text, content[-1].end) or _said().search(self.text, content[0].start, content[-1].end)
        if said is None:
            return None
        who = said["source"].rstrip()
        start = said.start("source")
        kept = Span(content[0].start, min(content[-1].end, said.start()))
        return (Span(start, start + len(who)),), (Span(*said.span("cue")),), (kept,)


@cache
def _said() -> re.Pattern[str]:
    """Who says it, after a content: ``, the council said on Monday.``"""
    verbs = "|".join(sorted(small("says")))
    source, day = r",[”\"]?\s(?P<source>(?:[\w’'-]+\s){1,8}?)", r"(?:\son\s[A-Z][a-z]+day)?"
    return re.compile(rf"{source}(?P<cue>(?:(?:has|have|had)\s)?(?:{verbs}){day})(?=[.,;\n]|$)")


def _is_place(text: str, label: re.Match[str]) -> bool:
    """Whether a label can be a place: it opens no other line, and elsewhere it stands only after "in" and its like."""
    name = label["name"]
    if any(name.split()[-1].casefold() in terms(kind) for kind in ("roles", "documents", "organizations", "groups")):
        return False  # Report: ..., Police: ...
    if re.search(rf"(?m)^[“\"]?{re.escape(name)}:", text[label.end() :]):
        return False
    others = re.finditer(rf"(?i)\b{re.escape(name)}\b", text[label.end() :])
    known = [bool(_AT.search(text, max(0, label.end() + m.start() - 12), label.end() + m.start())) for m in others]
    return all(known)
