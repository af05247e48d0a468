"""The filters that all queries share, and their conversion to an SQL condition with parameters."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import msgspec

from sayso.archive.storage.database import Database, ids
from sayso.errors import QueryError
from sayso.selection_terms import Selection
from sayso.terms import Determinacy
from sayso.text.searchable import words

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ENTITY: Final = re.compile(r"e([0-9]{1,18})")


class Filters(Selection, frozen=True):
    """The :class:`~sayso.selection_terms.Selection` of an archive's statements, with the filters of their pages.

    ``speaker`` is a name, whole words of a name, or the id of an entity (e12). ``since`` and ``until`` are inclusive
    dates of publication (2026, 2026-05 or 2026-05-03). ``text`` is a text query. ``all_versions`` includes the older
    versions of pages. ``determinacy`` defaults to actual statements; an empty tuple selects all. A speaker with an
    unknown confidence does not match ``min_speaker_confidence``. ``relayed`` selects the statements that the page
    has from another outlet, or the others, ``relayed_from`` those from an outlet (its name or id);
    ``without_repeats`` omits what a page prints again. Only :meth:`Archive.records` can omit nested statements,
    because the other queries do not know the nesting.
    """

    outlet: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    text: str | None = None
    all_versions: bool = False
    determinacy: tuple[str, ...] = (str(Determinacy.ACTUAL),)
    relayed: bool | None = None
    relayed_from: str | None = None
    without_repeats: bool = False

    @property
    def all_pages(self) -> bool:
        """Whether the filters select no statements in particular, so that pages without statements match too."""
        determinacy = self.determinacy or NO_FILTERS.determinacy
        return msgspec.structs.replace(self, all_versions=False, determinacy=determinacy) == NO_FILTERS

    @property
    def needs_archive(self) -> bool:
        """Whether the filters are more than a selection of statements, which applies to a record without an archive."""
        return self != Filters(**msgspec.structs.asdict(self.selection()))

    @property
    def all_statements(self) -> bool:
        """Whether the filters select pages as a whole: by outlet and date, not by their statements."""
        pages = msgspec.structs.replace(self, outlet=(), since=None, until=None, all_versions=False)
        return pages == NO_FILTERS


NO_FILTERS: Final = Filters()


def condition(database: Database, filters: Filters) -> tuple[str, list[Any]]:
    """Return the SQL condition on ``s`` (statement) and ``v`` (version), and its parameters.

    Raises QueryError for an invalid value.
    """
    parts, params = (["1 = 1"] if filters.all_versions else ["s.latest = 1"]), []
    if fault := filters.fault():
        raise QueryError(*fault)
    if not filters.nested:
        raise QueryError("this query cannot omit nested statements", "Use sayso export --no-nested, or Archive.records")
    for name in ("kind", "act", "form", "determinacy"):
        if values := getattr(filters, name):
            parts.append(f"s.{name} IN ({', '.join('?' * len(values))})")
            params += values
    for name in ("confidence", "speaker_confidence"):
        if minimum := getattr(filters, f"min_{name}"):
            parts.append(f"s.{name} >= ?")
            params.append(minimum)
    if filters.relayed is not None:
        parts.append(f"s.relayed = {int(filters.relayed)}")
    if filters.relayed_from:
        entities, values = _entities(database, filters.relayed_from)
        parts.append(f"s.relay IN (SELECT id FROM appearance WHERE entity IN ({entities}))")
        params += values
    if filters.without_repeats:
        parts.append("s.repeated = 0")
    if filters.speaker:
        conditions = [_entities(database, name) for name in filters.speaker]
        parts.append("(" + " OR ".join(f"s.entity IN ({sql})" for sql, _ in conditions) + ")")
        params += [value for _, values in conditions for value in values]
    if filters.outlet:
        wanted = {outlet.casefold() for outlet in filters.outlet}
        names = [name for name in outlets(database) if name.casefold() in wanted]
        parts.append(f"v.outlet IN ({', '.join('?' * len(names))})" if names else "1 = 0")
        params += names
    if filters.since:
        parts.append("v.published >= ?")
        params.append(_date(filters.since))
    if filters.until:
        parts.append("v.published < ?")
        params.append(_date(filters.until) + "\x7f")
    if filters.text:
        sql, values = database.match(filters.text)
        parts.append(f"s.id IN ({sql})")
        params += values
    return " AND ".join(parts), params


def outlets(database: Database) -> list[str]:
    """Return the outlets of the archive. The query skips from name to name in the index: a loose index scan."""
    sql = (
        "WITH RECURSIVE o (name) AS (SELECT min(outlet) FROM version UNION ALL "
        "SELECT (SELECT min(outlet) FROM version WHERE outlet > o.name) FROM o WHERE o.name IS NOT NULL) "
        "SELECT name FROM o WHERE name IS NOT NULL"
    )
    return [name for (name,) in database.run(sql)]


def _entities(database: Database, name: str) -> tuple[str, list[Any]]:
    """Return the list of entities with a name or id, as SQL and parameters."""
    if match := _ENTITY.fullmatch(name.strip()):
        return "?", [int(match.group(1))]
    key = " ".join(words(name))
    if not key:
        raise QueryError(f'"{name}" contains no name', "Use a name, a surname, or an id such as e12")
    sql = "SELECT DISTINCT entity FROM entity_name WHERE ' ' || key || ' ' LIKE ?"
    return ids(number for (number,) in database.run(sql, [f"% {key} %"])), []


def _date(value: str) -> str:
    if not _DATE.fullmatch(value) or not _exists(value):
        raise QueryError(f"{value} is not a date", "Use the form 2026, 2026-05 or 2026-05-03")
    return value


def _exists(value: str) -> bool:
    """Whether the calendar has this year, month or day."""
    try:
        date.fromisoformat(value + "-01-01"[len(value) - len("2026") :])
    except ValueError:
        return False
    return True
