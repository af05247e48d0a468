"""Pages with their attributions marked in the text: [source] {cue} <content>."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sayso.analysis import Analysis
from sayso.attributions.nesting import nest, ordered
from sayso.linking import form_of
from sayso.record import assemble
from sayso.speakers import identify
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span
from sayso.text.quoted_words import QuotedWords

_ROLES = {"[": "source", "{": "cue", "<": "content"}
_CLOSE = {"]": "[", "}": "{", ">": "<"}


def parse(marked: str) -> tuple[str, list[dict[str, list[Span]]]]:
    """The text without marks, and the spans of each attribution; a number after a mark names it: [1:Bell]."""
    text = ""
    found: dict[str, dict[str, list[Span]]] = {}
    open_: list[tuple[str, str, int]] = []
    for part in re.split(r"([\[{<](?:\d+:)?|[\]}>])", marked):
        if part[:1] in _ROLES and part:
            open_.append((part[0], part[1:-1] or "1", len(text)))
        elif part in _CLOSE:
            kind, name, start = open_.pop()
            found.setdefault(name, {}).setdefault(_ROLES[kind], []).append(Span(start, len(text)))
        else:
            text += part
    return text, [found[name] for name in sorted(found, key=int)]


@pytest.fixture
def record() -> Callable[..., Record]:
    """A function from a marked page to its record."""

    def make(marked: str, publisher: str | None = "Harrow Echo") -> Record:
        text, items = parse(marked)
        quoted = QuotedWords(text)
        given = []
        for number, item in enumerate(items):
            source, cue, content = (tuple(sorted(item.get(role, ()))) for role in ("source", "cue", "content"))
            given.append(Attribution(f"g{number}", source, cue, content, form_of(quoted, content), confidence=1.0))
        article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),), publisher=publisher)
        attributions, speakers = identify(Analysis(article), nest(ordered(given)))
        return assemble(Analysis(article), attributions, speakers, "marked by hand")

    return make
