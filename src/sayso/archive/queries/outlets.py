"""Lists the outlets of the pages in an archive."""

from __future__ import annotations

from sayso.archive.storage.database import Database


def outlets(database: Database, limit: int = 500) -> list[str]:
    """Return the outlets of the latest versions, those with the most pages first."""
    rows = database.run(
        "SELECT outlet FROM version WHERE outlet IS NOT NULL AND latest = 1 GROUP BY outlet "
        "ORDER BY count(*) DESC, outlet LIMIT ?",
        [limit],
    )
    return [name for (name,) in rows]
