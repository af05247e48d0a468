"""``sayso export``: writes records in other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.archive.archive_options import archived, filtered, filters_of, opened
from sayso.cli.commands import Command, PageName
from sayso.cli.options import COLUMNS, NESTED
from sayso.cli.terminal.safe import complain, many, safe_line
from sayso.export import BINARY, FOLDERS, FORMATS
from sayso.terms import Page, Record

if TYPE_CHECKING:
    from sayso.archive import Filters


@click.command("export", cls=Command, short_help="Write records in other formats.")
@click.argument("files", nargs=-1, type=PageName(), metavar="[FILE|FOLDER|URL|-]...")
@click.option(
    "--to", required=True, type=click.Choice([*FORMATS]), help="; ".join(f"{k}: {v}" for k, v in FORMATS.items())
)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help="Write to FILE or FOLDER.")
@click.option("--uncorrected", is_flag=True, help="Export the archive's records without users' corrections.")
@click.option("--whole-pages", "whole", is_flag=True, help="Export all statements of the pages with a matching one.")
@COLUMNS
@archived
@filtered
@NESTED
def command(
    files: tuple[str, ...],
    to: str,
    output: Path | None,
    target: str | None,
    column_set: str,
    *,
    uncorrected: bool,
    whole: bool,
    **params: Any,  # noqa: ANN401 (values from click)
) -> int:
    """Write the records of FILEs in another format; without FILE, the records of the archive.

    Filters select statements: a page without a matching statement is omitted. With FILE, filters of pages (--outlet,
    --since, --until, --text) need an archive. The archive's records include users' corrections unless --uncorrected
    is set. The formats brat, html and memo-* need a folder as --output, xlsx and parquet a file.
    """
    from sayso.cli.terminal.output import stream
    from sayso.export import export_file, export_folder, export_text, with_determinacy

    if output is None and (to in FOLDERS or to in BINARY):
        raise click.UsageError(f"{to} needs --output")
    filters = filters_of(params)
    failures: list[str] = []
    if files:
        records = _read(files, filters, failures, whole=whole)
    else:
        records = _archived(target, filters, corrected=not uncorrected, whole=whole)
    given = click.get_current_context().get_parameter_source("determinacy") is click.core.ParameterSource.COMMANDLINE
    if given and filters.determinacy and not whole:
        records = with_determinacy(records, filters.determinacy)
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


def _archived(target: str | None, filters: Filters, *, corrected: bool, whole: bool) -> Iterator[tuple[str, Record]]:
    """The records of the archive."""
    with opened(target) as archive:
        for number, record in archive.records(filters, corrected=corrected, whole=whole):
            yield f"record-{number}", record


def _read(
    files: tuple[str, ...], filters: Filters, failures: list[str], *, whole: bool
) -> Iterator[tuple[str, Record]]:
    """The records of pages, each with a unique name that is valid as a file name."""
    from sayso.cli.pages.page_arguments import expanded, items, record_of
    from sayso.limits import DEFAULT
    from sayso.record.selection import selected

    if filters.needs_archive:
        raise click.UsageError("Filters of pages need an archive: omit FILE, or add the files to an archive")
    used: set[str] = set()
    for name, page in items(expanded(files), DEFAULT):
        record = record_of(page, DEFAULT) if isinstance(page, Page) else page
        if not isinstance(record, Record):
            failures.append(name)
            complain(record, name)
            continue
        if not filters.all_statements:
            matching = selected(record, filters)
            if not matching.attributions:
                continue
            record = record if whole else matching
        stem = re.sub(r"[^\w.-]+", "-", Path(name).stem).strip("-.") or "page"
        unique, number = stem, 1
        while unique in used:
            number += 1
            unique = f"{stem}-{number}"
        used.add(unique)
        yield unique, record
