"""Pages with attributions marked in the text: [source] {cue} <content>."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sayso.analysis import Analysis
from sayso.attributions.nested_statements.nesting import nest, ordered
from sayso.linking import form_of
from sayso.record import assemble
from sayso.speakers import identify
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span
from sayso.text.quoted_words import QuotedWords

_ROLES = {"[": "source", "{": "cue", "<": "content"}
_CLOSE = {"]": "[", "}": "{", ">": "<"}


def parse(marked: str) -> tuple[str, list[dict[str, list[Span]]]]:
    """The text without marks, and the spans of each attribution; a number links the spans of one: [1:Bell] {1:said}."""
    text = ""
    spans_by_name: dict[str, dict[str, list[Span]]] = {}
    open_marks: list[tuple[str, str, int]] = []
    for part in re.split(r"([\[{<](?:\d+:)?|[\]}>])", marked):
        if part[:1] in _ROLES and part:
            open_marks.append((part[0], part[1:-1] or "1", len(text)))
        elif part in _CLOSE:
            kind, name, start = open_marks.pop()
            spans_by_name.setdefault(name, {}).setdefault(_ROLES[kind], []).append(Span(start, len(text)))
        else:
            text += part
    return text, [spans_by_name[name] for name in sorted(spans_by_name, key=int)]


@pytest.fixture
def record() -> Callable[..., Record]:
    """A function that returns the record of a marked page."""

    def make(marked: str, publisher: str | None = "Harrow Echo") -> Record:
        text, items = parse(marked)
        quoted = QuotedWords(text)
        attributions = []
        for number, item in enumerate(items):
            source, cue, content = (tuple(sorted(item.get(role, ()))) for role in ("source", "cue", "content"))
            attributions.append(
                Attribution(f"g{number}", source, cue, content, form_of(quoted, content), confidence=1.0)
            )
        article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),), publisher=publisher)
        resolved, speakers = identify(Analysis(article), nest(ordered(attributions)))
        return assemble(Analysis(article), resolved, speakers, "marked by hand")

    return make
