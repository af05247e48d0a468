"""The pages of an archive, as a list: the latest first, each with what a reader wants to see of it."""

from __future__ import annotations

from typing import Any

import msgspec

from sayso.archive.filters import NONE, Filters, condition
from sayso.archive.storage.database import Database


class ArchivedVersion(msgspec.Struct, frozen=True):
    """A version of a page: ``version`` is the id of its record, ``number`` counts the versions of the page."""

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
    database: Database, filters: Filters = NONE, limit: int = 50, before: int | None = None
) -> list[ArchivedVersion]:
    """The pages with a statement that fits the filters, all of them without filters, last added first.

    ``before`` is the id of a version: only those added before it. ``all_versions`` lists older versions too.
    """
    params: list[Any] = []
    if filters.all_pages:
        where = "1 = 1" if filters.all_versions else "v.latest = 1"
    else:
        fits, params = condition(database, filters)
        where = f"EXISTS (SELECT 1 FROM statement s WHERE s.version = v.id AND {fits})"
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
