"""What can be computed from texts and bodies is computed anew: after a migration, a restore, or on request."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.archive.database import Database, IndexRow
from sayso.archive.entities import Resolver
from sayso.archive.rows import prepare, record_of
from sayso.terms import Speaker

_BATCH = 500


def refill(database: Database, number: int) -> None:
    """Fill what the schema steps after ``number`` hold, inside the transaction of the migration."""
    if number >= 4:  # what came later is not computed from texts
        return
    versions = [version for (version,) in database.run("SELECT id FROM version WHERE text IS NOT NULL ORDER BY id")]
    found = database.run("SELECT value FROM meta WHERE key = 'next_entity'")
    resolver = Resolver(database, int(found[0][0]) if found else 1)
    index: list[IndexRow] = []
    for version in versions:
        ((text, body),) = database.run("SELECT text, body FROM version WHERE id = ?", [version])
        made = prepare(record_of(text, bytes(body)))
        rows: dict[str, int] = dict(database.run("SELECT name, id FROM statement WHERE version = ?", [version]))
        if number < 3:
            database.many(
                "UPDATE statement SET signature = ? WHERE id = ?",
                [(row.signature, rows[row.name]) for row in made.statements],
            )
            index += [IndexRow(rows[row.name], row.sentence, row.signature) for row in made.statements]
        _join(database, resolver, version, made.speakers)
        if len(index) >= _BATCH:
            database.index(index, sentences=number < 2)
            index = []
    database.index(index, sentences=number < 2)
    resolver.flush()
    database.run("DELETE FROM meta WHERE key = 'next_entity'")
    database.run("INSERT INTO meta (key, value) VALUES ('next_entity', ?)", [str(resolver.next_id)])


def _join(database: Database, resolver: Resolver, version: int, speakers: Sequence[Speaker]) -> None:
    """Give the speakers of a version their entities."""
    appearances: dict[str, int] = dict(database.run("SELECT name, id FROM appearance WHERE version = ?", [version]))
    found = [(appearances[one.id], *resolver.resolve(one)) for one in speakers]
    resolver.flush()
    database.many("UPDATE appearance SET entity = ?, joined = ? WHERE id = ?", [(e, why, a) for a, e, why in found])
    database.many("UPDATE statement SET entity = ? WHERE appearance = ?", [(e, a) for a, e, _ in found])
