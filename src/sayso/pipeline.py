"""The pipeline from a page to its record. The CLI, the server, batches and the archive all call it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import InputError
from sayso.limits import DEFAULT, Options, check_time, time_limit
from sayso.selection_terms import ALL_STATEMENTS
from sayso.terms import Article, Attribution, Page, Record

if TYPE_CHECKING:
    from sayso.analysis import Analysis

PageLike = str | bytes | Path | Page


def attribute(page: PageLike, *, url: str | None = None, options: Options = DEFAULT) -> Record:
    """Return the record of a page: its attributed statements, their speakers, and the spans of both.

    ``page`` is text, bytes, a path or a :class:`~sayso.terms.Page`; HTML and plain text are detected from the content.
    A ``str`` is the text of the page, never a file name. Nothing is fetched: ``url`` is only stored in the record.

    Raises InputError if the page cannot be read, LimitError if it exceeds a limit, and ModelError if the model files
    are damaged.

    >>> record = attribute('"The bridge is closed," said Mayor Ines Calder.')
    >>> print(record.attributions[0].content[0].of(record.article.text))
    "The bridge is closed,"
    """
    least = options.limit("min_speaker_probability") / 100
    page = as_page(page, url)
    with time_limit(options, page.name):
        record = attribute_article(read(page, options=options), options.model, least)
    if (selection := options.selection()) != ALL_STATEMENTS:
        from sayso.record.selection import selected

        record = selected(record, selection)
    return record


def attribute_article(article: Article, model: Path | None = None, least: float = 0.3) -> Record:
    """Return the record of an article: the stages of :func:`attribute` that follow :func:`read`.

    A source gets no speaker if its best candidate has a probability below ``least``.
    """
    from sayso.analysis import Analysis
    from sayso.record import assemble
    from sayso.speakers import Settings, identify
    from sayso.text.normalization.article import NormalizedArticle

    normalized = NormalizedArticle(article)
    analysis = Analysis(normalized.article, normalized=True)
    spans, digest = attributed_spans(analysis, model)
    attributions, speakers = identify(analysis, spans, Settings(least=least))
    check_time()
    return normalized.restored(assemble(analysis, attributions, speakers, digest))


def attributed_spans(analysis: Analysis, model: Path | None = None) -> tuple[tuple[Attribution, ...], str]:
    """Return the attributions of a page before their speakers are resolved, and the digest of the model."""
    from sayso.attributions import marked_speech, nested, refusals, with_phrases, without_doubtful
    from sayso.linking import link
    from sayso.tagging import tag

    tags = tag(analysis, folder=model)
    check_time()
    linked = with_phrases(analysis, without_doubtful(analysis, link(analysis, tags), tags))
    outer = refusals(analysis, marked_speech(analysis, linked, model))
    check_time()
    return nested(analysis, outer, model, tags.remaining), tags.model


def read(page: PageLike, *, url: str | None = None, options: Options = DEFAULT) -> Article:
    """Return the article of a page: its text, and blocks that tile the text. See :func:`attribute` for ``page``."""
    from sayso.reading import read_page

    page = as_page(page, url)
    with time_limit(options, page.name):
        return read_page(page, options)


def as_page(page: PageLike, url: str | None = None) -> Page:
    """Return the page as a Page object. Raises InputError for a file that cannot be read, or for another type."""
    if isinstance(page, Path):
        from sayso.reading.inputs.files import load

        page = load(page, url)
    elif not isinstance(page, Page):
        page = Page(page, url=url)
    if not isinstance(page.data, str | bytes):
        kind = type(page.data).__name__
        raise InputError(f"a page cannot be of type {kind}", "Pass str, bytes, a Path or a sayso.Page")
    if not isinstance(page.url, str | None):
        raise InputError(f"a URL cannot be of type {type(page.url).__name__}", "Pass a str or None", page.name)
    return page
