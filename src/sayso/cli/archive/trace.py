"""``sayso trace``: the way back of a statement."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sayso.archive.queries.trace import Trail
from sayso.cli.archive.archive_options import answer, answering, archived, date_of, opened
from sayso.cli.terminal.safe import safe_json, safe_line


class TraceRow(msgspec.Struct, frozen=True):
    """A step of a trail as a row; ``end`` and ``outside`` stand in the last one."""

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


@click.command("trace", short_help="Follow a statement back to the report that it rests on.")
@click.argument("statement", metavar="ID")
@archived
@answering
def command(statement: str, target: str | None, shape: str | None, output: Path | None) -> int:
    """Follow a statement back: the chain in its record, then the reports in the archive, to where the trail ends."""
    from sayso.cli.terminal.output import stream

    with opened(target) as archive:
        trail = archive.trace(statement)
    if shape in ("jsonl", "csv", "parquet"):
        return answer(_stations(trail), {}, shape=shape, output=output, empty="")
    with stream(output) as file:
        if (shape or ("table" if file.isatty() else "json")) == "json":
            text = msgspec.json.format(msgspec.json.encode(trail), indent=2).decode()
            file.write((safe_json(text) if file.isatty() else text) + "\n")
            return 0
        for number, step in enumerate(trail.steps, 1):
            one = step.statement
            hops = " <- ".join(hop or "(this page's outlet)" for hop in step.hops)
            file.write(
                f"{number}. {date_of(one.published) or 'no date'}  "
                f"{safe_line(one.outlet or one.url or one.headline or 'a page')}  [{one.id}]\n"
            )
            file.write(f"   {safe_line(one.content)[:200]}\n   chain: {safe_line(hops)}\n")
            if step.rests_on:
                file.write(f"   rests on: {safe_line(step.rests_on)}\n")
        file.write(f"The trail ends {'' if trail.outside else 'here: '}{safe_line(trail.end)}.\n")
    return 0


def _stations(trail: Trail) -> list[TraceRow]:
    """The steps of a trail as rows."""
    last = len(trail.steps)
    return [
        TraceRow(
            n, one.id, one.outlet, one.published, one.url, one.headline, one.speaker, one.source, one.cue, one.content,
            step.hops, step.relayed_from, step.rests_on,
            trail.end if n == last else None, trail.outside if n == last else None,
        )
        for n, step in enumerate(trail.steps, 1) for one in [step.statement]
    ]  # fmt: skip
