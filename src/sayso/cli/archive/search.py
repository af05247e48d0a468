"""``sayso search``: statements of the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.archive.archive_options import answer, answering, archived, date_of, filtered, filters_of, opened
from sayso.record.doubt import UNSAID
from sayso.terms import Determinacy

if TYPE_CHECKING:
    from sayso.archive import ArchivedStatement


@click.command("search", short_help="Find statements in an archive, best first.")
@click.argument("query", default="")
@archived
@filtered
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="How many at most.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many are left out first.")
@answering
def command(
    query: str,
    target: str | None,
    limit: int,
    offset: int,
    shape: str | None,
    output: Path | None,
    **given: Any,  # noqa: ANN401 (what click hands over)
) -> int:
    """Find statements in an archive, best first (BM25); without QUERY the latest published first.

    QUERY is words (all of them), "phrases", AND, OR, NOT, (groups) and prefix*. Words are led to their stems: toll
    finds tolls.
    """
    filters = filters_of(given)
    with opened(target) as archive:
        rows = archive.search(query, filters, limit, offset)
    columns = {
        "id": lambda one: one.id,
        "speaker": lambda one: one.doubt or one.speaker or "—",
        "act": _act,
        "statement": lambda one: one.snippet,
        "outlet": lambda one: one.outlet,
        "date": lambda one: date_of(one.published),
        "page": lambda one: one.headline or one.url,
    }
    return answer(rows, columns, shape=shape, output=output, empty="No statement fits.")


def _act(one: ArchivedStatement) -> str:
    """What the speaker does, or did not do."""
    unsaid = UNSAID.get(Determinacy(one.determinacy))
    told = one.act.replace("_", " ")
    return f"{f'{unsaid}: ' if unsaid else ''}{told}{' (corrected)' if one.corrected else ''}"
