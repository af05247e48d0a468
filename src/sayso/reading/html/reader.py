"""Convert HTML to an article: rendered lines with their kinds, metadata, and the source map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from sayso.errors import InputError
from sayso.limits import Options, check_time
from sayso.reading.html.body import find_body
from sayso.reading.html.first_lines import with_first_lines
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
from sayso.reading.text.labelled_turns import with_turns
from sayso.reading.text.line_kinds import furniture
from sayso.terms import Article, Block, BlockKind, Element, Page, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_KEPT_ELEMENTS: Final = 20_000  # whose objects are kept while a page is read
_COMPACT_TAGS = frozenset({"li", "a", "button", "label", "td", "tr", "option", "time", "span"})


def read_html(page: Page, text: str, options: Options) -> Article:
    """Return the article of an HTML page. Raises InputError if it has no text, LimitError if it exceeds a limit."""
    text = text.replace("\0", "")
    root = parse(text)
    # lxml creates the object of an element again at each visit, unless something refers to it.
    _elements = [] if root is None else list(islice(root.iter(), _MAX_KEPT_ELEMENTS))
    visible = [] if root is None else _read_lines(root, page, options)
    if root is None or not visible:
        raise InputError(
            "the HTML contains no text", "Check that the page is complete and does not need scripts", page.name
        )
    markup, metadata = Markup(visible), stated(root)
    body, rows = find_body(markup, metadata, root)
    is_body = [bool(value) for value in body]
    kinds = _kinds(rows, with_sentences(markup, is_body, rows, Roles(markup, metadata, is_body, rows).kinds()))
    kinds = with_turns([line.text for line in visible], with_first_lines(visible, kinds))
    rendered, line_blocks = _blocks(visible, kinds)
    page_quotations = quotations(markup, [block.span.start for block in line_blocks])
    blocks_by_line, xpaths = split_notes(rendered, line_blocks, people(metadata.authors)), paths(visible)
    blocks = tuple(block for _, block in blocks_by_line)
    elements = tuple(Element(i, xpaths[line]) for i, (line, _) in enumerate(blocks_by_line))
    article = Article(
        rendered,
        blocks,
        url=page.url,
        publisher=options.publisher,
        source_map=elements,
        quotations=page_quotations,
    )
    return from_markup(article, metadata)


def _read_lines(root: _Element, page: Page, options: Options) -> list[Line]:
    """Return the lines of the page. Raises LimitError at the first line beyond a limit."""
    visible, chars = [], 0
    for line in lines(root):
        visible.append(line)
        chars += len(line.text) + 2
        options.check("max_text_chars", chars, page.name)
        options.check("max_lines", len(visible), page.name)
        check_time()
    return visible


def _kinds(rows: Floats, known: Sequence[BlockKind | None]) -> list[BlockKind]:
    """Return the kinds of all lines; kinds unknown from the markup become the most likely kind of page furniture."""
    unknown = [i for i, kind in enumerate(known) if kind is None]
    guessed = dict(zip(unknown, furniture(rows, unknown), strict=True))
    return [kind or guessed[i] for i, kind in enumerate(known)]


def _blocks(visible: Sequence[Line], kinds: Sequence[BlockKind]) -> tuple[str, tuple[Block, ...]]:
    """Return the text, with blank lines between paragraphs, and one block per line, line break included."""
    parts, blocks, offset = [], [], 0
    for i, (line, kind) in enumerate(zip(visible, kinds, strict=True)):
        compact = (
            i + 1 < len(visible) and line.element.tag in _COMPACT_TAGS and visible[i + 1].element.tag in _COMPACT_TAGS
        )
        part = line.text + ("\n" if compact or i + 1 == len(visible) else "\n\n")
        blocks.append(Block(kind, Span(offset, offset + len(part))))
        parts.append(part)
        offset += len(part)
    return "".join(parts), tuple(blocks)
