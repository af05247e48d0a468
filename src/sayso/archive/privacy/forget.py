"""Taking things out of an archive: a page, a speaker, or the texts of old pages; what was forgotten does not come
back.
"""

from __future__ import annotations

import msgspec

from sayso.archive.corrections.current_record import standing
from sayso.archive.corrections.store import forget_corrections
from sayso.archive.filters import NONE, Filters, condition
from sayso.archive.identity.entity_resolver import key_of
from sayso.archive.privacy.tombstones import Forgotten, given_to, without
from sayso.archive.queries.differences import versions_of
from sayso.archive.queries.people import entity
from sayso.archive.storage.database import Database
from sayso.archive.storage.rows import page_key, prepare, record_of
from sayso.archive.storage.version_rows import rewrite
from sayso.archive.storage.writer import clear, now, unindex
from sayso.errors import ArchiveError, MissingError, QueryError
from sayso.terms import Record, SpeakerKind


class Removed(msgspec.Struct, frozen=True):
    """What was taken out."""

    pages: int
    statements: int


def forget(
    database: Database, *, url: str | None = None, speaker: str | None = None, reason: str | None = None
) -> Removed:
    """Remove a page or a speaker. Raises QueryError unless exactly one of them is given."""
    if url is not None and speaker is None:
        return forget_url(database, url, reason)
    if speaker is not None and url is None:
        return forget_speaker(database, speaker, reason)
    raise QueryError("one page or one speaker is wanted", "Give --url or --speaker")


def forget_url(database: Database, url: str, reason: str | None = None) -> Removed:
    """Remove a page with all its versions, and leave a tombstone that keeps it out."""
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
        _lonely(database)
        _tombstone(database, "url", key, reason, 1, int(statements))
    _scrub(database)
    return Removed(1, int(statements))


def forget_speaker(database: Database, speaker: str, reason: str | None = None) -> Removed:
    """Remove a speaker (e12): statements gone, words and names blacked out, other spans unmoved; and keep them out."""
    with database.write():
        number = entity(database, speaker)
        keys = [key for (key,) in database.run("SELECT key FROM entity_name WHERE entity = ?", [number])]
        rows = database.run(
            "SELECT v.id, v.text, v.body, v.corrected, v.page FROM version v "
            "WHERE v.id IN (SELECT version FROM appearance WHERE entity = ?) ORDER BY v.id", [number],
        )  # fmt: skip
        ((statements,),) = database.run("SELECT count(*) FROM statement WHERE entity = ?", [number])
        changed = forget_corrections(database, set(keys))
        for version, text, body, told, _ in rows:
            if text is None:
                raise ArchiveError(
                    f"the text of record {version} was dropped, and names in its spans cannot be found",
                    "Forget the page instead", database.name,
                )  # fmt: skip
            gone = {
                name
                for (name,) in database.run(
                    "SELECT name FROM appearance WHERE version = ? AND entity = ?", [version, number]
                )
            }
            whole = given_to(gone, standing(text, body, told), record_of(text, bytes(body)))
            _replaced(database, version, without(whole, gone))
        for version in changed - {row[0] for row in rows}:
            rewrite(database, version)
        pages = len({row[4] for row in rows})
        database.run("DELETE FROM entity_name WHERE entity = ?", [number])
        database.run("DELETE FROM entity WHERE id = ?", [number])
        for key in keys:
            _tombstone(database, "speaker", key, reason, pages, int(statements))
    _scrub(database)
    return Removed(pages, int(statements))


def remember(database: Database, *, url: str | None = None, speaker: str | None = None) -> None:
    """Lift a tombstone: the page or the name may be added again. Raises ArchiveError where there is none."""
    if (url is None) == (speaker is None):
        raise QueryError("one page or one speaker is wanted", "Give --url or --speaker")
    with database.write():
        forgotten = Forgotten(database)
        if url:
            made = [forgotten.hash("url", page_key(url))]
        else:  # a name, or a description
            kinds = (SpeakerKind.PERSON, SpeakerKind.UNNAMED)
            made = [forgotten.hash("speaker", key_of(speaker or "", kind)) for kind in kinds]
        if not database.run("DELETE FROM tombstone WHERE hash IN (?, ?) RETURNING id", [made[0], made[-1]]):
            raise MissingError(
                f"{url or speaker} was not forgotten", "sayso archive info counts tombstones", database.name
            )


def drop_texts(database: Database, filters: Filters = NONE) -> Removed:
    """Drop the full texts of pages that fit outlet and dates; spans, names, counts and hashes stay."""
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
    _scrub(database)
    return Removed(len(versions), statements)


def _replaced(database: Database, version: int, record: Record) -> None:
    """Put another record in the place of a version's."""
    clear(database, version)
    one = prepare(record)
    database.run(
        "UPDATE version SET text = ?, text_hash = ?, body = ?, headline = ? WHERE id = ?",
        [one.text, one.text_hash, one.body, one.headline, version],
    )
    rewrite(database, version)


def _lonely(database: Database) -> None:
    """Remove entities that appear nowhere any more, unless the user decided about them."""
    gone = (
        "SELECT id FROM entity WHERE by_user = 0 AND id NOT IN (SELECT entity FROM appearance WHERE entity IS NOT NULL)"
    )
    database.run(f"DELETE FROM entity_name WHERE entity IN ({gone})")
    database.run(
        "DELETE FROM entity WHERE by_user = 0 AND id NOT IN (SELECT entity FROM appearance WHERE entity IS NOT NULL)"
    )


def _tombstone(database: Database, what: str, key: str, reason: str | None, pages: int, statements: int) -> None:
    database.run(
        "INSERT INTO tombstone (id, at, what, hash, reason, pages, statements) VALUES "
        "((SELECT coalesce(max(id), 0) + 1 FROM tombstone), ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        [now(), what, Forgotten(database).hash(what, key), reason, pages, statements],
    )


def _scrub(database: Database) -> None:
    """Leave nothing of what was removed in the free pages of the file."""
    database.scrub()
