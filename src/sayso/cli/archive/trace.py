"""``sayso trace``: traces a statement back through the reports in an archive."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sayso.archive.queries.trace import Trail
from sayso.cli.archive.archive_options import ROW_SHAPES, answer, answering, archived, date_of, opened
from sayso.cli.commands import Command
from sayso.cli.terminal.safe import safe_json, safe_line


class TraceRow(msgspec.Struct, frozen=True):
    """A step of a trail as a row. Only the last row has ``end`` and ``outside``."""

    step: int
    id: str
    outlet: str | None
    published: str | None
    url: str | None
    headline: str | None
    speaker: str | None
    source: str
    cue: str
    content: str
    hops: tuple[str, ...]
    relayed_from: str | None
    rests_on: str | None
    end: str | None
    outside: bool | None


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
        return answer(_rows(trail), {}, shape=shape, output=output, column_set=column_set, empty="")
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


def _rows(trail: Trail) -> list[TraceRow]:
    """The steps of a trail as rows."""
    last = len(trail.steps)
    return [
        TraceRow(
            n, row.id, row.outlet, row.published, row.url, row.headline, row.speaker, row.source, row.cue, row.content,
            step.hops, step.relayed_from, step.rests_on,
            trail.end if n == last else None, trail.outside if n == last else None,
        )
        for n, step in enumerate(trail.steps, 1) for row in [step.statement]
    ]  # fmt: skip
