"""Lists the pages of an archive with their metadata and counts, the last added first."""

from __future__ import annotations

from typing import Any

import msgspec

from sayso.archive.filters import NO_FILTERS, Filters, condition
from sayso.archive.storage.database import Database


class ArchivedVersion(msgspec.Struct, frozen=True):
    """A version of a page. ``version`` is the id of its record; ``number`` counts the versions of the page from 1."""

    version: int
    page: int
    number: int
    latest: bool
    url: str | None
    headline: str | None
    outlet: str | None
    published: str | None
    added: str
    model: str
    statements: int
    corrections: int
    text_dropped: bool


def pages(
    database: Database, filters: Filters = NO_FILTERS, limit: int = 50, before: int | None = None
) -> list[ArchivedVersion]:
    """Return the pages with a statement that matches the filters, or all pages without filters; last added first.

    ``before`` is the id of a version: only versions added before it are returned. Older versions of pages are
    included if the filters say ``all_versions``.
    """
    params: list[Any] = []
    if filters.all_pages:
        where = "1 = 1" if filters.all_versions else "v.latest = 1"
    else:
        statement, params = condition(database, filters)
        where = f"EXISTS (SELECT 1 FROM statement s WHERE s.version = v.id AND {statement})"
    if before is not None:
        where, params = f"{where} AND v.id < ?", [*params, before]
    rows = database.run(
        "SELECT v.id, v.page, v.number, v.latest, p.url, v.headline, v.outlet, v.published, v.added, v.model, "
        "(SELECT count(*) FROM statement s WHERE s.version = v.id), "
        "(SELECT count(*) FROM correction c WHERE c.version = v.id), CASE WHEN v.text IS NULL THEN 1 ELSE 0 END "
        f"FROM version v JOIN page p ON p.id = v.page WHERE {where} ORDER BY v.id DESC LIMIT ?",
        [*params, limit],
    )
    names = ArchivedVersion.__struct_fields__
    return [msgspec.convert(dict(zip(names, row, strict=True)), ArchivedVersion, strict=False) for row in rows]
