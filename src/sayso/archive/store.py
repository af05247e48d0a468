"""Adding records and reading them back. A page is kept whole or not at all, and adding it again adds nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from sayso.archive.database import Database, IndexRow
from sayso.archive.entities import Resolver
from sayso.archive.filters import NONE, Filters, condition
from sayso.archive.forgotten import Forgotten
from sayso.archive.rows import Prepared, prepare, record_of
from sayso.errors import MissingError, SaysoError
from sayso.terms import Record

_BATCH: Final = 1_024
_SECONDS: Final = 1.0
_TABLES: Final = ("page", "version", "appearance", "statement", "entity")
_VERSION: Final = (
    "INSERT INTO version (id, page, number, latest, content_hash, text_hash, outlet, published, "
    "headline, model, added, "
    "text, body) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_APPEARANCE: Final = (
    "INSERT INTO appearance (id, version, name, label, kind, role, affiliation, entity, joined) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_STATEMENT: Final = (
    "INSERT INTO statement (id, version, name, appearance, entity, kind, form, act, relayed, repeated, latest, words, "
    "first, last, content, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)"
)


class Added(msgspec.Struct, frozen=True):
    """What became of a record: ``what`` is added, version, reread, unchanged or forgotten."""

    what: str
    page: int
    version: int
    number: int
    name: str
    statements: int


def now() -> str:
    """The time in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def add_all(database: Database, records: Iterable[Record | SaysoError]) -> Iterator[Added | SaysoError]:
    """Keep records, in transactions of up to 1,024 pages or a second; what comes out is kept, also if the power fails.

    An error that comes in is noted as a failure and comes out; a record that is none becomes one.
    """
    waiting: list[Prepared | SaysoError] = []
    since = time.monotonic()
    for record in records:
        try:
            waiting.append(prepare(record) if isinstance(record, Record) else record)
        except SaysoError as error:
            waiting.append(error)
        if len(waiting) >= _BATCH or time.monotonic() - since > _SECONDS:
            yield from _keep(database, waiting)
            waiting, since = [], time.monotonic()
    if waiting:
        yield from _keep(database, waiting)


def _keep(database: Database, waiting: list[Prepared | SaysoError]) -> list[Added | SaysoError]:
    """Write one transaction."""
    with database.write():
        writer = Writer(database)
        writer.resolver.foresee(speaker for one in waiting if isinstance(one, Prepared) for speaker in one.speakers)
        out = [writer.failed(one) if isinstance(one, SaysoError) else writer.add(one) for one in waiting]
        writer.flush()
    return out


class Writer:
    """Writes pages inside one transaction; rows are gathered and written together at its end."""

    def __init__(self, database: Database) -> None:
        self.database = database
        found: dict[str, str] = dict(database.run("SELECT key, value FROM meta WHERE key LIKE 'next_%'"))
        self.next = {table: int(found.get(f"next_{table}", 1)) for table in _TABLES}
        self._before = dict(self.next)
        self.resolver = Resolver(database, self.next["entity"])
        self.forgotten = Forgotten(database)
        self._appearances: list[tuple[Any, ...]] = []
        self._statements: list[tuple[Any, ...]] = []
        self._index: list[IndexRow] = []
        self._at = now()

    def _id(self, table: str) -> int:
        self.next[table] += 1
        return self.next[table] - 1

    def failed(self, error: SaysoError) -> SaysoError:
        """Note a page that could not be read."""
        self.database.run(
            "INSERT INTO failure (id, at, error, file, place, what, mend) VALUES "
            "((SELECT coalesce(max(id), 0) + 1 FROM failure), ?, ?, ?, ?, ?, ?)",
            [self._at, type(error).__name__, error.file, error.place, error.what, error.mend],
        )
        return error

    def add(self, one: Prepared) -> Added:
        """Add one page, or its new version, or nothing where it is there."""
        name = one.url or one.headline or one.text[:60]
        if self.forgotten.url(one.key):
            return Added("forgotten", 0, 0, 0, name, 0)
        pages = self.database.run("SELECT id FROM page WHERE key = ?", [one.key])
        if not pages:
            page, number, what = self._id("page"), 1, "added"
            self.database.run(
                "INSERT INTO page (id, key, url, added) VALUES (?, ?, ?, ?)", [page, one.key, one.url, self._at]
            )
        else:
            page, what = pages[0][0], "version"
            versions = self.database.run(
                "SELECT id, number, content_hash, model, body FROM version WHERE page = ? ORDER BY number", [page]
            )
            for version, number, content_hash, model, body in versions:
                if bytes(content_hash) == one.content_hash:
                    same = model == one.model and _alike(bytes(body), one.body)
                    return self._again(one, page, version, number, same, name)
            number = versions[-1][1] + 1
            self.flush()
            self.database.run("UPDATE version SET latest = 0 WHERE page = ?", [page])
            self.database.run(
                "UPDATE statement SET latest = 0 WHERE version IN (SELECT id FROM version WHERE page = ?)", [page]
            )
        version = self._id("version")
        one = self.forgotten.redacted(one)
        self.database.run(_VERSION, [
            version, page, number, one.content_hash, one.text_hash, one.outlet, one.published, one.headline, one.model,
            self._at, one.text, one.body,
        ])  # fmt: skip
        self.rows(version, one)
        return Added(what, page, version, number, name, len(one.statements))

    def _again(self, one: Prepared, page: int, version: int, number: int, same: bool, name: str) -> Added:
        """A content that is there: kept as it is, unless it was read by another model and nothing in it was
        forgotten.
        """
        dropped = self.database.run("SELECT text IS NULL FROM version WHERE id = ?", [version])[0][0]
        redacted = self.forgotten.redacted(one)
        if same or dropped or redacted is not one:
            return Added("unchanged", page, version, number, name, len(one.statements))
        self.flush()
        latest = self.database.run("SELECT latest FROM version WHERE id = ?", [version])[0][0]
        unindex(self.database, version)
        self.database.run("DELETE FROM statement WHERE version = ?", [version])
        self.database.run("DELETE FROM appearance WHERE version = ?", [version])
        self.database.run(
            "UPDATE version SET outlet = ?, published = ?, headline = ?, model = ?, body = ? WHERE id = ?",
            [one.outlet, one.published, one.headline, one.model, one.body, version],
        )
        self.rows(version, one)
        if not latest:
            self.flush()
            self.database.run("UPDATE statement SET latest = 0 WHERE version = ?", [version])
        return Added("reread", page, version, number, name, len(one.statements))

    def rows(self, version: int, one: Prepared) -> None:
        """Gather the rows of a version's speakers and statements."""
        known: dict[str, tuple[int, int | None]] = {}
        for speaker in one.speakers:
            entity, joined = self.resolver.resolve(speaker)
            number = self._id("appearance")
            known[speaker.id] = (number, entity)
            self._appearances.append((
                number, version, speaker.id, speaker.name, str(speaker.kind), speaker.role, speaker.affiliation, entity,
                joined,
            ))  # fmt: skip
        for row in one.statements:
            appearance, entity = known.get(row.speaker or "", (None, None))
            number = self._id("statement")
            self._statements.append((
                number, version, row.name, appearance, entity, row.kind, row.form, row.act, row.relayed, row.repeated,
                row.words, row.first, row.last, row.content, row.signature,
            ))  # fmt: skip
            self._index.append(IndexRow(number, row.sentence, row.signature))

    def flush(self) -> None:
        """Write what was gathered."""
        self.next["entity"] = self.resolver.next_id
        self.resolver.flush()
        self.database.many(_APPEARANCE, self._appearances)
        self.database.many(_STATEMENT, self._statements)
        self.database.index(self._index)
        self._appearances, self._statements, self._index = [], [], []
        for table, number in self.next.items():
            if number != self._before[table]:
                self.database.run(
                    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET "
                    "value = excluded.value",
                    [f"next_{table}", str(number)],
                )
        self._before = dict(self.next)


def _alike(body: bytes, other: bytes) -> bool:
    """Whether two bodies say the same, the spelling of the address aside."""
    if body == other:
        return True
    one, two = record_of("", body), record_of("", other)
    return msgspec.structs.replace(one, article=msgspec.structs.replace(one.article, url=two.article.url)) == two


def unindex(database: Database, version: int) -> None:
    """Take a version's statements out of the indexes."""
    rows = database.run(
        "SELECT s.id, substr(v.text, s.first + 1, s.last - s.first), s.signature FROM statement s "
        "JOIN version v ON v.id = s.version WHERE s.version = ? AND v.text IS NOT NULL",
        [version],
    )
    database.unindex([IndexRow(number, told, bytes(made) if made else None) for number, told, made in rows])


def read_record(database: Database, version: int) -> Record:
    """The record of a version as it was added. Raises ArchiveError for one that is not there or without its text."""
    rows = database.run("SELECT text, body FROM version WHERE id = ?", [version])
    if not rows:
        raise MissingError(f"there is no record {version}", "sayso search shows the records", database.name)
    text, body = rows[0]
    if text is None:
        raise MissingError(
            f"the text of record {version} was dropped", "Only its spans and hashes are kept", database.name
        )
    return record_of(text, bytes(body))


def records(database: Database, filters: Filters) -> Iterator[tuple[int, Record]]:
    """The records with a statement that fits the filters; without filters all that have their text."""
    where, params = condition(database, filters)
    if filters == NONE:
        sql = "SELECT id FROM version v WHERE latest = 1 AND text IS NOT NULL ORDER BY id"
    else:
        sql = (
            "SELECT DISTINCT v.id FROM statement s JOIN version v ON v.id = s.version "
            f"WHERE v.text IS NOT NULL AND {where} ORDER BY v.id"
        )
    for (version,) in database.run(sql, params):
        yield version, read_record(database, version)
