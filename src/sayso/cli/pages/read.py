"""``sayso read``: pages to records."""

from __future__ import annotations

from typing import Any

import click
from msgspec.structs import replace

from sayso.cli.options import bounded, options_of, reading, writing
from sayso.cli.pages.page_arguments import STDIN, Item
from sayso.terms import Page


@click.command("read", short_help="Read pages and say who said what in them.")
@click.argument("files", nargs=-1, required=True, metavar="FILE|URL|-...")
@writing
@click.option("--url", help="The address of the page; it is noted, not fetched. For one file only.")
@bounded
@reading
def command(files: tuple[str, ...], url: str | None, **given: Any) -> int:  # noqa: ANN401 (what click hands over)
    """Read pages and say who said what in them.

    FILE is HTML, plain text, Markdown or an e-mail, or many pages as WARC or JSON lines, gzipped or not; - is standard
    input. A URL is fetched (extra "web"); nothing else touches the network.

    \b
    page   the article with its sources, cues and contents marked, then speakers and sourcing
    table  one row an attribution
    json   the record; an array of records where there are several pages
    jsonl  one record a line, whatever the number of pages

    A page that cannot be read is named on standard error with the reason, the others are read, and the exit code is 1.
    """  # noqa: D301 (the mark that keeps click from filling the lines)
    from sayso.cli.pages.page_arguments import items
    from sayso.cli.terminal.output import write

    if url is not None and len(files) > 1:
        raise click.UsageError("--url belongs to one page. Read the pages one by one")
    if files.count(STDIN) > 1:
        raise click.UsageError("- can stand for standard input once only")
    options = options_of(given)

    def noted(item: Item) -> Item:
        name, page = item
        return (name, replace(page, url=url)) if url is not None and isinstance(page, Page) else item

    return write(map(noted, items(files, options)), options, total=len(files), **given)
