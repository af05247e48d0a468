"""``sayso feed``: the entries of an RSS or Atom feed to records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from sayso.cli.options import bounded, options_of, reading, writing
from sayso.cli.pages.page_arguments import Item


@click.command("feed", short_help="Read the entries of an RSS or Atom feed.")
@click.argument("source", metavar="URL|FILE")
@click.option("--pages", is_flag=True, help="Fetch the pages that the entries link to, and read those.")
@writing
@bounded
@reading
def command(source: str, pages: bool, **given: Any) -> int:  # noqa: ANN401 (what click hands over)
    """Read an RSS or Atom feed: the text that its entries carry, or the pages that they link to.

    A URL, and --pages, fetch (extra "web"): public addresses only, what robots.txt allows, one page of a host a second.
    """
    from sayso.cli.terminal.output import write
    from sayso.reading.inputs.feeds import feed_pages

    options = options_of(given)

    def items() -> Iterator[Item]:
        for page in feed_pages(source, options, linked=pages):
            yield source, page

    return write(items(), options, total=None, **given)
