"""Sourcing statistics: counts and shares of statements by outlet, month and other groups, and by roster columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from sayso.archive.filters import NO_FILTERS, Filters, condition
from sayso.archive.storage.database import Database
from sayso.errors import QueryError
from sayso.record.roster import Roster
from sayso.record.sourcing import NAMED, UNNAMED
from sayso.terms import Share, Speaker, SpeakerKind

_GROUPS: Final = {
    "outlet": "coalesce(v.outlet, '')",
    "year": "coalesce(substr(v.published, 1, 4), '')",
    "month": "coalesce(substr(v.published, 1, 7), '')",
    "day": "coalesce(substr(v.published, 1, 10), '')",
    "kind": "x.kind",
    "act": "x.act",
    "form": "x.form",
}
_STATEMENT_COLUMNS: Final = ("kind", "act", "form")
_SUMS: Final = {
    "total": "count(*)",
    "words": "sum(s.words)",
    "relayed": "sum(s.relayed)",
    "direct": "sum(CASE s.form WHEN 'direct' THEN 1 ELSE 0 END)",
    "denials": "sum(CASE s.act WHEN 'denial' THEN 1 ELSE 0 END)",
    "unanswered": "sum(CASE s.act WHEN 'non_response' THEN 1 ELSE 0 END)",
    **{f"of_{kind}": f"sum(CASE s.kind WHEN '{kind}' THEN 1 ELSE 0 END)" for kind in SpeakerKind},
}


class Audit(msgspec.Struct, frozen=True):
    """The counts and shares of one group. Statements repeated on a page count once.

    ``roster`` gives the shares of the values of each roster column among the statements of persons.
    """

    group: dict[str, str]
    pages: int
    statements: int
    words: int
    named: Share
    unnamed: Share
    relayed: Share
    direct: Share
    denials: int
    unanswered: int
    by_kind: dict[str, Share]
    roster: dict[str, dict[str, Share]]


_RosterCounts = dict[tuple[str, ...], dict[str, Counter[str]]]


def audit(
    database: Database, by: Sequence[str] = ("outlet",), filters: Filters = NO_FILTERS, roster: Roster | None = None
) -> list[Audit]:
    """Return the statistics of each group, sorted by the values of the group.

    Raises QueryError for a group other than outlet, year, month, day, kind, act and form.
    """
    if invalid := [name for name in by if name not in _GROUPS]:
        raise QueryError(f"cannot group by {invalid[0]}", f"Choose one of: {', '.join(_GROUPS)}")
    with database.snapshot():
        where, params = condition(database, filters)
        rows = database.run(_sql(by, where), params)
        roster_counts = _roster_counts(database, by, where, params, roster)
    size = len(by)
    return [_audit(tuple(row[:size]), by, row[size:], roster_counts) for row in sorted(rows)]


def _sql(by: Sequence[str], where: str) -> str:
    """Return the query: the sums of each version, which a covering index gives in order, then those of each group."""
    own = [f"s.{name}" for name in by if name in _STATEMENT_COLUMNS]
    keys = [_GROUPS[name] for name in by]
    inner = ", ".join([*own, *(f"{sql} AS {name}" for name, sql in _SUMS.items())])
    outer = ", ".join([*keys, "count(DISTINCT v.page)", *(f"coalesce(sum(x.{name}), 0)" for name in _SUMS)])
    join = "JOIN version v ON v.id = s.version" if "v." in where else ""
    grouped = f"GROUP BY {', '.join(keys)}" if keys else ""
    return (
        f"SELECT {outer} FROM (SELECT s.version, {inner} FROM statement s {join} WHERE s.repeated = 0 AND {where} "
        f"GROUP BY {', '.join(['s.version', *own])}) x JOIN version v ON v.id = x.version {grouped}"
    )


def _audit(key: tuple[str, ...], by: Sequence[str], row: Sequence[int], roster_counts: _RosterCounts) -> Audit:
    pages, total, words, relayed, direct, denials, unanswered, *counts = map(int, row)
    by_kind = {str(kind): number for kind, number in zip(SpeakerKind, counts, strict=True) if number}
    return Audit(
        group=dict(zip(by, key, strict=True)),
        pages=pages,
        statements=total,
        words=words,
        named=_share(sum(by_kind.get(str(kind), 0) for kind in NAMED), total),
        unnamed=_share(sum(by_kind.get(str(kind), 0) for kind in UNNAMED), total),
        relayed=_share(relayed, total),
        direct=_share(direct, total),
        denials=denials,
        unanswered=unanswered,
        by_kind={
            kind: _share(number, total)
            for kind, number in sorted(by_kind.items(), key=lambda item: (-item[1], item[0]))
        },
        roster={
            column: {value: _share(number, values.total()) for value, number in sorted(values.items())}
            for column, values in roster_counts[key].items()
        },
    )


def _roster_counts(
    database: Database, by: Sequence[str], where: str, params: Sequence[Any], roster: Roster | None
) -> _RosterCounts:
    """Return for each group and roster column the number of statements of persons with each value."""
    counts: _RosterCounts = defaultdict(dict)
    if roster is None:
        return counts
    keys = "".join(f"{_GROUPS[name].replace('x.', 's.')}, " for name in by)
    rows = database.run(
        f"SELECT {keys}a.label, count(*) FROM statement s JOIN version v ON v.id = s.version "
        f"JOIN appearance a ON a.id = s.appearance WHERE s.repeated = 0 AND {where} AND a.kind = 'person' "
        f"GROUP BY {keys}a.label",
        params,
    )
    for *key, label, number in rows:
        columns = counts[tuple(key)]
        row = roster.find(Speaker("s", label, SpeakerKind.PERSON))
        for column in roster.columns:
            columns.setdefault(column, Counter())[(row or {}).get(column, "(not in the roster)")] += number
    return counts


def _share(number: int, total: int) -> Share:
    return Share(number, number / total if total else 0.0)
