"""What can be computed from texts and bodies is computed anew: after a migration, a restore, or on request."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sayso.archive.identity.entity_resolver import DESCRIBED, IdentityResolver
from sayso.archive.identity.generic_names import NAMED, generic
from sayso.archive.storage.database import Database, IndexRow, ids
from sayso.archive.storage.rows import prepare, record_of
from sayso.archive.storage.version_rows import rewrite_corrected
from sayso.terms import Determinacy, Speaker, SpeakerKind

_BATCH = 500
_NAMES_AGAIN = 10  # the schema step from which on generic nouns are no identities


class _Told(msgspec.Struct, frozen=True):
    """Of an attribution in a body, what the columns of schema 10 hold."""

    id: str
    confidence: float = 0.0
    determinacy: Determinacy = Determinacy.ACTUAL
    speaker_confidence: float | None = None


class _Body(msgspec.Struct, frozen=True):
    """Of a body, its attributions."""

    attributions: tuple[_Told, ...] = ()


def refill(database: Database, number: int) -> None:
    """Fill what the schema steps after ``number`` hold, inside the transaction of the migration."""
    if number < 4:
        _from_texts(database, number)
    if 4 <= number < _NAMES_AGAIN:
        _describe(database)
    if number < 7 and database.dialect == "sqlite":
        rebuild_bands(database)
    if number < 10:
        fill_confidence(database)
    if number < 8:
        rewrite_corrected(database)


def _describe(database: Database) -> None:
    """What many bodies, outlets or texts are called names none of them: it is a description now."""
    kinds = ", ".join("?" * len(NAMED))
    rows = database.run(
        "SELECT n.key, n.entity, e.label, e.kind FROM entity_name n JOIN entity e ON e.id = n.entity "
        f"WHERE e.by_user = 0 AND e.kind IN ({kinds}) AND n.key NOT LIKE '{DESCRIBED}%'",
        sorted(map(str, NAMED)),
    )
    database.many(
        "UPDATE entity_name SET key = ? WHERE key = ? AND entity = ?",
        [(f"{DESCRIBED}{key}", key, number) for key, number, label, kind in rows if generic(label, SpeakerKind(kind))],
    )


def rebuild_bands(database: Database) -> None:
    """Write the bands of SQLite again from the signatures."""
    database.run("INSERT INTO statement_bands (statement_bands) VALUES ('delete-all')")
    last = 0
    while rows := database.run(
        "SELECT id, signature FROM statement WHERE signature IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
        [last, _BATCH],
    ):
        database.index([IndexRow(number, "", bytes(made)) for number, made in rows], sentences=False)
        last = rows[-1][0]


def fill_confidence(database: Database) -> None:
    """Fill determinacy and confidences from the bodies, or what users corrected of them."""
    versions = [version for (version,) in database.run("SELECT id FROM version ORDER BY id")]
    for at in range(0, len(versions), _BATCH):
        rows = database.run(
            f"SELECT id, coalesce(corrected, body) FROM version WHERE id IN ({ids(versions[at : at + _BATCH])})"
        )
        database.many(
            "UPDATE statement SET determinacy = ?, confidence = ?, speaker_confidence = ? "
            "WHERE version = ? AND name = ?",
            [
                (one.determinacy.value, one.confidence, one.speaker_confidence, version, one.id)
                for version, body in rows
                for one in msgspec.json.decode(bytes(body), type=_Body).attributions
            ],
        )


def _from_texts(database: Database, number: int) -> None:
    """Read every text again: sentences, signatures, and who is who."""
    versions = [version for (version,) in database.run("SELECT id FROM version WHERE text IS NOT NULL ORDER BY id")]
    found = database.run("SELECT value FROM meta WHERE key = 'next_entity'")
    resolver = IdentityResolver(database, int(found[0][0]) if found else 1)
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
            later = database.dialect == "sqlite"  # the bands, with those of every archive before schema 7
            index += [
                IndexRow(rows[row.name], row.sentence, None if later else row.signature) for row in made.statements
            ]
        _join(database, resolver, version, made.speakers)
        if len(index) >= _BATCH:
            database.index(index, sentences=number < 2)
            index = []
    database.index(index, sentences=number < 2)
    resolver.flush()
    database.run("DELETE FROM meta WHERE key = 'next_entity'")
    database.run("INSERT INTO meta (key, value) VALUES ('next_entity', ?)", [str(resolver.next_id)])


def _join(database: Database, resolver: IdentityResolver, version: int, speakers: Sequence[Speaker]) -> None:
    """Give the speakers of a version their entities."""
    appearances: dict[str, int] = dict(database.run("SELECT name, id FROM appearance WHERE version = ?", [version]))
    found = [(appearances[one.id], *resolver.resolve(one)) for one in speakers]
    resolver.flush()
    database.many("UPDATE appearance SET entity = ?, joined = ? WHERE id = ?", [(e, why, a) for a, e, why in found])
    database.many(
        "UPDATE statement SET entity = ? WHERE version = ? AND appearance = ?", [(e, version, a) for a, e, _ in found]
    )
