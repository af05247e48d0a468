"""``sayso add``: adds pages to an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import click
from msgspec.structs import replace

from sayso.cli.archive.archive_options import archived, opened
from sayso.cli.commands import Command, PageName
from sayso.cli.options import options_of, reading, selecting
from sayso.cli.terminal.safe import complain, many, safe_line
from sayso.errors import InputError, SaysoError
from sayso.limits import Options
from sayso.terms import Page, Record


@click.command("add", cls=Command, short_help="Read pages and add their records to an archive.")
@click.argument("files", nargs=-1, required=True, type=PageName(), metavar="FILE|FOLDER|URL|-...")
@archived
@click.option("--url", help="URL of the page, for the record; not fetched. Only with one file.")
@click.option(
    "--feed", is_flag=True, help="Treat the arguments as feeds, and add the pages that their entries link to."
)
@click.option(
    "--records", is_flag=True, help="Treat the arguments as JSON Lines of records (sayso read --format jsonl)."
)
@click.option("--quiet", is_flag=True, help="Print only the totals.")
@selecting
@reading
def command(
    files: tuple[str, ...],
    target: str | None,
    url: str | None,
    feed: bool,
    records: bool,
    quiet: bool,
    **params: Any,  # noqa: ANN401 (values from click)
) -> int:
    """Read pages and add their records to an archive.

    A page that is already in the archive is not added again. If the text at the same URL has changed, the page gets a
    new version. One line is printed for each page after it is stored. A page that cannot be read is reported on
    standard error and logged in the archive, and the exit code is 1.
    """
    if url is not None and len(files) > 1:
        raise click.UsageError("--url applies to one page. Add the pages one by one")
    options = options_of(params)
    totals: Counter[str] = Counter()
    with opened(target, write=True, create=True) as archive:
        results = _records(files, options) if records else _read(files, options, url, feed=feed)
        for added in archive.add_all(results):
            if isinstance(added, SaysoError):
                totals["failed"] += 1
                complain(added)
                continue
            totals[added.what] += 1
            if not quiet:
                version, count = "—", "—"
                if added.page:
                    version, count = f"p{added.page}.v{added.number}", many(added.statements, "statement")
                click.echo("\t".join([added.what, version, count, safe_line(added.name)]))
        summary = ", ".join(f"{number} {what}" for what, number in sorted(totals.items())) or "nothing to add"
        click.echo(f"{summary} in {archive.name}", err=not quiet)
    return 1 if totals["failed"] else 0


def _read(files: tuple[str, ...], options: Options, url: str | None, *, feed: bool) -> Iterator[Record | SaysoError]:
    """The record of each page, or its error."""
    from sayso.cli.pages.page_arguments import expanded, items, record_of
    from sayso.reading.inputs.feeds import feed_pages

    pages = ((name, page) for name in files for page in feed_pages(name, options, linked=True)) if feed else None
    for name, page in pages or items(expanded(files), options):
        result: Record | Exception
        if isinstance(page, Page):
            result = record_of(replace(page, url=url) if url is not None else page, options)
        else:
            result = page
        if isinstance(result, Record | SaysoError):
            yield result
        else:
            yield InputError(f"{type(result).__name__}: {result}", "Run sayso read on this page alone", name)


def _records(files: tuple[str, ...], options: Options) -> Iterator[Record | SaysoError]:
    """The records in files of JSON Lines."""
    from pathlib import Path

    from sayso.record.selection import selected

    for name in files:
        with Path(name).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield selected(Record.from_json(line), options)
                    except SaysoError as error:
                        yield type(error)(error.what, error.hint, name, f"line {number}")
