"""``sayso same``: finds copies of a quotation in an archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from sayso.archive.quotations.copies import Copy
from sayso.cli.archive.archive_options import answer, answering, archived, date_of, filtered, filters_of, opened
from sayso.cli.commands import Command


@click.command("same", cls=Command, short_help="Find exact and altered copies of a quotation in an archive.")
@click.argument("what", metavar="ID|TEXT")
@archived
@filtered
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="Maximum number of results.")
@answering
def command(
    what: str,
    target: str | None,
    limit: int,
    shape: str | None,
    output: Path | None,
    column_set: str,
    **params: Any,  # noqa: ANN401 (values from click)
) -> int:
    """Find exact, altered and partial copies of a quotation in an archive, earliest first (extra archive).

    The argument is a statement id such as 12.a7, or the words of a quotation. The wording shows the words that an
    outlet {-dropped-} or {+added+}, compared with the earliest copy.
    """
    filters = filters_of(params)
    with opened(target) as archive:
        rows = archive.same(what, filters, limit)
    columns = {
        "how": lambda copy: copy.how,
        "alike": lambda copy: f"{copy.likeness:.0%}",
        "id": lambda copy: copy.statement.id,
        "date": lambda copy: date_of(copy.statement.published),
        "outlet": lambda copy: copy.statement.outlet,
        "speaker": lambda copy: (
            f"{copy.statement.doubt or copy.statement.speaker or '—'}{' (differs)' if copy.speaker_differs else ''}"
        ),
        "wording": lambda copy: copy.wording,
        "changed": _changed,
    }
    return answer(rows, columns, shape=shape, output=output, column_set=column_set, empty="No copies in the archive.")


def _changed(copy: Copy) -> str:
    """The number of changes of each kind."""
    counts = Counter(change.what for change in copy.changes)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
