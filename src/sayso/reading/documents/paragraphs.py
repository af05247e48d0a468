"""Paragraphs of a document to an article: the document's own word for what one is, else the kind that its line has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from sayso.errors import InputError
from sayso.limits import Options, tick
from sayso.reading.metadata.meta import from_text
from sayso.reading.text.line_kinds import classify
from sayso.terms import Article, Block, BlockKind, Element, Page, Span

_LONGEST_TITLE: Final = 300
"""Characters of a paragraph that may be a headline for its style or its size."""


class Paragraph(NamedTuple):
    """One paragraph: its text on one line, its kind where the document tells it, and the page that it begins on."""

    text: str
    kind: BlockKind | None = None
    page: int | None = None


def article_of(found: Iterable[Paragraph], page: Page, options: Options) -> Article:
    """The article of a document's paragraphs, which are read no further than the limits go."""
    paragraphs: list[Paragraph] = []
    chars = 0
    for paragraph in found:
        paragraphs.append(paragraph)
        chars += len(paragraph.text) + 2
        options.check("max_text_chars", chars, page.name)
        options.check("max_lines", len(paragraphs), page.name)
        tick()
    if not paragraphs:
        raise InputError("the document holds no text", "Check that it is whole, and hand in one with text", page.name)
    kinds = _kinds(paragraphs)
    blocks, parts, at = [], [], 0
    for number, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True), 1):
        part = paragraph.text + ("\n" if number == len(paragraphs) else "\n\n")
        blocks.append(Block(kind, Span(at, at + len(part))))
        parts.append(part)
        at += len(part)
    places = tuple(Element(i, f"/page[{one.page}]") for i, one in enumerate(paragraphs) if one.page is not None)
    text = "".join(parts)
    return from_text(Article(text, tuple(blocks), publisher=options.publisher, url=page.url, source_map=places))


def _kinds(paragraphs: list[Paragraph]) -> list[BlockKind]:
    """The kind of each paragraph. What the document tells counts before what the words look like."""
    unknown = [i for i, one in enumerate(paragraphs) if one.kind is None or one.kind is BlockKind.HEADLINE]
    guessed, _ = classify([paragraphs[i].text for i in unknown], [1] * len(unknown))
    kinds = [one.kind or BlockKind.BODY for one in paragraphs]
    for i, kind in zip(unknown, guessed, strict=True):
        kinds[i] = kind
    titles = [
        i for i in unknown if paragraphs[i].kind is BlockKind.HEADLINE and len(paragraphs[i].text) <= _LONGEST_TITLE
    ]
    if titles:
        for i in unknown:
            if kinds[i] is BlockKind.HEADLINE and i != titles[0]:
                kinds[i] = BlockKind.BODY if i > titles[0] else BlockKind.NAVIGATION
        kinds[titles[0]] = BlockKind.HEADLINE
    return kinds
