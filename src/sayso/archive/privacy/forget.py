"""Removes pages, speakers and the texts of old pages from an archive, and leaves tombstones that block them."""

from __future__ import annotations

import msgspec

from sayso.archive.corrections.current_record import current_record
from sayso.archive.corrections.store import forget_corrections
from sayso.archive.filters import NO_FILTERS, Filters, condition
from sayso.archive.identity.entity_resolver import name_key
from sayso.archive.privacy.tombstones import Tombstones, redact, with_corrected_speakers
from sayso.archive.queries.differences import versions_of
from sayso.archive.queries.people import entity_id
from sayso.archive.storage.database import Database
from sayso.archive.storage.rows import page_key, prepare, record_of
from sayso.archive.storage.version_rows import rewrite
from sayso.archive.storage.writer import clear, now, unindex
from sayso.errors import ArchiveError, MissingError, QueryError
from sayso.terms import Record, SpeakerKind


class Removed(msgspec.Struct, frozen=True):
    """The number of pages and statements affected by a removal."""

    pages: int
    statements: int


def forget(
    database: Database, *, url: str | None = None, speaker: str | None = None, reason: str | None = None
) -> Removed:
    """Remove a page or a speaker and block it. Raises QueryError unless exactly one of them is given."""
    if url is not None and speaker is None:
        return _forget_url(database, url, reason)
    if speaker is not None and url is None:
        return _forget_speaker(database, speaker, reason)
    raise _not_exactly_one()


def _not_exactly_one() -> QueryError:
    return QueryError("exactly one page or speaker is required", "Use either --url or --speaker")


def _forget_url(database: Database, url: str, reason: str | None = None) -> Removed:
    """Remove a page with all its versions, and leave a tombstone."""
    with database.write():
        _, versions = versions_of(database, url)
        ((page, key),) = database.run(
            "SELECT id, key FROM page WHERE id = (SELECT page FROM version WHERE id = ?)",
            [next(iter(versions.values()))],
        )
        ((statements,),) = database.run(
            "SELECT count(*) FROM statement WHERE version IN (SELECT id FROM version WHERE page = ?)", [page]
        )
        for version in versions.values():
            clear(database, version)
            database.run("DELETE FROM correction WHERE version = ?", [version])
            database.run("DELETE FROM version WHERE id = ?", [version])
        database.run("DELETE FROM page WHERE id = ?", [page])
        _delete_unused_entities(database)
        _insert_tombstone(database, "url", key, reason, 1, int(statements))
    database.scrub()
    return Removed(1, int(statements))


def _forget_speaker(database: Database, speaker: str, reason: str | None = None) -> Removed:
    """Remove a speaker (e12) with its statements, mask its names and words, and leave tombstones for its names."""
    with database.write():
        number = entity_id(database, speaker)
        keys = [key for (key,) in database.run("SELECT key FROM entity_name WHERE entity = ?", [number])]
        rows = database.run(
            "SELECT v.id, v.text, v.body, v.corrected, v.page FROM version v "
            "WHERE v.id IN (SELECT version FROM appearance WHERE entity = ?) ORDER BY v.id", [number],
        )  # fmt: skip
        ((statements,),) = database.run("SELECT count(*) FROM statement WHERE entity = ?", [number])
        uncorrected = forget_corrections(database, set(keys))
        for version, text, body, corrected, _ in rows:
            if text is None:
                raise ArchiveError(
                    f"the text of record {version} was dropped, so names in its spans cannot be found",
                    "Forget the page instead", database.name,
                )  # fmt: skip
            names = database.run("SELECT name FROM appearance WHERE version = ? AND entity = ?", [version, number])
            forgotten = {name for (name,) in names}
            original, current = record_of(text, bytes(body)), current_record(text, body, corrected)
            _replace_record(database, version, redact(with_corrected_speakers(original, current, forgotten), forgotten))
        for version in uncorrected - {row[0] for row in rows}:
            rewrite(database, version)
        pages = len({row[4] for row in rows})
        database.run("DELETE FROM entity_name WHERE entity = ?", [number])
        database.run("DELETE FROM entity WHERE id = ?", [number])
        for key in keys:
            _insert_tombstone(database, "speaker", key, reason, pages, int(statements))
    database.scrub()
    return Removed(pages, int(statements))


def remember(database: Database, *, url: str | None = None, speaker: str | None = None) -> None:
    """Delete the tombstone of a page or of a speaker's name. Raises MissingError if there is none."""
    if (url is None) == (speaker is None):
        raise _not_exactly_one()
    with database.write():
        tombstones = Tombstones(database)
        if url:
            hashes = [tombstones.hash("url", page_key(url))]
        else:  # a name, or a description
            kinds = (SpeakerKind.PERSON, SpeakerKind.UNNAMED)
            hashes = [tombstones.hash("speaker", name_key(speaker or "", kind)) for kind in kinds]
        if not database.run("DELETE FROM tombstone WHERE hash IN (?, ?) RETURNING id", [hashes[0], hashes[-1]]):
            raise MissingError(
                f"{url or speaker} was not forgotten", "sayso archive info counts tombstones", database.name
            )


def drop_texts(database: Database, filters: Filters = NO_FILTERS) -> Removed:
    """Drop the texts of pages that match the filters; spans, names, counts and hashes are kept."""
    with database.write():
        where, params = condition(database, msgspec.structs.replace(filters, all_versions=True, determinacy=()))
        versions = [number for (number,) in database.run(
            "SELECT DISTINCT v.id FROM version v LEFT JOIN statement s ON s.version = v.id "
            f"WHERE v.text IS NOT NULL AND {where}", params
        )]  # fmt: skip
        statements = 0
        for version in versions:
            statements += int(database.run("SELECT count(*) FROM statement WHERE version = ?", [version])[0][0])
            unindex(database, version)
            database.run("UPDATE version SET text = NULL WHERE id = ?", [version])
            database.run("UPDATE statement SET signature = NULL WHERE version = ?", [version])
    database.scrub()
    return Removed(len(versions), statements)


def _replace_record(database: Database, version: int, record: Record) -> None:
    """Replace the original record of a version."""
    clear(database, version)
    prepared = prepare(record)
    database.run(
        "UPDATE version SET text = ?, text_hash = ?, body = ?, headline = ? WHERE id = ?",
        [prepared.text, prepared.text_hash, prepared.body, prepared.headline, version],
    )
    rewrite(database, version)


def _delete_unused_entities(database: Database) -> None:
    """Delete entities without appearances, except those that the user merged or split."""
    unused = "by_user = 0 AND id NOT IN (SELECT entity FROM appearance WHERE entity IS NOT NULL)"
    database.run(f"DELETE FROM entity_name WHERE entity IN (SELECT id FROM entity WHERE {unused})")
    database.run(f"DELETE FROM entity WHERE {unused}")


def _insert_tombstone(database: Database, what: str, key: str, reason: str | None, pages: int, statements: int) -> None:
    database.run(
        "INSERT INTO tombstone (id, at, what, hash, reason, pages, statements) VALUES "
        "((SELECT coalesce(max(id), 0) + 1 FROM tombstone), ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        [now(), what, Tombstones(database).hash(what, key), reason, pages, statements],
    )
