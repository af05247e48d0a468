"""``sayso same``: the same quotation elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sayso.archive.quotations.copies import Copy
from sayso.cli.archive.archive_options import answer, answering, archived, date_of, filtered, filters_of, opened


@click.command("same", short_help="Find the same quotation elsewhere, exact or altered.")
@click.argument("what", metavar="ID|TEXT")
@archived
@filtered
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="How many at most.")
@answering
def command(
    what: str,
    target: str | None,
    limit: int,
    shape: str | None,
    output: Path | None,
    **given: Any,  # noqa: ANN401 (what click hands over)
) -> int:
    """Find the same quotation elsewhere, exact, altered or in part, the earliest first (extra archive).

    ID is a statement's (12.a7), else the words are looked for. The wording shows what the outlet {-dropped-} and
    {+added+} against the earliest.
    """
    filters = filters_of(given)
    with opened(target) as archive:
        rows = archive.same(what, filters, limit)
    columns = {
        "how": lambda one: one.how,
        "alike": lambda one: f"{one.likeness:.0%}",
        "id": lambda one: one.statement.id,
        "date": lambda one: date_of(one.statement.published),
        "outlet": lambda one: one.statement.outlet,
        "speaker": lambda one: (
            f"{one.statement.doubt or one.statement.speaker or '—'}{' (another)' if one.speaker_differs else ''}"
        ),
        "wording": lambda one: one.wording,
        "changed": _changed,
    }
    return answer(rows, columns, shape=shape, output=output, empty="Nothing like it is in the archive.")


def _changed(one: Copy) -> str:
    """The kinds of changes with their number."""
    kinds = list(dict.fromkeys(change.what for change in one.changes))
    return ", ".join(f"{sum(change.what == kind for change in one.changes)} {kind}" for kind in kinds)
