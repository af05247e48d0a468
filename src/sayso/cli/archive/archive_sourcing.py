"""``sayso sourcing`` on an archive: sourcing statistics by group, as rows and as a chart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.cli.archive.archive_options import answer, opened

if TYPE_CHECKING:
    from sayso.archive import Filters
    from sayso.archive.queries.sourcing import Audit


def audited(
    target: str | None,
    by: str,
    filters: Filters,
    *,
    roster: Path | None,
    chart_to: Path | None,
    share: str,
    shape: str | None,
    output: Path | None,
    column_set: str,
) -> int:
    """Write the statistics of each group, and draw a chart to ``chart_to`` if given."""
    from sayso.export.charts import chart
    from sayso.record.roster import load_roster

    table = load_roster(roster) if roster is not None else None
    names = tuple(name.strip() for name in by.split(",") if name.strip())
    with opened(target) as archive:
        rows = archive.sourcing(names, filters, table)
    if chart_to is not None:
        chart_to.write_text(chart(rows, share), encoding="utf-8")
    columns: dict[str, Callable[[Any], object]] = {name: partial(_group, name) for name in names}
    columns |= {
        "pages": lambda audit: audit.pages,
        "statements": lambda audit: audit.statements,
        "named": lambda audit: f"{audit.named.share:.0%}",
        "unnamed": lambda audit: f"{audit.unnamed.share:.0%}",
        "relayed": lambda audit: f"{audit.relayed.share:.0%}",
        "direct": lambda audit: f"{audit.direct.share:.0%}",
        "denials": lambda audit: audit.denials,
        "no answer": lambda audit: audit.unanswered,
    }
    for column in table.columns if table is not None else ():
        columns[column] = partial(_values, column)
    return answer(rows, columns, shape=shape, output=output, column_set=column_set, empty="No statements match.")


def _group(name: str, audit: Audit) -> str:
    """The value of a grouping field."""
    return audit.group[name] or "(none)"


def _values(column: str, audit: Audit) -> str:
    """The share of each value in a roster column."""
    return ", ".join(f"{value or '(none)'} {count.share:.0%}" for value, count in audit.roster.get(column, {}).items())
