"""``sayso sourcing``: sourcing statistics for a set of pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from msgspec import structs

from sayso.cli.archive.archive_options import SHAPES, archived, filtered, filters_of
from sayso.cli.commands import Command, PageName
from sayso.cli.options import COLUMNS, options_of, reading
from sayso.terms import Determinacy


def _svg(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> Path | None:
    """The path of a chart. Another format than SVG is a usage error."""
    if path is not None and path.is_file() is path.exists() and path.suffix.lower() != ".svg":
        raise click.BadParameter(f"a chart is SVG: use {path.with_suffix('.svg').name}.")
    return path


@click.command("sourcing", cls=Command, short_help="Show sourcing statistics for a set of pages.")
@click.argument("files", nargs=-1, type=PageName(), metavar="[FILE|FOLDER|URL|-]...")
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="CSV file of people: name, aliases (separated by ;), and further columns to break the statistics down by.",
)
@archived
@filtered
@click.option(
    "--by",
    metavar="NAMES",
    help="With an archive: groups, separated by commas: outlet, year, month, day, kind, act, form.",
)
@click.option(
    "--chart",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_svg,
    metavar="FILE.svg",
    help="Draw a chart of the groups.",
)
@click.option(
    "--share",
    type=click.Choice(("unnamed", "named", "relayed", "direct")),
    default="unnamed",
    show_default=True,
    help="Share shown in the chart.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(SHAPES),
    show_default="table on a terminal, else json",
    help="Output format. With FILE: table or json.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to FILE instead of standard output.",
)
@COLUMNS
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
    column_set: str,
    **params: Any,  # noqa: ANN401 (values from click)
) -> int:
    """Show sourcing statistics for FILEs; without FILE, for the archive by group.

    The statistics contain counts and shares by kind of speaker, form and act, of named and unnamed sources, and of
    first-hand and relayed statements; the speakers with the most words; and those who did not comment. Attributes of
    people come only from the roster; sayso does not infer them.
    """
    filters = filters_of(params)
    if not files:
        from sayso.cli.archive.archive_sourcing import audited

        return audited(
            target,
            by or "outlet",
            filters,
            roster=roster,
            chart_to=chart,
            share=share,
            shape=shape,
            output=output,
            column_set=column_set,
        )
    if by or chart or filters.needs_archive:
        raise click.UsageError(
            "Groups, charts and filters of pages need an archive: omit FILE, or add the files to an archive"
        )
    if shape not in (None, "table", "json"):
        raise click.UsageError("With FILE, --format must be table or json")
    from sayso.cli.pages.page_arguments import expanded, items
    from sayso.cli.terminal.output import stream, totals
    from sayso.record.roster import load_roster

    # By default the statistics count the actual statements, and state the number of the others.
    default = filters.determinacy == (Determinacy.ACTUAL,)
    determinacy = () if default else filters.determinacy or tuple(map(str, Determinacy))
    options = options_of(params | structs.asdict(filters.selection()) | {"determinacy": determinacy})
    table = load_roster(roster) if roster is not None else None
    with stream(output) as file:
        names = expanded(files)
        return totals(items(names, options), options, table, file, shape=shape, count=len(names))
