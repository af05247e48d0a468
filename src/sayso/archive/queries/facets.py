"""Counts the statements that match a query for each value of each filter."""

from __future__ import annotations

from typing import Final

import msgspec

from sayso.archive.filters import NO_FILTERS, Filters, condition
from sayso.archive.storage.database import Database

_COLUMNS: Final = {
    "kind": "s.kind", "act": "s.act", "form": "s.form", "determinacy": "s.determinacy", "outlet": "v.outlet",
}  # fmt: skip
_MAX_VALUES: Final = 100  # of each filter


def facets(database: Database, query: str = "", filters: Filters = NO_FILTERS) -> dict[str, dict[str, int]]:
    """Return for kind, act, form, determinacy and outlet the number of statements with each value, the largest first.

    The counts of a filter ignore its own values, so that they say what another choice would find.
    """
    counts: dict[str, dict[str, int]] = {}
    with database.snapshot():
        for name, column in _COLUMNS.items():
            where, params = condition(database, msgspec.structs.replace(filters, **{name: ()}))
            if query.strip():
                subquery, values = database.match(query.strip())
                where, params = f"{where} AND s.id IN ({subquery})", [*params, *values]
            version = "JOIN version v ON v.id = s.version" if "v." in where or "v." in column else ""
            rows = database.run(
                f"SELECT {column}, count(*) FROM statement s {version} WHERE {where} AND {column} IS NOT NULL "
                f"GROUP BY {column} ORDER BY 2 DESC, 1 LIMIT {_MAX_VALUES}",
                params,
            )
            counts[name] = {str(value): int(number) for value, number in rows}
    return counts
