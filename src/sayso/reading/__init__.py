"""Convert a page to an article: read_page(page, options) -> Article."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from sayso.errors import InputError
from sayso.limits import Options, check_time
from sayso.reading.inputs.decoding import characters
from sayso.reading.inputs.file_signatures import document_kind
from sayso.reading.inputs.formats import format_of
from sayso.reading.warnings import with_warnings
from sayso.terms import Article, Page
from sayso.text.normalization.article import plain

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_page(page: Page, options: Options) -> Article:
    """Return the article of a page: its text, blocks that tile the text, and metadata.

    Raises LimitError if the page exceeds a limit, InputError if it is empty, binary or in an unknown format.
    """
    for name, value in (("url", page.url), ("publisher", options.publisher)):
        if value is not None and _SURROGATE.search(value):
            raise InputError(
                f"{name} contains a lone surrogate, which is not a character", "Decode it with its charset", page.name
            )
    if kind := document_kind(page.data):
        from sayso.reading.documents import read_document

        article = read_document(page, kind, options)
    else:
        article = _read_text_page(page, characters(page, options), options)
    check_time()
    return with_warnings(_cleaned(article))


def _read_text_page(page: Page, text: str, options: Options) -> Article:
    """Return the article, read in the format of the options or in the detected format."""
    kind = options.format or format_of(text, page.name)
    if kind == "html":
        from sayso.reading.html.reader import read_html

        return read_html(page, text, options)
    if kind == "eml":
        from sayso.reading.text.mail import read_mail

        return read_mail(page, options)
    from sayso.reading.text.plain import read_text

    return read_text(page, text, options, markdown=kind == "markdown")


def _cleaned(article: Article) -> Article:
    """Return the article with U+FFFD for lone surrogates, which result from escapes in the page.

    Metadata fields become single lines of visible characters; other characters of the text stay unchanged.
    """
    changed: dict[str, str | tuple[str, ...]] = {}
    for name in article.__struct_fields__:
        value = getattr(article, name)
        if isinstance(value, str):
            cleaned = _SURROGATE.sub("\ufffd", value)
            cleaned = cleaned if name in ("text", "url") else plain(cleaned)
            if cleaned != value:
                changed[name] = cleaned
        elif name in ("byline", "credits"):
            lines = tuple(plain(_SURROGATE.sub("\ufffd", line)) for line in value)
            if lines != value:
                changed[name] = lines
    return replace(article, **changed) if changed else article
