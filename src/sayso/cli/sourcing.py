"""``sayso sourcing``: whose word a set of pages rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sayso.cli.options import options_of, reading


@click.command("sourcing", short_help="Add up whose word a set of pages rests on.")
@click.argument("files", nargs=-1, required=True, metavar="FILE|URL|-...")
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="A table of people: name, aliases (with ; between), and any columns, by which shares are given.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(("table", "json")),
    help="How the sums are written; table on a terminal and json elsewhere, unless it is said.",
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
    shape: str | None,
    output: Path | None,
    **given: Any,  # noqa: ANN401 (what click hands over)
) -> int:
    """Add up whose word a set of pages rests on.

    Counts and shares of kinds of speakers, forms, acts, named and unnamed, first-hand and relayed; who speaks most, and
    who was asked and did not answer. Traits of people come from the roster only; sayso never guesses them.
    """
    from sayso.cli.output import stream, totals
    from sayso.cli.sources import items
    from sayso.record.roster import load_roster

    options = options_of(given)
    table = load_roster(roster) if roster is not None else None
    with stream(output) as file:
        return totals(items(files, options), options, table, file, shape=shape, count=len(files))
