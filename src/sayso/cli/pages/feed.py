"""``sayso feed``: reads the entries of an RSS or Atom feed."""

from __future__ import annotations

from typing import Any

import click

from sayso.cli.commands import Command, PageName
from sayso.cli.options import options_of, reading, selecting, writing


@click.command("feed", cls=Command, short_help="Read the entries of an RSS or Atom feed.")
@click.argument("source", type=PageName(), metavar="URL|FILE")
@click.option("--pages", is_flag=True, help="Fetch and read the linked pages instead of the entries.")
@writing
@selecting
@reading
def command(source: str, pages: bool, **params: Any) -> int:  # noqa: ANN401 (values from click)
    """Read the text of the entries of an RSS or Atom feed, or the pages that they link to.

    Fetching a URL or --pages needs the extra "web". Only public addresses allowed by robots.txt are fetched, at most
    one page per host and second.
    """
    from sayso.cli.terminal.output import write
    from sayso.reading.inputs.feeds import feed_pages

    options = options_of(params)
    items = ((source, page) for page in feed_pages(source, options, linked=pages))
    return write(items, options, total=None, **params)
