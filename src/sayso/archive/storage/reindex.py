"""Recomputes columns and indexes from texts and record bodies, after a migration, a restore or a repair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from sayso.archive.corrections.current_record import current_record
from sayso.archive.identity.entity_resolver import DESCRIPTION_PREFIX, IdentityResolver
from sayso.archive.identity.generic_names import CHECKED_KINDS, is_generic
from sayso.archive.storage.database import Database, IndexRow, ids
from sayso.archive.storage.rows import prepare, record_of
from sayso.archive.storage.version_rows import rewrite_corrected
from sayso.terms import Determinacy, Speaker, SpeakerKind
from sayso.text.searchable import seen_sql

_BATCH = 500
_GENERIC_NAMES_SCHEMA = 10  # the first schema in which generic names are descriptions


class _AttributionColumns(msgspec.Struct, frozen=True):
    """The fields of an attribution that schemas 10 and 12 store in columns."""

    id: str
    relay: str | None = None
    confidence: float = 0.0
    determinacy: Determinacy = Determinacy.ACTUAL
    speaker_confidence: float | None = None


class _Body(msgspec.Struct, frozen=True):
    """The part of a record body that is needed for the columns of schemas 10 and 12."""

    attributions: tuple[_AttributionColumns, ...] = ()


def refill(database: Database, number: int) -> None:
    """Compute the values that schemas after ``number`` add. Runs in the transaction of the migration."""
    if number < 4:
        _recompute_from_texts(database, number)
    if 4 <= number < _GENERIC_NAMES_SCHEMA:
        _mark_generic_names(database)
    if number < 7 and database.dialect == "sqlite":
        rebuild_bands(database)
    if number < 10:
        fill_confidence(database)
    if number < 8:
        rewrite_corrected(database)
    if number < 11:
        reindex_invisible(database)
    if number < 12:
        fill_relays(database)


def _mark_generic_names(database: Database) -> None:
    """Turn names that are generic nouns into descriptions."""
    kinds = ", ".join("?" * len(CHECKED_KINDS))
    rows = database.run(
        "SELECT n.key, n.entity, e.label, e.kind FROM entity_name n JOIN entity e ON e.id = n.entity "
        f"WHERE e.by_user = 0 AND e.kind IN ({kinds}) AND n.key NOT LIKE '{DESCRIPTION_PREFIX}%'",
        sorted(map(str, CHECKED_KINDS)),
    )
    database.run_many(
        "UPDATE entity_name SET key = ? WHERE key = ? AND entity = ?",
        [
            (f"{DESCRIPTION_PREFIX}{key}", key, number)
            for key, number, label, kind in rows
            if is_generic(label, SpeakerKind(kind))
        ],
    )


def rebuild_bands(database: Database) -> None:
    """Rebuild SQLite's index of bands from the signatures."""
    database.run("INSERT INTO statement_bands (statement_bands) VALUES ('delete-all')")
    last = 0
    while rows := database.run(
        "SELECT id, signature FROM statement WHERE signature IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
        [last, _BATCH],
    ):
        database.index([IndexRow(number, "", bytes(signature)) for number, signature in rows], sentences=False)
        last = rows[-1][0]


def fill_confidence(database: Database) -> None:
    """Fill the columns determinacy, confidence and speaker_confidence from the corrected or original bodies."""
    for rows in _bodies(database):
        database.run_many(
            "UPDATE statement SET determinacy = ?, confidence = ?, speaker_confidence = ? "
            "WHERE version = ? AND name = ?",
            [
                (
                    attribution.determinacy.value,
                    attribution.confidence,
                    attribution.speaker_confidence,
                    version,
                    attribution.id,
                )
                for version, body in rows
                for attribution in body.attributions
            ],
        )


def fill_relays(database: Database) -> None:
    """Fill the column relay from the corrected or original bodies."""
    for rows in _bodies(database):
        database.run_many(
            "UPDATE statement SET relay = (SELECT min(id) FROM appearance WHERE version = ? AND name = ?) "
            "WHERE version = ? AND name = ?",
            [
                (version, attribution.relay, version, attribution.id)
                for version, body in rows
                for attribution in body.attributions
                if attribution.relay is not None
            ],
        )


def _bodies(database: Database) -> Iterator[list[tuple[int, _Body]]]:
    """Yield the ids of all versions with their corrected or original bodies, in batches."""
    versions = [version for (version,) in database.run("SELECT id FROM version ORDER BY id")]
    for at in range(0, len(versions), _BATCH):
        rows = database.run(
            f"SELECT id, coalesce(corrected, body) FROM version WHERE id IN ({ids(versions[at : at + _BATCH])})"
        )
        yield [(version, msgspec.json.decode(bytes(body), type=_Body)) for version, body in rows]


def reindex_invisible(database: Database) -> None:
    """Index the statements of texts with characters that schema 11 ignores, with their signatures."""
    versions = [row[0] for row in database.run(f"SELECT id FROM version WHERE text <> {seen_sql('text')} ORDER BY id")]
    if versions and database.dialect == "sqlite":
        database.run("INSERT INTO statement_search (statement_search) VALUES ('rebuild')")
    for version in versions:
        (columns,) = database.run("SELECT text, body, corrected FROM version WHERE id = ?", [version])
        statements = {row.name: row for row in prepare(current_record(*columns)).statements}
        old, new = [], []
        for number, name, signature in database.run(
            "SELECT id, name, signature FROM statement WHERE version = ?", [version]
        ):
            row = statements[name]
            old.append(IndexRow(number, row.sentence, bytes(signature) if signature else None))
            new.append(IndexRow(number, row.sentence, row.signature))
        database.unindex(old)
        database.run_many("UPDATE statement SET signature = ? WHERE id = ?", [(row.signature, row.id) for row in new])
        database.index(new)


def _recompute_from_texts(database: Database, number: int) -> None:
    """Recompute sentences, signatures and entities from all texts."""
    versions = [version for (version,) in database.run("SELECT id FROM version WHERE text IS NOT NULL ORDER BY id")]
    next_entity = database.run("SELECT value FROM meta WHERE key = 'next_entity'")
    resolver = IdentityResolver(database, int(next_entity[0][0]) if next_entity else 1)
    index: list[IndexRow] = []
    for version in versions:
        ((text, body),) = database.run("SELECT text, body FROM version WHERE id = ?", [version])
        prepared = prepare(record_of(text, bytes(body)))
        row_ids: dict[str, int] = dict(database.run("SELECT name, id FROM statement WHERE version = ?", [version]))
        if number < 3:
            database.run_many(
                "UPDATE statement SET signature = ? WHERE id = ?",
                [(row.signature, row_ids[row.name]) for row in prepared.statements],
            )
            without_bands = database.dialect == "sqlite"  # refill calls rebuild_bands later
            index += [
                IndexRow(row_ids[row.name], row.sentence, None if without_bands else row.signature)
                for row in prepared.statements
            ]
        _resolve_speakers(database, resolver, version, prepared.speakers)
        if len(index) >= _BATCH:
            database.index(index, sentences=number < 2)
            index = []
    database.index(index, sentences=number < 2)
    resolver.flush()
    database.run("DELETE FROM meta WHERE key = 'next_entity'")
    database.run("INSERT INTO meta (key, value) VALUES ('next_entity', ?)", [str(resolver.next_id)])


def _resolve_speakers(
    database: Database, resolver: IdentityResolver, version: int, speakers: Sequence[Speaker]
) -> None:
    """Set the entities of a version's speakers and statements."""
    row_ids: dict[str, int] = dict(database.run("SELECT name, id FROM appearance WHERE version = ?", [version]))
    resolved = [(row_ids[speaker.id], *resolver.resolve(speaker)) for speaker in speakers]
    resolver.flush()
    database.run_many(
        "UPDATE appearance SET entity = ?, joined = ? WHERE id = ?",
        [(entity, reason, appearance) for appearance, entity, reason in resolved],
    )
    database.run_many(
        "UPDATE statement SET entity = ? WHERE version = ? AND appearance = ?",
        [(entity, version, appearance) for appearance, entity, _ in resolved],
    )
