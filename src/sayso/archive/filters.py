"""The filters that every question takes, as one value, and as a condition in SQL with parameters."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from sayso.archive.queries.query_language import words
from sayso.archive.storage.database import Database, ids
from sayso.errors import QueryError
from sayso.terms import Act, Determinacy, Form, SpeakerKind

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ENTITY: Final = re.compile(r"e([0-9]{1,18})")
_VALUES: Final = {
    "kind": frozenset(map(str, SpeakerKind)),
    "act": frozenset(map(str, Act)),
    "form": frozenset(map(str, Form)),
    "determinacy": frozenset(map(str, Determinacy)),
}  # fmt: skip


class Filters(msgspec.Struct, frozen=True):
    """Which statements a question is about. Several values of one filter: any of them; several filters: all.

    ``speaker`` is a name or part of one by whole words, or the id of an entity (e12); ``since`` and ``until`` are
    dates of publication (2026, 2026-05 or 2026-05-03), both included; ``text`` is a text query; ``all_versions`` asks
    the older versions of pages too. Unless ``determinacy`` names others, only statements that were made count; none
    at all asks for all. A speaker whose confidence is not known does not reach a ``min_speaker_confidence``.
    """

    speaker: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    text: str | None = None
    all_versions: bool = False
    determinacy: tuple[str, ...] = (str(Determinacy.ACTUAL),)
    min_confidence: float | None = None
    min_speaker_confidence: float | None = None

    @property
    def all_pages(self) -> bool:
        """Whether nothing is asked of the statements of a page, so that pages without any fit too."""
        asked = NONE.determinacy if not self.determinacy else self.determinacy
        return msgspec.structs.replace(self, all_versions=False, determinacy=asked) == NONE


NONE: Final = Filters()


def condition(database: Database, filters: Filters, *, with_text: bool = True) -> tuple[str, list[Any]]:
    """The condition on ``s`` (statement) and ``v`` (version), and its parameters. Raises QueryError for no such
    value.
    """
    parts, params = (["1 = 1"] if filters.all_versions else ["s.latest = 1"]), []
    for name in _VALUES:
        chosen = getattr(filters, name)
        if wrong := [value for value in chosen if value not in _VALUES[name]]:
            raise QueryError(f"{wrong[0]} is no {name}", f"Choose among {', '.join(sorted(_VALUES[name]))}")
        if chosen:
            parts.append(f"s.{name} IN ({', '.join('?' * len(chosen))})")
            params += chosen
    for name in ("confidence", "speaker_confidence"):
        least = getattr(filters, f"min_{name}")
        if least is not None and not 0 <= least <= 1:
            raise QueryError(f"min_{name} is {least}", "Give a probability from 0 to 1")
        if least:
            parts.append(f"s.{name} >= ?")
            params.append(least)
    if filters.speaker:
        found = [_speaker(database, name) for name in filters.speaker]
        parts.append("(" + " OR ".join(sql for sql, _ in found) + ")")
        params += [value for _, values in found for value in values]
    if filters.outlet:
        asked = {outlet.casefold() for outlet in filters.outlet}
        sql, values = _among("v.outlet", [name for name in outlets(database) if name.casefold() in asked])
        parts.append(sql)
        params += values
    if filters.since:
        parts.append("v.published >= ?")
        params.append(_date(filters.since))
    if filters.until:
        parts.append("v.published < ?")
        params.append(_date(filters.until) + "\x7f")
    if filters.text and with_text:
        sql, values = database.match(filters.text)
        parts.append(f"s.id IN ({sql})")
        params += values
    return " AND ".join(parts), params


def outlets(database: Database) -> list[str]:
    """The outlets of the archive, found one after another in their index."""
    sql = (
        "WITH RECURSIVE o (name) AS (SELECT min(outlet) FROM version UNION ALL "
        "SELECT (SELECT min(outlet) FROM version WHERE outlet > o.name) FROM o WHERE o.name IS NOT NULL) "
        "SELECT name FROM o WHERE name IS NOT NULL"
    )
    return [name for (name,) in database.run(sql)]


def _among(column: str, values: list[str]) -> tuple[str, list[Any]]:
    """The condition that a column is one of some values; of none, that nothing fits."""
    return (f"{column} IN ({', '.join('?' * len(values))})", list(values)) if values else ("1 = 0", [])


def _speaker(database: Database, name: str) -> tuple[str, list[Any]]:
    """The condition for one name or id of an entity."""
    if match := _ENTITY.fullmatch(name.strip()):
        return "s.entity = ?", [int(match.group(1))]
    found = " ".join(words(name))
    if not found:
        raise QueryError(f'"{name}" holds no name', "Give a name, a surname, or an id such as e12")
    sql = "SELECT DISTINCT entity FROM entity_name WHERE ' ' || key || ' ' LIKE ?"
    return f"s.entity IN ({ids(number for (number,) in database.run(sql, [f'% {found} %']))})", []


def _date(value: str) -> str:
    if not _DATE.fullmatch(value):
        raise QueryError(f"{value} is no date", "Write 2026, 2026-05 or 2026-05-03")
    return value
