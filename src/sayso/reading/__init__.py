"""From a page to an article: read_page(page, options) -> Article."""

from __future__ import annotations

from sayso.limits import Options
from sayso.reading.inputs.decoding import characters
from sayso.reading.inputs.formats import format_of
from sayso.terms import Article, Page


def read_page(page: Page, options: Options) -> Article:
    """The article of a page: its text, blocks that tile the text, and what the page says of itself.

    Raises LimitError for a page that goes over a limit, InputError for one that is empty, binary or in no known format.
    """
    text = characters(page, options)
    kind = options.format or format_of(text, page.name)
    if kind == "html":
        from sayso.reading.html.reader import read_html

        return read_html(page, text, options)
    if kind == "eml":
        from sayso.reading.text.mail import read_mail

        return read_mail(page, options)
    from sayso.reading.text.plain import read_text

    return read_text(page, text, options, markdown=kind == "markdown")
