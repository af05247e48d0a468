"""Convert paragraphs of a document to an article; the styles of the document determine kinds, or else its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sayso.errors import InputError
from sayso.limits import Options, check_time
from sayso.reading.metadata.meta import from_text
from sayso.reading.text.line_kinds import classify
from sayso.terms import Article, Block, BlockKind, Element, Page, Span

_MAX_TITLE_CHARS: Final = 300
"""A longer paragraph is not a headline, whatever its style or size."""


class Paragraph(NamedTuple):
    """A paragraph: its text on one line, its kind if its style shows it, and the page where it starts."""

    text: str
    kind: BlockKind | None = None
    page: int | None = None


def as_furniture(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs of headers or footers as page furniture, each text once."""
    texts = dict.fromkeys(paragraph.text for paragraph in paragraphs)
    yield from (Paragraph(text, BlockKind.NAVIGATION) for text in texts)


def article_of(source: Iterable[Paragraph], page: Page, options: Options) -> Article:
    """Return the article with these paragraphs. Raises LimitError at the first paragraph beyond a limit."""
    paragraphs: list[Paragraph] = []
    chars = 0
    for paragraph in source:
        paragraphs.append(paragraph)
        chars += len(paragraph.text) + 2
        options.check("max_text_chars", chars, page.name)
        options.check("max_lines", len(paragraphs), page.name)
        check_time()
    if not paragraphs:
        raise InputError("the document contains no text", "Check that the document is complete", page.name)
    kinds = _kinds(paragraphs)
    blocks, parts, offset = [], [], 0
    for number, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True), 1):
        part = paragraph.text + ("\n" if number == len(paragraphs) else "\n\n")
        blocks.append(Block(kind, Span(offset, offset + len(part))))
        parts.append(part)
        offset += len(part)
    places = tuple(
        Element(i, f"/page[{paragraph.page}]") for i, paragraph in enumerate(paragraphs) if paragraph.page is not None
    )
    text = "".join(parts)
    return from_text(Article(text, tuple(blocks), publisher=options.publisher, url=page.url, source_map=places))


def _kinds(paragraphs: list[Paragraph]) -> list[BlockKind]:
    """Return the kind of each paragraph; styles precede the classification of the words."""
    unknown = [
        i for i, paragraph in enumerate(paragraphs) if paragraph.kind is None or paragraph.kind is BlockKind.HEADLINE
    ]
    guessed, _ = classify([paragraphs[i].text for i in unknown], [1] * len(unknown))
    kinds = [paragraph.kind or BlockKind.BODY for paragraph in paragraphs]
    for i, kind in zip(unknown, guessed, strict=True):
        kinds[i] = kind
    titles = [
        i for i in unknown if paragraphs[i].kind is BlockKind.HEADLINE and len(paragraphs[i].text) <= _MAX_TITLE_CHARS
    ]
    if titles:
        for i in unknown:
            if kinds[i] is BlockKind.HEADLINE and i != titles[0]:
                kinds[i] = BlockKind.BODY if i > titles[0] else BlockKind.NAVIGATION
        kinds[titles[0]] = BlockKind.HEADLINE
    return kinds
