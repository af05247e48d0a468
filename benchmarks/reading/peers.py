"""Extractors as functions from HTML to body text; each one is imported only when it runs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

Extractor = Callable[[bytes], str]


def sayso() -> Extractor:
    """The body blocks of sayso."""
    from sayso.limits import Options
    from sayso.reading import read_page
    from sayso.terms import BlockKind, Page

    def extract(html: bytes) -> str:
        article = read_page(Page(html), Options())
        parts = (block.span.of(article.text) for block in article.blocks if block.kind is BlockKind.BODY)
        return "\n".join(part.strip() for part in parts)

    return extract


def trafilatura() -> Extractor:
    """Trafilatura with default options."""
    module = import_module("trafilatura")
    return lambda html: module.extract(html, include_comments=False) or ""


def trafilatura_precision() -> Extractor:
    """Trafilatura with ``favor_precision``."""
    module = import_module("trafilatura")
    return lambda html: module.extract(html, include_comments=False, favor_precision=True) or ""


def readability() -> Extractor:
    """readability-lxml: the summary's text."""
    document = import_module("readability").Document
    fromstring = import_module("lxml.html").fromstring

    def extract(html: bytes) -> str:
        summary = fromstring(document(html.decode("utf-8", "replace")).summary())
        return "\n".join(str(part) for part in summary.itertext())

    return extract


def goose() -> Extractor:
    """goose3's cleaned text."""
    goose3 = import_module("goose3").Goose({"enable_image_fetching": False})
    return lambda html: str(goose3.extract(raw_html=html.decode("utf-8", "replace")).cleaned_text)


def justext() -> Extractor:
    """JusText with its English stop list."""
    module = import_module("justext")
    words = module.get_stoplist("English")
    return lambda html: "\n".join(p.text for p in module.justext(html, words) if not p.is_boilerplate)


def newspaper() -> Extractor:
    """newspaper4k's text of a given page."""
    module = import_module("newspaper")

    def extract(html: bytes) -> str:
        article = module.Article("https://page.example/", fetch_images=False)
        article.download(input_html=html.decode("utf-8", "replace"))
        article.parse()
        return str(article.text)

    return extract


PEERS: Final[dict[str, Callable[[], Extractor]]] = {
    "sayso": sayso,
    "trafilatura": trafilatura,
    "trafilatura, precision": trafilatura_precision,
    "readability-lxml": readability,
    "goose3": goose,
    "jusText": justext,
    "newspaper4k": newspaper,
}
