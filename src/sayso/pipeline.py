"""The whole way from a page to its record, and the only one."""

from __future__ import annotations

from pathlib import Path

from sayso.errors import InputError
from sayso.limits import DEFAULT, Options, tick, timed
from sayso.terms import Article, Page, Record

PageLike = str | bytes | Path | Page


def attribute(page: PageLike, *, url: str | None = None, options: Options = DEFAULT) -> Record:
    """The record of a page: every attributed statement in it, who vouches for it, and where that stands.

    ``page`` is text, bytes, a path or a :class:`~sayso.terms.Page`; HTML and plain text are told apart by content. A
    ``str`` is always the page itself, never a file's name. Nothing is fetched: ``url`` is only noted.

    Raises InputError (LimitError) for what is no readable page, ModelError where the weights are damaged.

    >>> record = attribute('"The bridge is closed," said Mayor Ines Calder.')
    >>> print(record.attributions[0].content[0].of(record.article.text))
    "The bridge is closed,"
    """
    least = options.limit("min_speaker_probability") / 100
    page = as_page(page, url)
    with timed(options, page.name):
        record = attribute_article(read(page, options=options), options.model, least)
    if options.min_confidence or options.min_speaker_confidence:
        from sayso.record.selection import only

        record = only(
            record,
            min_confidence=options.min_confidence,
            min_speaker_confidence=options.min_speaker_confidence,
        )
    return record


def attribute_article(article: Article, model: Path | None = None, least: float = 0.3) -> Record:
    """The record of an article that is already read: the second half of :func:`attribute`.

    ``least`` is the probability below which a speaker is left open.
    """
    from sayso.analysis import Analysis
    from sayso.attributions import nested, refusals
    from sayso.linking import link
    from sayso.record import assemble
    from sayso.speakers import Settings, identify
    from sayso.tagging import tag
    from sayso.text.normalization.article import NormalizedArticle

    normalized = NormalizedArticle(article)
    analysis = Analysis(normalized.article)
    tags = tag(analysis, folder=model)
    tick()
    outer = refusals(analysis, link(analysis, tags))
    tick()
    attributions, speakers = identify(analysis, nested(analysis, outer, model), Settings(least=least))
    tick()
    return normalized.restored(assemble(analysis, attributions, speakers, tags.model))


def read(page: PageLike, *, url: str | None = None, options: Options = DEFAULT) -> Article:
    """The article that a page holds: its text, and blocks that tile it. See :func:`attribute` for ``page``."""
    from sayso.reading import read_page

    page = as_page(page, url)
    with timed(options, page.name):
        return read_page(page, options)


def as_page(page: PageLike, url: str | None = None) -> Page:
    """A page from what a caller may hand in. Raises InputError for a path that cannot be read, and for what is none
    of these.
    """
    if isinstance(page, Path):
        from sayso.reading.inputs.files import load

        page = load(page, url)
    elif not isinstance(page, Page):
        page = Page(page, url=url)
    if not isinstance(page.data, str | bytes):
        kind = type(page.data).__name__
        raise InputError(f"a page is no {kind}", "Hand in str, bytes, a Path or a sayso.Page")
    if not isinstance(page.url, str | None):
        raise InputError(f"a URL is no {type(page.url).__name__}", "Hand in a str, or None", page.name)
    return page
