"""The speakers of an archive with their counts, and the user's decisions to merge or split them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any, Final

import msgspec

from sayso.archive.filters import NO_FILTERS, Filters, condition
from sayso.archive.identity.entity_resolver import DESCRIPTION_PREFIX, Rule, name_key
from sayso.archive.identity.likely_same import Likely, likely_same
from sayso.archive.storage.database import Database, decode_column, ids
from sayso.archive.storage.writer import now
from sayso.errors import MissingError, QueryError
from sayso.terms import SpeakerKind

_NUMBER: Final = re.compile("[0-9]{1,18}")


class Appearance(msgspec.Struct, frozen=True):
    """A name, role and affiliation of a speaker, the reason for the match, and the number of pages with them."""

    name: str
    role: str | None
    affiliation: str | None
    joined: str
    pages: int


class Person(msgspec.Struct, frozen=True):
    """An entity of the archive with the counts of its statements.

    ``identity`` is False for a description, which several people or organizations may share. ``likely`` holds entities
    that are likely the same, as suggestions to merge.
    """

    id: str
    name: str
    kind: str
    identity: bool
    statements: int
    pages: int
    relayed: int
    denials: int
    unanswered: int
    words: int
    first: str | None
    last: str | None
    outlets: dict[str, int]
    roles: tuple[str, ...]
    affiliations: tuple[str, ...]
    appearances: tuple[Appearance, ...] = ()
    likely: tuple[Likely, ...] = ()


ORDERS: Final = {
    "statements": "count(*) DESC",
    "pages": "count(DISTINCT s.version) DESC",
    "relayed": "sum(s.relayed) DESC",
    "denials": "sum(CASE s.act WHEN 'denial' THEN 1 ELSE 0 END) DESC",
    "unanswered": "sum(CASE s.act WHEN 'non_response' THEN 1 ELSE 0 END) DESC",
    "words": "sum(s.words) DESC",
    "name": "(SELECT lower(label) FROM entity WHERE entity.id = s.entity)",
}
"""The orders of speakers, and their SQL."""


def speakers(
    database: Database, filters: Filters = NO_FILTERS, limit: int = 50, offset: int = 0, order: str = "statements"
) -> list[Person]:
    """Return the entities, those with the most statements first. Statements repeated on a page count once.

    Raises QueryError for an order that is not in ``ORDERS``.
    """
    if order not in ORDERS:
        raise QueryError(f"cannot order by {order}", f"Choose one of: {', '.join(ORDERS)}")
    with database.snapshot():
        where, params = condition(database, filters)
        matching = f"s.repeated = 0 AND s.entity IS NOT NULL AND {where}"
        version = "JOIN version v ON v.id = s.version"
        top = database.run(  # an index covers this query unless a filter uses the version
            f"SELECT s.entity, count(*) FROM statement s {version if 'v.' in where else ''} WHERE {matching} "
            f"GROUP BY s.entity ORDER BY {ORDERS[order]}, count(*) DESC, 1 LIMIT ? OFFSET ?",
            [*params, limit, offset],
        )
        chosen = ids(row[0] for row in top)
        joined = f"FROM statement s {version} WHERE s.entity IN ({chosen}) AND {matching}"
        rows = database.run(
            "SELECT s.entity, count(*), count(DISTINCT v.page), sum(s.relayed), "
            "sum(CASE s.act WHEN 'denial' THEN 1 ELSE 0 END), sum(CASE s.act WHEN 'non_response' THEN 1 ELSE 0 END), "
            f"sum(s.words), min(v.published), max(v.published) {joined} GROUP BY s.entity",
            params,
        )
        place = {row[0]: number for number, row in enumerate(top)}
        rows.sort(key=lambda row: place[row[0]])
        entities = {
            row[0]: row
            for row in database.run(
                "SELECT id, label, kind, roles, affiliations, (SELECT count(*) FROM entity_name n WHERE n.entity = "
                f"entity.id AND n.key NOT LIKE '{DESCRIPTION_PREFIX}%') FROM entity WHERE id IN ({chosen})"
            )
        }
        outlets: dict[int, dict[str, int]] = defaultdict(dict)
        for entity, outlet, number in database.run(
            f"SELECT s.entity, v.outlet, count(*) {joined} AND v.outlet IS NOT NULL "
            "GROUP BY s.entity, v.outlet ORDER BY 3 DESC, 2", params,
        ):  # fmt: skip
            outlets[entity][outlet] = number
        appearances = _appearances(database, chosen)
        likely = likely_same(database, [row[0] for row in top])
    return [
        Person(
            id=f"e{row[0]}", name=entities[row[0]][1], kind=entities[row[0]][2],
            identity=entities[row[0]][5] > 0,
            statements=row[1], pages=row[2], relayed=int(row[3]), denials=int(row[4]), unanswered=int(row[5]),
            words=int(row[6]), first=row[7], last=row[8], outlets=outlets[row[0]],
            roles=tuple(decode_column(entities[row[0]][3], list[str])),
            affiliations=tuple(decode_column(entities[row[0]][4], list[str])),
            appearances=tuple(appearances[row[0]]), likely=likely.get(row[0], ()),
        )
        for row in rows
    ]  # fmt: skip


class RelayedOutlet(msgspec.Struct, frozen=True):
    """An outlet whose reports other pages relay: its id (e12), name and kind, and the number of relayed statements."""

    id: str
    name: str
    kind: str
    statements: int


def relayed_outlets(database: Database, filters: Filters = NO_FILTERS, limit: int = 50) -> list[RelayedOutlet]:
    """Return the outlets whose reports the statements relay, the most relayed first. Repeats on a page count once."""
    where, params = condition(database, filters)
    return [
        RelayedOutlet(f"e{number}", label, kind, statements)
        for number, label, kind, statements in database.run(
            "SELECT e.id, e.label, e.kind, count(*) FROM statement s JOIN version v ON v.id = s.version "
            "JOIN appearance a ON a.id = s.relay JOIN entity e ON e.id = a.entity "
            f"WHERE s.repeated = 0 AND {where} GROUP BY e.id, e.label, e.kind ORDER BY 4 DESC, 1 LIMIT ?",
            [*params, limit],
        )
    ]


def _appearances(database: Database, chosen: str) -> dict[int, list[Appearance]]:
    appearances: dict[int, list[Appearance]] = defaultdict(list)
    for entity, label, role, affiliation, joined, pages in database.run(
        "SELECT entity, label, role, affiliation, joined, count(*) FROM appearance "
        f"WHERE entity IN ({chosen}) GROUP BY entity, label, role, affiliation, joined ORDER BY 6 DESC, 2, 3, 4"
    ):
        appearances[entity].append(Appearance(label, role, affiliation, joined or "", pages))
    return appearances


def entity_id(database: Database, name: str) -> int:
    """Return the row id of an entity (e12). Raises MissingError if there is no such entity."""
    digits = name.strip().removeprefix("e")
    rows = database.run("SELECT id FROM entity WHERE id = ?", [int(digits)]) if _NUMBER.fullmatch(digits) else []
    if not rows:
        raise MissingError(f"there is no speaker {name}", "sayso speakers prints ids such as e12", database.name)
    return int(rows[0][0])


def merge(database: Database, keep: str, *others: str) -> None:
    """Merge other entities into one. The decision also applies to records added later.

    Raises MissingError if an entity does not exist, and QueryError if an entity is merged with itself.
    """
    with database.write():
        into = entity_id(database, keep)
        for other in others:
            merged = entity_id(database, other)
            if merged == into:
                raise QueryError(f"{keep} cannot be merged with itself", "Name two speakers")
            roles: list[str] = []
            affiliations: list[str] = []
            for more_roles, more_affiliations in database.run(
                "SELECT roles, affiliations FROM entity WHERE id IN (?, ?) ORDER BY id = ? DESC", [into, merged, into]
            ):
                roles += decode_column(more_roles, list[str])
                affiliations += decode_column(more_affiliations, list[str])
            names = database.run("SELECT key, rule FROM entity_name WHERE entity = ?", [merged])
            database.run(
                "DELETE FROM entity_name WHERE entity = ? AND key IN (SELECT key FROM entity_name WHERE entity = ?)",
                [merged, into],
            )
            database.run("UPDATE entity_name SET entity = ?, rule = NULL WHERE entity = ?", [into, merged])
            database.run("UPDATE appearance SET entity = ?, joined = 'your decision' WHERE entity = ?", [into, merged])
            database.run("UPDATE statement SET entity = ? WHERE entity = ?", [into, merged])
            database.run(
                "UPDATE entity SET roles = ?, affiliations = ?, by_user = 1 WHERE id = ?",
                [json.dumps(list(dict.fromkeys(roles))), json.dumps(list(dict.fromkeys(affiliations))), into],
            )
            database.run("DELETE FROM entity WHERE id = ?", [merged])
            _insert_decision(database, "merge", {"kept": into, "gone": merged, "names": [key for key, _ in names]})


def split(
    database: Database, name: str, *, called: str | None = None, role: str | None = None, affiliation: str | None = None
) -> str:
    """Split an entity in two and return the id of the new one. The decision also applies to records added later.

    The appearances with the name ``called``, and with a significant word of ``role`` and of ``affiliation``, move to
    the new entity. Raises QueryError if none or all appearances match.
    """
    if called is None and role is None and affiliation is None:
        raise QueryError("there is no condition for the split", "Use --called, --role or --affiliation")
    rule = Rule(role, affiliation)
    with database.write():
        old = entity_id(database, name)
        rows = database.run(
            "SELECT id, label, kind, role, affiliation FROM appearance WHERE entity = ? ORDER BY id", [old]
        )
        keys = {name_key(called, SpeakerKind.PERSON), name_key(called, SpeakerKind.UNNAMED)} if called else None
        moved = [
            row for row in rows
            if (keys is None or name_key(row[1], SpeakerKind(row[2])) in keys) and rule.matches(row[3], row[4])
        ]  # fmt: skip
        if not moved or len(moved) == len(rows):
            raise QueryError(
                f"{'none' if not moved else 'all'} of the {len(rows)} appearances of {name} match",
                f"sayso speakers --speaker {name} lists them",
            )
        ((next_entity,),) = database.run("SELECT value FROM meta WHERE key = 'next_entity'")
        new = int(next_entity)
        database.run("UPDATE meta SET value = ? WHERE key = 'next_entity'", [str(new + 1)])
        database.run(
            "INSERT INTO entity (id, label, kind, roles, affiliations, by_user) VALUES (?, ?, ?, ?, ?, 1)",
            [new, moved[0][1], moved[0][2], *(json.dumps(sorted({row[n] for row in moved if row[n]})) for n in (3, 4))],
        )
        names = database.run("SELECT key, surname FROM entity_name WHERE entity = ?", [old])
        for key, surname in names:
            if keys is None or key in keys:
                by_name = role is None and affiliation is None
                if by_name:
                    database.run("DELETE FROM entity_name WHERE entity = ? AND key = ?", [old, key])
                database.run(
                    "INSERT INTO entity_name (key, surname, entity, rule) VALUES (?, ?, ?, ?)",
                    [key, surname, new, None if by_name else json.dumps({"role": role, "affiliation": affiliation})],
                )
        moved_ids = {row[0] for row in moved}
        for column, index in (("roles", 3), ("affiliations", 4)):
            kept = sorted({row[index] for row in rows if row[0] not in moved_ids and row[index]})
            database.run(f"UPDATE entity SET {column} = ? WHERE id = ?", [json.dumps(kept), old])
        chosen = ids(row[0] for row in moved)
        database.run(f"UPDATE appearance SET entity = ?, joined = 'your decision' WHERE id IN ({chosen})", [new])
        database.run(f"UPDATE statement SET entity = ? WHERE entity = ? AND appearance IN ({chosen})", [new, old])
        detail = {"from": old, "new": new, "called": called, "role": role, "affiliation": affiliation}
        _insert_decision(database, "split", detail)
    return f"e{new}"


def decisions(database: Database) -> list[dict[str, Any]]:
    """Return the user's merges and splits in order."""
    rows = database.run("SELECT at, what, detail FROM decision ORDER BY id")
    return [{"at": at, "what": what, **decode_column(detail, dict)} for at, what, detail in rows]


def _insert_decision(database: Database, what: str, detail: dict[str, Any]) -> None:
    database.run(
        "INSERT INTO decision (id, at, what, detail) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM decision), ?, ?, ?)",
        [now(), what, json.dumps(detail)],
    )
