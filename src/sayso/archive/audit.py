"""Whom a newsroom listens to: counts of statements by outlet, month and more, over time, with a roster's columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from sayso.archive.database import Database
from sayso.archive.filters import NONE, Filters, condition
from sayso.errors import QueryError
from sayso.record.roster import Roster
from sayso.record.sourcing import NAMED, UNNAMED
from sayso.terms import Share, Speaker, SpeakerKind

_GROUPS: Final = {
    "outlet": "coalesce(v.outlet, '')",
    "year": "coalesce(substr(v.published, 1, 4), '')",
    "month": "coalesce(substr(v.published, 1, 7), '')",
    "day": "coalesce(substr(v.published, 1, 10), '')",
    "kind": "s.kind",
    "act": "s.act",
    "form": "s.form",
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


_Kinds = dict[tuple[str, ...], Counter[str]]
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
        keys = "".join(f"{_GROUPS[name]}, " for name in by)
        joined = f"FROM statement s JOIN version v ON v.id = s.version WHERE s.repeated = 0 AND {where}"
        order = f"GROUP BY {', '.join(_GROUPS[name] for name in by)}" if by else ""
        rows = database.run(
            f"SELECT {keys}count(DISTINCT v.page), count(*), coalesce(sum(s.words), 0), coalesce(sum(s.relayed), 0), "
            "coalesce(sum(CASE WHEN s.form = 'direct' THEN 1 ELSE 0 END), 0), "
            "coalesce(sum(CASE WHEN s.act = 'denial' THEN 1 ELSE 0 END), 0), "
            f"coalesce(sum(CASE WHEN s.act = 'non_response' THEN 1 ELSE 0 END), 0) {joined} {order}",
            params,
        )
        kinds: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        comma = "," if by else ""
        for *key, kind, number in database.run(
            f"SELECT {keys}s.kind, count(*) {joined} GROUP BY {', '.join(_GROUPS[n] for n in by)}{comma} s.kind", params
        ):
            kinds[tuple(key)][kind] = number
        people = _people(database, keys, joined, by, params, roster)
    size = len(by)
    return [_audit(tuple(row[:size]), by, row[size:], kinds, people) for row in sorted(rows)]


def _audit(key: tuple[str, ...], by: Sequence[str], row: Sequence[int], kinds: _Kinds, people: _People) -> Audit:
    pages, total, words, relayed, direct, denials, unanswered = map(int, row)
    mine = kinds[key]
    return Audit(
        group=dict(zip(by, key, strict=True)),
        pages=pages,
        statements=total,
        words=words,
        named=_share(sum(mine[str(kind)] for kind in NAMED), total),
        unnamed=_share(sum(mine[str(kind)] for kind in UNNAMED), total),
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


def _people(
    database: Database, keys: str, joined: str, by: Sequence[str], params: Sequence[Any], roster: Roster | None
) -> _People:
    """For each group and column of the roster, how many statements each value has."""
    out: dict[tuple[str, ...], dict[str, Counter[str]]] = defaultdict(dict)
    if roster is None:
        return out
    groups = "".join(f"{_GROUPS[name]}, " for name in by)
    with_label = joined.replace("WHERE", "JOIN appearance a ON a.id = s.appearance WHERE", 1)
    rows = database.run(
        f"SELECT {keys}a.label, count(*) {with_label} AND a.kind = 'person' GROUP BY {groups}a.label", params
    )
    for *key, label, number in rows:
        columns = out[tuple(key)]
        row = roster.find(Speaker("s", label, SpeakerKind.PERSON))
        for column in roster.columns:
            columns.setdefault(column, Counter())[(row or {}).get(column, "(not in the roster)")] += number
    return out


def _share(number: int, total: int) -> Share:
    return Share(number, number / total if total else 0.0)
