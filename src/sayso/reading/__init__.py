"""From a page to an article: read_page(page, options) -> Article."""

from __future__ import annotations

from sayso.limits import Options
from sayso.terms import Article, Page


def read_page(page: Page, options: Options) -> Article:
    """The article of a page: its text, blocks that tile the text, and what the page says of itself."""
    raise NotImplementedError
