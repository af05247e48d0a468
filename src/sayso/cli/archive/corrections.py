"""``sayso corrections``: lists the users' corrections, and exports them as training data."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sayso.cli.archive.archive_options import answer, answering, archived, opened
from sayso.cli.commands import Group
from sayso.cli.terminal.safe import many
from sayso.export.corrections import FORMS


@click.group("corrections", cls=Group, short_help="List users' corrections, or export them as training data.")
def command() -> None:
    """List users' corrections, or export them as training data."""


@command.command("list", short_help="List the corrections.")
@click.argument("page", required=False)
@archived
@answering
def list_(page: str | None, target: str | None, shape: str | None, output: Path | None, column_set: str) -> int:
    """List the corrections of PAGE (a URL, or an id such as p3), or all corrections."""
    with opened(target) as archive:
        rows = archive.corrections(page)
    columns = {
        "id": lambda row: row.id,
        "statement": lambda row: row.statement,
        "when": lambda row: row.at,
        "who": lambda row: row.by,
        "change": lambda row: msgspec.json.encode(row.change).decode(),
        "note": lambda row: row.note,
    }
    return answer(rows, columns, shape=shape, output=output, column_set=column_set, empty="There are no corrections.")


@command.command("export", short_help="Export the corrected pages as training data.")
@click.option("--to", type=click.Choice(FORMS), default="json", show_default=True, help="JSON Lines, or a brat folder.")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help="Write to FILE or FOLDER.")
@archived
def export(to: str, output: Path | None, target: str | None) -> int:
    """Export the corrected pages as training data: the corrected records, and the author of each change."""
    from sayso.cli.terminal.output import stream
    from sayso.export.corrections import write_folder, write_json

    if to == "brat" and output is None:
        raise click.UsageError("brat needs --output")
    with opened(target) as archive:
        if to == "brat" and output is not None:
            count = write_folder(archive.all_corrected(), output)
        else:
            with stream(output) as file:
                count = write_json(archive.all_corrected(), file)
    click.echo(many(count, "page"), err=True)
    return 0
