"""``sayso add``: pages into the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import click
from msgspec.structs import replace

from sayso.cli.archive.archive_options import archived, opened
from sayso.cli.options import bounded, options_of, reading
from sayso.cli.terminal.safe import complain, many, safe_line
from sayso.errors import InputError, SaysoError
from sayso.limits import Options
from sayso.terms import Page, Record


@click.command("add", short_help="Read pages and keep their records in an archive.")
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|URL|-...")
@archived
@click.option("--url", help="The address of the page; it is noted, not fetched. For one file only.")
@click.option("--feed", is_flag=True, help="The names are feeds: add the pages that their entries link to.")
@click.option("--records", is_flag=True, help="The names are records as JSON lines (sayso read --format jsonl).")
@click.option("--quiet", is_flag=True, help="Print only the sum.")
@bounded
@reading
def command(
    files: tuple[str, ...],
    target: str | None,
    url: str | None,
    feed: bool,
    records: bool,
    quiet: bool,
    **given: Any,  # noqa: ANN401 (what click hands over)
) -> int:
    """Read pages and keep their records in an archive.

    A page that is there already is not added again; one whose text has changed under the same address becomes a new
    version. A line is printed for a page once it is safely kept. A page that cannot be read is told on standard error
    and noted in the archive, and the exit code is 1.
    """
    if url is not None and len(files) > 1:
        raise click.UsageError("--url belongs to one page. Add the pages one by one")
    options = options_of(given)
    sums: Counter[str] = Counter()
    with opened(target, write=True, create=True) as archive:
        found = _records(files, options) if records else _read(files, options, url, feed=feed)
        for out in archive.add_all(found):
            if isinstance(out, SaysoError):
                sums["failed"] += 1
                complain(out)
                continue
            sums[out.what] += 1
            if not quiet:
                told = (f"p{out.page}.v{out.number}", many(out.statements, "statement")) if out.page else ("—", "—")
                click.echo("\t".join([out.what, *told, safe_line(out.name)]))
        summed = ", ".join(f"{number} {what}" for what, number in sorted(sums.items())) or "nothing to add"
        click.echo(f"{summed} in {archive.name}", err=not quiet)
    return 1 if sums["failed"] else 0


def _read(files: tuple[str, ...], options: Options, url: str | None, *, feed: bool) -> Iterator[Record | SaysoError]:
    """The record of every page, or the error in its place."""
    from sayso.cli.pages.page_arguments import items, record_of
    from sayso.reading.inputs.feeds import feed_pages

    pages = ((name, page) for name in files for page in feed_pages(name, options, linked=True)) if feed else None
    for name, page in pages or items(tuple(_named(files)), options):
        if isinstance(page, Page):
            made = record_of(replace(page, url=url) if url is not None else page, options)
        else:
            made = page
        if isinstance(made, Record | SaysoError):
            yield made
        else:
            yield InputError(f"{type(made).__name__}: {made}", "Read it alone with sayso read", name)


def _named(files: tuple[str, ...]) -> Iterator[str]:
    """The names, a folder as the files in it."""
    from pathlib import Path

    from sayso.cli.pages.page_arguments import is_url

    for name in files:
        if not is_url(name) and Path(name).is_dir():
            yield from (str(path) for path in sorted(Path(name).rglob("*")) if path.is_file())
        else:
            yield name


def _records(files: tuple[str, ...], options: Options) -> Iterator[Record | SaysoError]:
    """Records out of JSON lines."""
    from pathlib import Path

    from sayso.record.selection import only

    for name in files:
        with Path(name).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield only(
                            Record.from_json(line),
                            min_confidence=options.min_confidence,
                            min_speaker_confidence=options.min_speaker_confidence,
                        )
                    except SaysoError as error:
                        yield type(error)(error.what, error.hint, name, f"line {number}")
