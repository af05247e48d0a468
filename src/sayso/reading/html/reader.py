"""HTML to an article: rendered lines with their kinds, what the page says of itself, and where each line came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.errors import InputError
from sayso.limits import Options, tick
from sayso.reading.html.body import find_body
from sayso.reading.html.furniture import Roles
from sayso.reading.html.markup_features import Markup
from sayso.reading.html.quotations import quotations
from sayso.reading.html.short_sentences import with_sentences
from sayso.reading.html.tree import Line, lines, parse
from sayso.reading.html.xpath import paths
from sayso.reading.metadata.bylines import people
from sayso.reading.metadata.meta import from_markup
from sayso.reading.metadata.structured_data import stated
from sayso.reading.text.contributor_notes import split_notes
from sayso.reading.text.features import Floats
from sayso.reading.text.line_kinds import furniture
from sayso.terms import Article, Block, BlockKind, Element, Page, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

_CLOSE = frozenset({"li", "a", "button", "label", "td", "tr", "option", "time", "span"})


def read_html(page: Page, text: str, options: Options) -> Article:
    """The article of an HTML page. Raises InputError where it holds no text, LimitError where it holds too much."""
    text = text.replace("\0", "")
    root = parse(text)
    found = [] if root is None else _found(root, page, options)
    if root is None or not found:
        raise InputError("this HTML holds no text", "Check that the page is whole and not drawn by scripts", page.name)
    markup, said = Markup(found), stated(root)
    body, rows = find_body(markup, said, root)
    chosen = [bool(one) for one in body]
    kinds = _kinds(rows, with_sentences(markup, chosen, rows, Roles(markup, said, chosen, rows).kinds()))
    rendered, whole = _blocks(found, kinds)
    set_apart = quotations(markup, [block.span.start for block in whole])
    split, places = split_notes(rendered, whole, people(said.authors)), paths(found)
    blocks = tuple(block for _, block in split)
    elements = tuple(Element(i, places[line]) for i, (line, _) in enumerate(split))
    article = Article(
        rendered,
        blocks,
        url=page.url,
        publisher=options.publisher,
        source_map=elements,
        quotations=set_apart,
    )
    return from_markup(article, said)


def _found(root: _Element, page: Page, options: Options) -> list[Line]:
    """The lines of the page, read no further than the limits go."""
    found, chars = [], 0
    for line in lines(root):
        found.append(line)
        chars += len(line.text) + 2
        options.check("max_text_chars", chars, page.name)
        options.check("max_lines", len(found), page.name)
        tick()
    return found


def _kinds(rows: Floats, told: Sequence[BlockKind | None]) -> list[BlockKind]:
    """The kinds, with those that markup does not tell taken from the words: the likeliest kind of furniture."""
    unknown = [i for i, kind in enumerate(told) if kind is None]
    guessed = dict(zip(unknown, furniture(rows, unknown), strict=True))
    return [kind or guessed[i] for i, kind in enumerate(told)]


def _blocks(found: Sequence[Line], kinds: Sequence[BlockKind]) -> tuple[str, tuple[Block, ...]]:
    """The text, a blank line between paragraphs, and one block a line, its line end included."""
    parts, blocks, at = [], [], 0
    for i, (line, kind) in enumerate(zip(found, kinds, strict=True)):
        close = i + 1 < len(found) and line.element.tag in _CLOSE and found[i + 1].element.tag in _CLOSE
        part = line.text + ("\n" if close or i + 1 == len(found) else "\n\n")
        blocks.append(Block(kind, Span(at, at + len(part))))
        parts.append(part)
        at += len(part)
    return "".join(parts), tuple(blocks)
