"""``sayso trace``: traces a statement back through the reports in an archive."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sayso.archive.queries.trace import trace_rows
from sayso.cli.archive.archive_options import ROW_SHAPES, answer, answering, archived, date_of, opened
from sayso.cli.commands import Command
from sayso.cli.terminal.safe import safe_json, safe_line


@click.command("trace", cls=Command, short_help="Trace a statement back to its origin.")
@click.argument("statement", metavar="ID")
@archived
@answering
def command(statement: str, target: str | None, shape: str | None, output: Path | None, column_set: str) -> int:
    """Trace a statement back through its chain and the relayed reports in the archive, until the trail ends."""
    from sayso.cli.terminal.output import stream

    with opened(target) as archive:
        trail = archive.trace(statement)
    if shape in ROW_SHAPES:
        return answer(trace_rows(trail), {}, shape=shape, output=output, column_set=column_set, empty="")
    with stream(output) as file:
        if (shape or ("table" if file.isatty() else "json")) == "json":
            text = msgspec.json.format(msgspec.json.encode(trail), indent=2).decode()
            file.write((safe_json(text) if file.isatty() else text) + "\n")
            return 0
        for number, step in enumerate(trail.steps, 1):
            row = step.statement
            hops = " <- ".join(hop or "(this page's outlet)" for hop in step.hops)
            place = safe_line(row.outlet or row.url or row.headline or "a page")
            file.write(f"{number}. {date_of(row.published) or 'no date'}  {place}  [{row.id}]\n")
            file.write(f"   {safe_line(row.content)[:200]}\n   chain: {safe_line(hops)}\n")
            if step.rests_on:
                file.write(f"   rests on: {safe_line(step.rests_on)}\n")
        file.write(f"The trail ends {'' if trail.outside else 'here: '}{safe_line(trail.end)}.\n")
    return 0
