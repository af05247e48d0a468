"""``sayso corrections``: what users corrected, listed and as training data."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sayso.cli.archive.archive_options import answer, answering, archived, opened
from sayso.cli.terminal.safe import many
from sayso.export.corrections import FORMS


@click.group("corrections", short_help="What users corrected in the reader: list it, export it as training data.")
def command() -> None:
    """What users corrected in the reader."""


@command.command("list")
@click.argument("page", required=False)
@archived
@answering
def list_(page: str | None, target: str | None, shape: str | None, output: Path | None) -> int:
    """List the corrections of PAGE (its URL, or p3), or all there are: who changed what, when, of what."""
    with opened(target) as archive:
        rows = archive.corrections(page)
    columns = {
        "id": lambda one: one.id,
        "statement": lambda one: one.statement,
        "when": lambda one: one.at,
        "who": lambda one: one.by,
        "change": lambda one: msgspec.json.encode(one.change).decode(),
        "note": lambda one: one.note,
    }
    return answer(rows, columns, shape=shape, output=output, empty="Nothing was corrected.")


@command.command("export")
@click.option("--to", type=click.Choice(FORMS), default="json", show_default=True, help="JSON lines, or a brat folder.")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help="Where to write.")
@archived
def export(to: str, output: Path | None, target: str | None) -> int:
    """Write the pages that were corrected as training data: records as corrected, and what was changed by whom."""
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
