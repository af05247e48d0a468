"""From a page to an article: read_page(page, options) -> Article."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from sayso.errors import InputError
from sayso.limits import Options, tick
from sayso.reading.inputs.decoding import characters
from sayso.reading.inputs.file_signatures import document_kind
from sayso.reading.inputs.formats import format_of
from sayso.reading.warnings import with_warnings
from sayso.terms import Article, Page
from sayso.text.normalization.article import plain

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_page(page: Page, options: Options) -> Article:
    """The article of a page: its text, blocks that tile the text, and what the page says of itself.

    Raises LimitError for a page that goes over a limit, InputError for one that is empty, binary or in no known format.
    """
    for name, value in (("url", page.url), ("publisher", options.publisher)):
        if value is not None and _SURROGATE.search(value):
            raise InputError(
                f"half a surrogate pair in {name}, which is no character", "Decode it as it was encoded", page.name
            )
    if kind := document_kind(page.data):
        from sayso.reading.documents import read_document

        article = read_document(page, kind, options)
    else:
        article = _article(page, characters(page, options), options)
    tick()
    return with_warnings(_sound(article))


def _article(page: Page, text: str, options: Options) -> Article:
    """The article in the format that is asked for, or told by the content."""
    kind = options.format or format_of(text, page.name)
    if kind == "html":
        from sayso.reading.html.reader import read_html

        return read_html(page, text, options)
    if kind == "eml":
        from sayso.reading.text.mail import read_mail

        return read_mail(page, options)
    from sayso.reading.text.plain import read_text

    return read_text(page, text, options, markdown=kind == "markdown")


def _sound(article: Article) -> Article:
    """The article without half surrogate pairs, which escapes in a page may make: each is one U+FFFD.

    What it says of itself is one line of visible characters; the text stays as it is.
    """
    changed: dict[str, str | tuple[str, ...]] = {}
    for name in article.__struct_fields__:
        value = getattr(article, name)
        if isinstance(value, str):
            sound = _SURROGATE.sub("\ufffd", value)
            sound = sound if name in ("text", "url") else plain(sound)
            if sound != value:
                changed[name] = sound
        elif name in ("byline", "credits"):
            lines = tuple(plain(_SURROGATE.sub("\ufffd", one)) for one in value)
            if lines != value:
                changed[name] = lines
    return replace(article, **changed) if changed else article
