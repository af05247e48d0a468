"""Whom a newsroom listens to: counts of statements by outlet, month and more, over time, with a roster's columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from sayso.archive.filters import NONE, Filters, condition
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
_OF_STATEMENT: Final = ("kind", "act", "form")
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
    """One group: how many pages and statements, and who carries them. Statements repeated on a page count once.

    ``roster`` gives for each column of a newsroom's table the share of each value among the persons found in it.
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


_People = dict[tuple[str, ...], dict[str, Counter[str]]]


def audit(
    database: Database, by: Sequence[str] = ("outlet",), filters: Filters = NONE, roster: Roster | None = None
) -> list[Audit]:
    """The audit of each group, in order of the groups' names.

    Raises QueryError for a group that is not among outlet, year, month, day, kind, act, form.
    """
    if wrong := [name for name in by if name not in _GROUPS]:
        raise QueryError(f"{wrong[0]} is nothing to group by", f"Choose among {', '.join(_GROUPS)}")
    with database.snapshot():
        where, params = condition(database, filters)
        rows = database.run(_sql(by, where), params)
        people = _people(database, by, where, params, roster)
    size = len(by)
    return [_audit(tuple(row[:size]), by, row[size:], people) for row in sorted(rows)]


def _sql(by: Sequence[str], where: str) -> str:
    """Sums of each version first, which an index alone gives in their order, then of each group."""
    own = [f"s.{name}" for name in by if name in _OF_STATEMENT]
    keys = [_GROUPS[name] for name in by]
    inner = ", ".join([*own, *(f"{sql} AS {name}" for name, sql in _SUMS.items())])
    outer = ", ".join([*keys, "count(DISTINCT v.page)", *(f"coalesce(sum(x.{name}), 0)" for name in _SUMS)])
    join = "JOIN version v ON v.id = s.version" if "v." in where else ""
    grouped = f"GROUP BY {', '.join(keys)}" if keys else ""
    return (
        f"SELECT {outer} FROM (SELECT s.version, {inner} FROM statement s {join} WHERE s.repeated = 0 AND {where} "
        f"GROUP BY {', '.join(['s.version', *own])}) x JOIN version v ON v.id = x.version {grouped}"
    )


def _audit(key: tuple[str, ...], by: Sequence[str], row: Sequence[int], people: _People) -> Audit:
    pages, total, words, relayed, direct, denials, unanswered, *kinds = map(int, row)
    mine = {str(kind): number for kind, number in zip(SpeakerKind, kinds, strict=True) if number}
    return Audit(
        group=dict(zip(by, key, strict=True)),
        pages=pages,
        statements=total,
        words=words,
        named=_share(sum(mine.get(str(kind), 0) for kind in NAMED), total),
        unnamed=_share(sum(mine.get(str(kind), 0) for kind in UNNAMED), total),
        relayed=_share(relayed, total),
        direct=_share(direct, total),
        denials=denials,
        unanswered=unanswered,
        by_kind={
            kind: _share(number, total) for kind, number in sorted(mine.items(), key=lambda item: (-item[1], item[0]))
        },
        roster={
            column: {value: _share(number, counts.total()) for value, number in sorted(counts.items())}
            for column, counts in people[key].items()
        },
    )


def _people(database: Database, by: Sequence[str], where: str, params: Sequence[Any], roster: Roster | None) -> _People:
    """For each group and column of the roster, how many statements each value has."""
    out: dict[tuple[str, ...], dict[str, Counter[str]]] = defaultdict(dict)
    if roster is None:
        return out
    keys = "".join(f"{_GROUPS[name].replace('x.', 's.')}, " for name in by)
    rows = database.run(
        f"SELECT {keys}a.label, count(*) FROM statement s JOIN version v ON v.id = s.version "
        f"JOIN appearance a ON a.id = s.appearance WHERE s.repeated = 0 AND {where} AND a.kind = 'person' "
        f"GROUP BY {keys}a.label",
        params,
    )
    for *key, label, number in rows:
        columns = out[tuple(key)]
        row = roster.find(Speaker("s", label, SpeakerKind.PERSON))
        for column in roster.columns:
            columns.setdefault(column, Counter())[(row or {}).get(column, "(not in the roster)")] += number
    return out


def _share(number: int, total: int) -> Share:
    return Share(number, number / total if total else 0.0)
