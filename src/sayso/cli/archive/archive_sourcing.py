"""``sayso sourcing`` over an archive: groups as rows, and as a chart."""

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
) -> int:
    """Write the audit of each group, and draw it where a file is named for that."""
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
        "pages": lambda one: one.pages,
        "statements": lambda one: one.statements,
        "named": lambda one: f"{one.named.share:.0%}",
        "unnamed": lambda one: f"{one.unnamed.share:.0%}",
        "relayed": lambda one: f"{one.relayed.share:.0%}",
        "direct": lambda one: f"{one.direct.share:.0%}",
        "denials": lambda one: one.denials,
        "no answer": lambda one: one.unanswered,
    }
    for column in table.columns if table is not None else ():
        columns[column] = partial(_values, column)
    return answer(rows, columns, shape=shape, output=output, empty="No statement fits.")


def _group(name: str, one: Audit) -> str:
    """The value of a group."""
    return one.group[name] or "(none)"


def _values(column: str, one: Audit) -> str:
    """The shares of a roster's column."""
    return ", ".join(f"{value or '(none)'} {told.share:.0%}" for value, told in one.roster.get(column, {}).items())
