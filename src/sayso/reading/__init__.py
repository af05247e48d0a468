"""From a page to an article: read_page(page, options) -> Article."""

from __future__ import annotations

from sayso.limits import Options
from sayso.reading.characters import characters
from sayso.reading.kinds import is_html
from sayso.reading.plain import lines
from sayso.terms import Article, Block, BlockKind, Page, Span


def read_page(page: Page, options: Options) -> Article:
    """The article of a page: its text, blocks that tile the text, and what the page says of itself."""
    text = characters(page, options)
    if options.format == "html" or (options.format is None and is_html(text)):
        from sayso.reading.markup import read_html

        return read_html(page, text, options)
    options.check("max_text_chars", len(text), page.name)
    blocks = tuple(Block(BlockKind.BODY, Span(start, end)) for start, end in lines(text))
    return Article(text, blocks, publisher=options.publisher, url=page.url)
