"""``sayso export``: writes records in other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.archive.archive_options import archived, filtered, filters_of, opened
from sayso.cli.options import COLUMNS
from sayso.cli.terminal.safe import complain, many, safe_line
from sayso.export import BINARY, FOLDERS, FORMATS
from sayso.terms import Page, Record

if TYPE_CHECKING:
    from sayso.archive import Filters
    from sayso.limits import Options


@click.command("export", short_help="Write records in other formats.")
@click.argument("files", nargs=-1, metavar="[FILE|URL|-]...")
@click.option(
    "--to", required=True, type=click.Choice([*FORMATS]), help="; ".join(f"{k}: {v}" for k, v in FORMATS.items())
)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help="Write to FILE or FOLDER.")
@click.option("--uncorrected", is_flag=True, help="Export the archive's records without users' corrections.")
@COLUMNS
@archived
@filtered
def command(
    files: tuple[str, ...],
    to: str,
    output: Path | None,
    target: str | None,
    column_set: str,
    *,
    uncorrected: bool,
    **params: Any,  # noqa: ANN401 (values from click)
) -> int:
    """Write the records of FILEs in another format; without FILE, the records of the archive.

    Filters select the archive's records with at least one matching statement. Records include users' corrections
    unless --uncorrected is set. The formats brat, html and memo-* need a folder as --output, xlsx and parquet a file.
    """
    from sayso.cli.terminal.output import stream
    from sayso.export import export_file, export_folder, export_text
    from sayso.limits import DEFAULT

    if output is None and (to in FOLDERS or to in BINARY):
        raise click.UsageError(f"{to} needs --output")
    filters = filters_of(params)
    failures: list[str] = []
    records = _read(files, DEFAULT, failures) if files else _archived(target, filters, corrected=not uncorrected)
    if to in FOLDERS and output is not None:
        count = export_folder(records, to, output)
    elif to in BINARY and output is not None:
        count = export_file(records, to, output, column_set)
    else:
        with stream(output) as file:
            count = export_text(records, to, file, column_set)
            file.flush()
    if output is not None:
        click.echo(f"{many(count, 'record')} in {safe_line(str(output))}", err=True)
    return 1 if failures else 0


def _archived(target: str | None, filters: Filters, *, corrected: bool) -> Iterator[tuple[str, Record]]:
    """The records of the archive."""
    with opened(target) as archive:
        for number, record in archive.records(filters, corrected=corrected):
            yield f"record-{number}", record


def _read(files: tuple[str, ...], options: Options, failures: list[str]) -> Iterator[tuple[str, Record]]:
    """The records of pages, each with a unique name that is valid as a file name."""
    from sayso.cli.pages.page_arguments import items, record_of

    used: set[str] = set()
    for name, page in items(files, options):
        record = record_of(page, options) if isinstance(page, Page) else page
        if not isinstance(record, Record):
            failures.append(name)
            complain(record, name)
            continue
        stem = re.sub(r"[^\w.-]+", "-", Path(name).stem).strip("-.") or "page"
        unique, number = stem, 1
        while unique in used:
            number += 1
            unique = f"{stem}-{number}"
        used.add(unique)
        yield unique, record
