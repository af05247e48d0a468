"""``sayso search``: full-text search for statements in an archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.archive.archive_options import answer, answering, archived, date_of, filtered, filters_of, opened
from sayso.cli.commands import Command
from sayso.cli.terminal.safe import safe_line
from sayso.record.doubt import UNSAID
from sayso.terms import Determinacy

if TYPE_CHECKING:
    from sayso.archive import ArchivedStatement


@click.command("search", cls=Command, short_help="Search for statements in an archive.")
@click.argument("query", default="")
@archived
@filtered
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="Maximum number of results.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Number of results to skip.")
@answering
def command(
    query: str,
    target: str | None,
    limit: int,
    offset: int,
    shape: str | None,
    output: Path | None,
    column_set: str,
    **params: Any,  # noqa: ANN401 (values from click)
) -> int:
    """Search for statements in an archive, ranked by BM25; without QUERY, sorted by date, latest first.

    QUERY consists of words (all must match), "phrases", AND, OR, NOT, (groups) and prefix*. Words are stemmed: toll
    matches tolls.
    """
    from sayso.cli.terminal.rows import with_bold

    filters = filters_of(params)
    with opened(target) as archive:
        rows = archive.search(query, filters, limit, offset)
    columns = {
        "id": lambda row: row.id,
        "speaker": lambda row: row.doubt or row.speaker or "—",
        "act": _act,
        "statement": lambda row: with_bold(safe_line(row.snippet)),
        "outlet": lambda row: row.outlet,
        "date": lambda row: date_of(row.published),
        "page": lambda row: row.headline or row.url,
    }
    return answer(rows, columns, shape=shape, output=output, column_set=column_set, empty="No statements match.")


def _act(row: ArchivedStatement) -> str:
    """The act, marked if it is negated, hypothetical or corrected."""
    unsaid = UNSAID.get(Determinacy(row.determinacy))
    act = row.act.replace("_", " ")
    return f"{f'{unsaid}: ' if unsaid else ''}{act}{' (corrected)' if row.corrected else ''}"
