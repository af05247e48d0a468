"""Writes pages in a transaction. A page is new, a new version of an archived page, or already archived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from sayso.archive.corrections.current_record import apply_corrections
from sayso.archive.identity.entity_resolver import IdentityResolver
from sayso.archive.privacy.tombstones import Tombstones
from sayso.archive.storage.database import Database, IndexRow
from sayso.archive.storage.rows import Prepared, record_of
from sayso.errors import SaysoError

_MAX_KEYS: Final = 400  # in one query
_TABLES: Final = ("page", "version", "appearance", "statement", "entity")
_PAGE: Final = "id, key, url, added"
_VERSION: Final = (
    "id, page, number, latest, content_hash, text_hash, outlet, published, headline, model, added, text, body"
)
_APPEARANCE: Final = "id, version, name, label, kind, role, affiliation, entity, joined"
_STATEMENT: Final = (
    "id, version, name, appearance, entity, kind, form, act, relayed, repeated, latest, words, first, last, content, "
    "signature, determinacy, confidence, speaker_confidence, relay"
)


class Added(msgspec.Struct, frozen=True):
    """The result of adding a record.

    ``what`` is added (a new page), version (a new version of a page), reread (the same version, read by another
    model), unchanged, or forgotten (the page is blocked and was not added).
    """

    what: str
    page: int
    version: int
    number: int
    name: str
    statements: int


def now() -> str:
    """Return the current time in UTC, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class VersionHistory:
    """The position of one run of :func:`add_all` in the version history of each page.

    A run may contain the history of a page again, from the first version on, which adds nothing. If a run contains an
    old version and no later one after it, the page was reverted to that content, which makes a new version. So an old
    version is pending until a later version follows or the run ends.
    """

    def __init__(self) -> None:
        self.position: dict[str, int] = {}
        """The version number that the run has reached, by page key."""
        self.pending: dict[str, Prepared] = {}
        """The old version that the run has reached, by page key."""


class _PageRow:
    """The id of a page, and (number, id, content hash, model) of its versions in order."""

    def __init__(self, number: int) -> None:
        self.id = number
        self.versions: list[tuple[int, int, bytes, str]] = []


class Writer:
    """Writes pages in one transaction. Collects the rows and writes them in :meth:`flush`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        stored: dict[str, str] = dict(database.run("SELECT key, value FROM meta WHERE key LIKE 'next_%'"))
        self.next = {table: int(stored.get(f"next_{table}", 1)) for table in _TABLES}
        self._stored_next = dict(self.next)
        self.resolver = IdentityResolver(database, self.next["entity"])
        self.tombstones = Tombstones(database)
        self._known: dict[str, _PageRow | None] = {}
        self._pages: list[tuple[Any, ...]] = []
        self._versions: list[tuple[Any, ...]] = []
        self._appearances: list[tuple[Any, ...]] = []
        self._statements: list[tuple[Any, ...]] = []
        self._index: list[IndexRow] = []
        self._now = now()

    def _next_id(self, table: str) -> int:
        self.next[table] += 1
        return self.next[table] - 1

    def preload(self, pages: Sequence[Prepared]) -> None:
        """Load the archived versions of pages and the entities of their speakers, in few queries."""
        self.resolver.preload(speaker for page in pages for speaker in page.speakers)
        keys = list({page.key for page in pages})
        self._known.update(dict.fromkeys(keys))
        for at in range(0, len(keys), _MAX_KEYS):
            group = keys[at : at + _MAX_KEYS]
            marks = ", ".join("?" * len(group))
            for key, page, *version in self.database.run(
                "SELECT p.key, p.id, v.number, v.id, v.content_hash, v.model FROM page p "
                f"JOIN version v ON v.page = p.id WHERE p.key IN ({marks}) ORDER BY p.id, v.number",
                group,
            ):
                row = self._known[key] = self._known[key] or _PageRow(page)
                row.versions.append((version[0], version[1], bytes(version[2]), version[3]))

    def add_failure(self, error: SaysoError) -> None:
        """Store the error of a page that could not be read."""
        self.database.run(
            "INSERT INTO failure (id, at, error, file, place, what, hint) VALUES "
            "((SELECT coalesce(max(id), 0) + 1 FROM failure), ?, ?, ?, ?, ?, ?)",
            [self._now, type(error).__name__, error.file, error.place, error.what, error.hint],
        )

    def add(self, page: Prepared, history: VersionHistory) -> list[Added]:
        """Add a preloaded page, and return the results that are final: for this page, and for a pending old version.

        An old version of a page becomes pending (see :class:`VersionHistory`), and has no result yet.
        """
        if self.tombstones.blocks_url(page.key):
            return [Added("forgotten", 0, 0, 0, _name(page), 0)]
        row = self._known[page.key]
        if row is None:
            return [self._add_page(page)]
        results = []
        if page.key in history.pending:
            results.append(self._update(history.pending.pop(page.key), row, history.position[page.key]))
        position = history.position.get(page.key, 0)
        numbers = [number for number, _, content_hash, _ in row.versions if content_hash == page.content_hash]
        known = next((number for number in numbers if number >= position), None)
        latest = row.versions[-1][0]
        history.position[page.key] = latest + 1 if known is None else known
        if known is None:
            return [*results, self._add_version(page, row)]
        if latest in numbers:
            return [*results, self._update(page, row, latest)]
        history.pending[page.key] = page
        return results

    def add_reverted(self, page: Prepared, history: VersionHistory) -> Added:
        """Add an old version that is still pending at the end of a run: the page was reverted to it."""
        self.preload([page])
        row = self._known[page.key]
        if row is None:  # another process has forgotten the page in the meantime
            return self.add(page, history)[0]
        if row.versions[-1][2] == page.content_hash:
            return self._update(page, row, row.versions[-1][0])
        return self._add_version(page, row)

    def _add_page(self, page: Prepared) -> Added:
        """Add a new page."""
        row = self._known[page.key] = _PageRow(self._next_id("page"))
        self._pages.append((row.id, page.key, page.url, self._now))
        return self._insert_version(page, row, 1, "added")

    def _add_version(self, page: Prepared, row: _PageRow) -> Added:
        """Add a new version of an archived page."""
        self.flush()
        self.database.run("UPDATE version SET latest = 0 WHERE page = ?", [row.id])
        self.database.run(
            "UPDATE statement SET latest = 0 WHERE version IN (SELECT id FROM version WHERE page = ?)", [row.id]
        )
        return self._insert_version(page, row, row.versions[-1][0] + 1, "version")

    def _insert_version(self, page: Prepared, row: _PageRow, number: int, what: str) -> Added:
        """Collect the rows of a version."""
        version = self._next_id("version")
        row.versions.append((number, version, page.content_hash, page.model))
        page = self.tombstones.redacted(page)
        self._versions.append((
            version, row.id, number, 1, page.content_hash, page.text_hash, page.outlet, page.published, page.headline,
            page.model, self._now, page.text, page.body,
        ))  # fmt: skip
        self.add_rows(version, page)
        return Added(what, row.id, version, number, _name(page), len(page.statements))

    def _update(self, page: Prepared, row: _PageRow, number: int) -> Added:
        """Replace the record of an archived version if another model has read the page.

        The record is kept if it is the same, if the text was dropped, or if a speaker was redacted.
        """
        self.flush()
        (version,) = [version for version_number, version, _, _ in row.versions if version_number == number]
        ((model, body, latest, dropped, text_hash),) = self.database.run(
            "SELECT model, body, latest, text IS NULL, text_hash FROM version WHERE id = ?", [version]
        )
        same = model == page.model and _same_except_url(bytes(body), page.body)
        redacted = bytes(text_hash) != page.text_hash or self.tombstones.redacted(page) is not page
        if same or dropped or redacted:
            return Added("unchanged", row.id, version, number, _name(page), len(page.statements))
        current, corrected_body = apply_corrections(self.database, version, page)
        clear(self.database, version)
        self.database.run(
            "UPDATE version SET outlet = ?, published = ?, headline = ?, model = ?, body = ?, corrected = ? "
            "WHERE id = ?",
            [page.outlet, page.published, page.headline, page.model, page.body, corrected_body, version],
        )
        self.add_rows(version, current)
        if not latest:
            self.flush()
            self.database.run("UPDATE statement SET latest = 0 WHERE version = ?", [version])
        return Added("reread", row.id, version, number, _name(page), len(page.statements))

    def add_rows(self, version: int, page: Prepared) -> None:
        """Collect the rows of a version's speakers and statements."""
        appearances: dict[str, tuple[int, int | None]] = {}
        for speaker in page.speakers:
            entity, joined = self.resolver.resolve(speaker)
            number = self._next_id("appearance")
            appearances[speaker.id] = (number, entity)
            self._appearances.append((
                number, version, speaker.id, speaker.name, speaker.kind.value, speaker.role, speaker.affiliation,
                entity, joined,
            ))  # fmt: skip
        for row in page.statements:
            appearance, entity = appearances.get(row.speaker or "", (None, None))
            number = self._next_id("statement")
            self._statements.append((
                number, version, row.name, appearance, entity, row.kind, row.form, row.act, row.relayed, row.repeated,
                1, row.words, row.first, row.last, row.content, row.signature, row.determinacy, row.confidence,
                row.speaker_confidence, appearances.get(row.relay or "", (None, None))[0],
            ))  # fmt: skip
            self._index.append(IndexRow(number, row.sentence, row.signature))

    def flush(self) -> None:
        """Write the collected rows and the next free ids."""
        self.next["entity"] = self.resolver.next_id
        self.resolver.flush()
        for table, columns, rows in (
            ("page", _PAGE, self._pages),
            ("version", _VERSION, self._versions),
            ("appearance", _APPEARANCE, self._appearances),
        ):
            self.database.insert(table, columns, rows)
        self.database.insert_statements(_STATEMENT, self._statements, self._index)
        self._pages, self._versions, self._appearances, self._statements, self._index = [], [], [], [], []
        for table, number in self.next.items():
            if number != self._stored_next[table]:
                self.database.run(
                    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET "
                    "value = excluded.value",
                    [f"next_{table}", str(number)],
                )
        self._stored_next = dict(self.next)


def _name(page: Prepared) -> str:
    """Return a name for the page in messages."""
    return page.url or page.headline or page.text[:60]


def _same_except_url(body: bytes, other: bytes) -> bool:
    """Return whether two bodies are the same record, ignoring the URL, which has several spellings."""
    if body == other:
        return True
    left, right = record_of("", body), record_of("", other)
    return msgspec.structs.replace(left, article=msgspec.structs.replace(left.article, url=right.article.url)) == right


def unindex(database: Database, version: int) -> None:
    """Remove the statements of a version from the indexes."""
    rows = database.run(
        "SELECT s.id, substr(v.text, s.first + 1, s.last - s.first), s.signature FROM statement s "
        "JOIN version v ON v.id = s.version WHERE s.version = ? AND v.text IS NOT NULL",
        [version],
    )
    database.unindex([
        IndexRow(number, sentence, bytes(signature) if signature else None) for number, sentence, signature in rows
    ])  # fmt: skip


def clear(database: Database, version: int) -> None:
    """Delete the rows of a version's speakers and statements."""
    unindex(database, version)
    database.run("DELETE FROM statement WHERE version = ?", [version])
    database.run("DELETE FROM appearance WHERE version = ?", [version])
