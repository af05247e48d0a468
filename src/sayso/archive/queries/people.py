"""Who speaks, how often, in which outlets; what joined a speaker's appearances, and the user's decisions about that."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any, Final

import msgspec

from sayso.archive.filters import NONE, Filters, condition
from sayso.archive.identity.entity_resolver import DESCRIBED, Rule, key_of
from sayso.archive.identity.likely_same import Likely, likely_same
from sayso.archive.storage.database import Database, ids, stored
from sayso.archive.storage.writer import now
from sayso.errors import MissingError, QueryError
from sayso.terms import SpeakerKind

_NUMBER: Final = re.compile("[0-9]{1,18}")


class Appearance(msgspec.Struct, frozen=True):
    """How a speaker was named on pages, what joined that to the entity, and on how many pages."""

    name: str
    role: str | None
    affiliation: str | None
    joined: str
    pages: int


class Person(msgspec.Struct, frozen=True):
    """An entity of the archive and what it says. ``identity`` is False for a description that many may share.

    ``likely`` are others that are likely the same, for the user to merge.
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


def speakers(database: Database, filters: Filters = NONE, limit: int = 50, offset: int = 0) -> list[Person]:
    """Entities by the number of their statements; statements repeated on a page count once."""
    with database.snapshot():
        where, params = condition(database, filters)
        fitting = f"s.repeated = 0 AND s.entity IS NOT NULL AND {where}"
        version = "JOIN version v ON v.id = s.version"
        top = database.run(  # an index alone gives it, unless a filter asks for the page
            f"SELECT s.entity, count(*) FROM statement s {version if 'v.' in where else ''} WHERE {fitting} "
            "GROUP BY s.entity ORDER BY 2 DESC, 1 LIMIT ? OFFSET ?",
            [*params, limit, offset],
        )
        chosen = ids(row[0] for row in top)
        joined = f"FROM statement s {version} WHERE s.entity IN ({chosen}) AND {fitting}"
        rows = database.run(
            "SELECT s.entity, count(*), count(DISTINCT v.page), sum(s.relayed), "
            "sum(CASE s.act WHEN 'denial' THEN 1 ELSE 0 END), sum(CASE s.act WHEN 'non_response' THEN 1 ELSE 0 END), "
            f"sum(s.words), min(v.published), max(v.published) {joined} GROUP BY s.entity ORDER BY 2 DESC, 1",
            params,
        )
        known = {
            row[0]: row
            for row in database.run(
                "SELECT id, label, kind, roles, affiliations, (SELECT count(*) FROM entity_name n WHERE n.entity = "
                f"entity.id AND n.key NOT LIKE '{DESCRIBED}%') FROM entity WHERE id IN ({chosen})"
            )
        }
        outlets: dict[int, dict[str, int]] = defaultdict(dict)
        for entity, outlet, number in database.run(
            f"SELECT s.entity, v.outlet, count(*) {joined} AND v.outlet IS NOT NULL "
            "GROUP BY s.entity, v.outlet ORDER BY 3 DESC, 2", params,
        ):  # fmt: skip
            outlets[entity][outlet] = number
        seen = _appearances(database, chosen)
        same = likely_same(database, [row[0] for row in top])
    return [
        Person(
            id=f"e{row[0]}", name=known[row[0]][1], kind=known[row[0]][2],
            identity=known[row[0]][5] > 0,
            statements=row[1], pages=row[2], relayed=int(row[3]), denials=int(row[4]), unanswered=int(row[5]),
            words=int(row[6]), first=row[7], last=row[8], outlets=outlets[row[0]],
            roles=tuple(stored(known[row[0]][3], list[str])), affiliations=tuple(stored(known[row[0]][4], list[str])),
            appearances=tuple(seen[row[0]]), likely=same.get(row[0], ()),
        )
        for row in rows
    ]  # fmt: skip


def _appearances(database: Database, chosen: str) -> dict[int, list[Appearance]]:
    out: dict[int, list[Appearance]] = defaultdict(list)
    for entity, label, role, affiliation, joined, pages in database.run(
        "SELECT entity, label, role, affiliation, joined, count(*) FROM appearance "
        f"WHERE entity IN ({chosen}) GROUP BY entity, label, role, affiliation, joined ORDER BY 6 DESC, 2, 3, 4"
    ):
        out[entity].append(Appearance(label, role, affiliation, joined or "", pages))
    return out


def entity(database: Database, name: str) -> int:
    """The number of an entity by its id (e12). Raises ArchiveError where there is none."""
    digits = name.strip().removeprefix("e")
    rows = database.run("SELECT id FROM entity WHERE id = ?", [int(digits)]) if _NUMBER.fullmatch(digits) else []
    if not rows:
        raise MissingError(f"there is no speaker {name}", "sayso speakers prints the ids, say e12", database.name)
    return int(rows[0][0])


def merge(database: Database, keep: str, *others: str) -> None:
    """Make others the same as one, here and for what comes later."""
    with database.write():
        into = entity(database, keep)
        for other in others:
            gone = entity(database, other)
            if gone == into:
                raise QueryError(f"{keep} cannot be merged with itself", "Name two speakers")
            roles: list[str] = []
            affiliations: list[str] = []
            for more_roles, more_affiliations in database.run(
                "SELECT roles, affiliations FROM entity WHERE id IN (?, ?) ORDER BY id = ? DESC", [into, gone, into]
            ):
                roles += stored(more_roles, list[str])
                affiliations += stored(more_affiliations, list[str])
            names = database.run("SELECT key, rule FROM entity_name WHERE entity = ?", [gone])
            database.run(
                "DELETE FROM entity_name WHERE entity = ? AND key IN (SELECT key FROM entity_name WHERE entity = ?)",
                [gone, into],
            )
            database.run("UPDATE entity_name SET entity = ?, rule = NULL WHERE entity = ?", [into, gone])
            database.run("UPDATE appearance SET entity = ?, joined = 'your decision' WHERE entity = ?", [into, gone])
            database.run("UPDATE statement SET entity = ? WHERE entity = ?", [into, gone])
            database.run(
                "UPDATE entity SET roles = ?, affiliations = ?, by_user = 1 WHERE id = ?",
                [json.dumps(list(dict.fromkeys(roles))), json.dumps(list(dict.fromkeys(affiliations))), into],
            )
            database.run("DELETE FROM entity WHERE id = ?", [gone])
            _note(database, "merge", {"kept": into, "gone": gone, "names": [key for key, _ in names]})


def split(
    database: Database, name: str, *, called: str | None = None, role: str | None = None, affiliation: str | None = None
) -> str:
    """Part an entity in two, here and for what comes later; the new one's id comes back.

    The new one is who is ``called`` so, or has words of that ``role`` or ``affiliation``. Raises QueryError where
    none or all
    of the entity's appearances are so.
    """
    if called is None and role is None and affiliation is None:
        raise QueryError("nothing says whom to split off", "Give --called, --role or --affiliation")
    rule = Rule(role, affiliation)
    with database.write():
        old = entity(database, name)
        rows = database.run(
            "SELECT id, label, kind, role, affiliation FROM appearance WHERE entity = ? ORDER BY id", [old]
        )
        wanted = {key_of(called, SpeakerKind.PERSON), key_of(called, SpeakerKind.UNNAMED)} if called else None
        moved = [
            row for row in rows
            if (wanted is None or key_of(row[1], SpeakerKind(row[2])) in wanted) and rule.fits(row[3], row[4])
        ]  # fmt: skip
        if not moved or len(moved) == len(rows):
            raise QueryError(
                f"{'none' if not moved else 'all'} of the {len(rows)} appearances of {name} are so",
                "sayso speakers --speaker with its id shows them",
            )
        ((found,),) = database.run("SELECT value FROM meta WHERE key = 'next_entity'")
        new = int(found)
        database.run("UPDATE meta SET value = ? WHERE key = 'next_entity'", [str(new + 1)])
        database.run(
            "INSERT INTO entity (id, label, kind, roles, affiliations, by_user) VALUES (?, ?, ?, ?, ?, 1)",
            [new, moved[0][1], moved[0][2], *(json.dumps(sorted({row[n] for row in moved if row[n]})) for n in (3, 4))],
        )
        names = database.run("SELECT key, surname FROM entity_name WHERE entity = ?", [old])
        for key, surname in names:
            if wanted is None or key in wanted:
                whole = role is None and affiliation is None
                if whole:
                    database.run("DELETE FROM entity_name WHERE entity = ? AND key = ?", [old, key])
                database.run(
                    "INSERT INTO entity_name (key, surname, entity, rule) VALUES (?, ?, ?, ?)",
                    [key, surname, new, None if whole else json.dumps({"role": role, "affiliation": affiliation})],
                )
        stay = {row[0] for row in rows} - {row[0] for row in moved}
        for column, place in (("roles", 3), ("affiliations", 4)):
            kept = sorted({row[place] for row in rows if row[0] in stay and row[place]})
            database.run(f"UPDATE entity SET {column} = ? WHERE id = ?", [json.dumps(kept), old])
        chosen = ids(row[0] for row in moved)
        database.run(f"UPDATE appearance SET entity = ?, joined = 'your decision' WHERE id IN ({chosen})", [new])
        database.run(f"UPDATE statement SET entity = ? WHERE entity = ? AND appearance IN ({chosen})", [new, old])
        _note(database, "split", {"from": old, "new": new, "called": called, "role": role, "affiliation": affiliation})
    return f"e{new}"


def decisions(database: Database) -> list[dict[str, Any]]:
    """What the user decided, in order."""
    rows = database.run("SELECT at, what, detail FROM decision ORDER BY id")
    return [{"at": at, "what": what, **stored(detail, dict)} for at, what, detail in rows]


def _note(database: Database, what: str, detail: dict[str, Any]) -> None:
    database.run(
        "INSERT INTO decision (id, at, what, detail) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM decision), ?, ?, ?)",
        [now(), what, json.dumps(detail)],
    )
