"""``sayso read``: reads pages and writes their records."""

from __future__ import annotations

from typing import Any

import click
from msgspec.structs import replace

from sayso.cli.commands import Command, PageName
from sayso.cli.options import options_of, reading, selecting, writing
from sayso.cli.pages.page_arguments import STDIN
from sayso.terms import Page


@click.command("read", cls=Command, short_help="Find the attributed statements in pages.")
@click.argument("files", nargs=-1, required=True, type=PageName(), metavar="FILE|FOLDER|URL|-...")
@writing
@click.option("--url", help="URL of the page, for the record; not fetched. Only with one file.")
@selecting
@reading
def command(files: tuple[str, ...], url: str | None, **params: Any) -> int:  # noqa: ANN401 (values from click)
    """Find the attributed statements in pages.

    FILE is HTML, plain text, Markdown, an e-mail, PDF (extra "documents"), DOCX, ODT or RTF, or many pages as WARC or
    JSON Lines, optionally gzipped; - is standard input. Of a FOLDER, all files are read except hidden ones. A URL is
    fetched (extra "web"); nothing else is.

    \b
    page   the article with marked sources, cues and contents, then speakers and sourcing
    table  one row per attribution
    json   the record, or an array of records for several pages or a folder
    jsonl  one record per line

    A page that cannot be read is reported on standard error, the other pages are read, and the exit code is 1.
    """  # noqa: D301 (\b keeps click from wrapping the paragraph)
    from sayso.cli.pages.page_arguments import expanded, is_folder, items
    from sayso.cli.terminal.output import write

    folders = any(map(is_folder, files))
    if url is not None and (len(files) > 1 or folders):
        raise click.UsageError("--url applies to one page. Read the pages one by one")
    if files.count(STDIN) > 1:
        raise click.UsageError("- (standard input) can be given only once")
    options = options_of(params)
    names = expanded(files)
    pages = items(names, options)
    if url is not None:
        pages = ((name, replace(page, url=url) if isinstance(page, Page) else page) for name, page in pages)
    return write(pages, options, total=len(names), several=len(files) > 1 or folders, **params)
