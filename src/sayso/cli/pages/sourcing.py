"""``sayso sourcing``: whose word a set of pages rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from sayso.cli.archive.archive_options import SHAPES, archived, filtered, filters_of
from sayso.cli.options import options_of, reading


@click.command("sourcing", short_help="Add up whose word a set of pages rests on.")
@click.argument("files", nargs=-1, metavar="[FILE|URL|-]...")
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="A table of people: name, aliases (with ; between), and any columns, by which shares are given.",
)
@archived
@filtered
@click.option(
    "--by",
    metavar="NAMES",
    help="Of the archive, groups with commas between: outlet, year, month, day, kind, act, form.",
)
@click.option(
    "--chart", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.svg", help="Draw the groups too."
)
@click.option(
    "--share",
    type=click.Choice(("unnamed", "named", "relayed", "direct")),
    default="unnamed",
    show_default=True,
    help="What the chart shows.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(SHAPES),
    help="How the sums are written; table on a terminal and json elsewhere. Of files: table or json only.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to a file and not to standard output.",
)
@reading
def command(
    files: tuple[str, ...],
    roster: Path | None,
    target: str | None,
    by: str | None,
    chart: Path | None,
    share: str,
    shape: str | None,
    output: Path | None,
    **given: Any,  # noqa: ANN401 (what click hands over)
) -> int:
    """Add up whose word a set of pages rests on: those of FILEs, else of the archive, in groups.

    Counts and shares of kinds of speakers, forms, acts, named and unnamed, first-hand and relayed; who speaks most, and
    who was asked and did not answer. Traits of people come from the roster only; sayso never guesses them.
    """
    filters = filters_of(given)
    if not files:
        from sayso.cli.archive.archive_sourcing import audited

        return audited(
            target, by or "outlet", filters, roster=roster, chart_to=chart, share=share, shape=shape, output=output
        )
    least = replace(
        type(filters)(), min_confidence=filters.min_confidence, min_speaker_confidence=filters.min_speaker_confidence
    )
    if by or chart or filters != least:
        raise click.UsageError("Groups, charts and filters are for an archive: leave the files out, or add them to one")
    if shape not in (None, "table", "json"):
        raise click.UsageError("The sums of files are written as table or json")
    from sayso.cli.pages.page_arguments import items
    from sayso.cli.terminal.output import stream, totals
    from sayso.record.roster import load_roster

    options = options_of(given | {name: getattr(least, name) for name in ("min_confidence", "min_speaker_confidence")})
    table = load_roster(roster) if roster is not None else None
    with stream(output) as file:
        return totals(items(files, options), options, table, file, shape=shape, count=len(files))
