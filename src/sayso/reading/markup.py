"""HTML to rendered text and blocks. First cut: the text that trafilatura takes for the body, one block a line."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sayso.errors import InputError
from sayso.limits import Options
from sayso.terms import Article, Block, BlockKind, Page, Span

if TYPE_CHECKING:
    from trafilatura.settings import Document


def read_html(page: Page, text: str, options: Options) -> Article:
    """The article of an HTML page. Raises InputError where it holds no text."""
    found = _extract(text.replace("\0", ""))
    if found is None:
        raise InputError("this HTML holds no text", "Check that the page is whole and not drawn by scripts", page.name)
    parts = [(BlockKind.HEADLINE, found.title)] if found.title else []
    parts += [(BlockKind.BODY, line) for line in found.text.splitlines() if line.strip()]
    out, blocks = "", []
    for kind, line in parts:
        blocks.append(Block(kind, Span(len(out), len(out) + len(line) + 1)))
        out += line + "\n"
    names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Article(out, tuple(blocks), found.title or None, byline=names, published=found.date, url=page.url)


def _extract(text: str) -> Document | None:
    """Trafilatura's document, or None; what it says of the page on its log concerns no user."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(text, with_metadata=True, favor_precision=True)
    except (ValueError, TypeError, RecursionError):
        return None
    return found if found is not None and not isinstance(found, dict) and found.text else None
