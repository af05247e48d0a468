"""Writing pages inside one transaction: what is new, what is another state of a page, what is there already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from sayso.archive.corrections.current_record import as_corrected
from sayso.archive.identity.entity_resolver import IdentityResolver
from sayso.archive.privacy.tombstones import Forgotten
from sayso.archive.storage.database import Database, IndexRow
from sayso.archive.storage.rows import Prepared, record_of
from sayso.errors import SaysoError

_KEYS: Final = 400  # pages that one query asks for
_TABLES: Final = ("page", "version", "appearance", "statement", "entity")
_PAGE: Final = "id, key, url, added"
_VERSION: Final = (
    "id, page, number, latest, content_hash, text_hash, outlet, published, headline, model, added, text, body"
)
_APPEARANCE: Final = "id, version, name, label, kind, role, affiliation, entity, joined"
_STATEMENT: Final = (
    "id, version, name, appearance, entity, kind, form, act, relayed, repeated, latest, words, first, last, content, "
    "signature, determinacy, confidence, speaker_confidence"
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


class States:
    """Where one run of adding stands in the history of each page that has changed.

    A run may tell a page's history once more, from the first state on: that adds nothing. A former state that no later
    one follows in the run is how the page is now: it has been changed back, and is a new version.
    """

    def __init__(self) -> None:
        self.at: dict[str, int] = {}
        self.held: dict[str, Prepared] = {}


class _PageRow:
    """A page in a transaction: its row, and (number, version, content hash, model) of its versions in order."""

    def __init__(self, number: int) -> None:
        self.id = number
        self.versions: list[tuple[int, int, bytes, str]] = []


class Writer:
    """Writes pages inside one transaction; rows are gathered and written together at its end."""

    def __init__(self, database: Database) -> None:
        self.database = database
        found: dict[str, str] = dict(database.run("SELECT key, value FROM meta WHERE key LIKE 'next_%'"))
        self.next = {table: int(found.get(f"next_{table}", 1)) for table in _TABLES}
        self._before = dict(self.next)
        self.resolver = IdentityResolver(database, self.next["entity"])
        self.forgotten = Forgotten(database)
        self._known: dict[str, _PageRow | None] = {}
        self._pages: list[tuple[Any, ...]] = []
        self._versions: list[tuple[Any, ...]] = []
        self._appearances: list[tuple[Any, ...]] = []
        self._statements: list[tuple[Any, ...]] = []
        self._index: list[IndexRow] = []
        self._at = now()

    def _id(self, table: str) -> int:
        self.next[table] += 1
        return self.next[table] - 1

    def foresee(self, prepared: Sequence[Prepared]) -> None:
        """Read what is known of many pages and of their speakers at once."""
        self.resolver.foresee(speaker for one in prepared for speaker in one.speakers)
        keys = list({one.key for one in prepared})
        self._known.update(dict.fromkeys(keys))
        for at in range(0, len(keys), _KEYS):
            some = keys[at : at + _KEYS]
            marks = ", ".join("?" * len(some))
            for key, page, *version in self.database.run(
                "SELECT p.key, p.id, v.number, v.id, v.content_hash, v.model FROM page p "
                f"JOIN version v ON v.page = p.id WHERE p.key IN ({marks}) ORDER BY p.id, v.number",
                some,
            ):
                state = self._known[key] = self._known[key] or _PageRow(page)
                state.versions.append((version[0], version[1], bytes(version[2]), version[3]))

    def failed(self, error: SaysoError) -> SaysoError:
        """Note a page that could not be read."""
        self.database.run(
            "INSERT INTO failure (id, at, error, file, place, what, hint) VALUES "
            "((SELECT coalesce(max(id), 0) + 1 FROM failure), ?, ?, ?, ?, ?, ?)",
            [self._at, type(error).__name__, error.file, error.place, error.what, error.hint],
        )
        return error

    def add(self, one: Prepared, states: States) -> list[Added]:
        """Add one page, or its new version, or nothing where it is there; a former state is held back (see States)."""
        if self.forgotten.url(one.key):
            return [Added("forgotten", 0, 0, 0, _name(one), 0)]
        page = self._known[one.key]
        if page is None:
            return [self._new(one)]
        out = [self._former(states.held.pop(one.key), states)] if one.key in states.held else []
        place = states.at.get(one.key, 0)
        numbers = [number for number, _, content_hash, _ in page.versions if content_hash == one.content_hash]
        known = next((number for number in numbers if number >= place), None)
        latest = page.versions[-1][0]
        states.at[one.key] = latest + 1 if known is None else known
        if known is None:
            return [*out, self._version(one, page)]
        if latest in numbers:
            return [*out, self._again(one, page, latest)]
        states.held[one.key] = one
        return out

    def _former(self, one: Prepared, states: States) -> Added:
        """A state that the run went on from: it is there."""
        page = self._known[one.key]
        assert page is not None
        return self._again(one, page, states.at[one.key])

    def changed_back(self, one: Prepared, states: States) -> Added:
        """At the end of a run: a page that is as it was before its latest version."""
        self.foresee([one])
        page = self._known[one.key]
        if page is None:  # forgotten by another process meanwhile
            return self.add(one, states)[0]
        if page.versions[-1][2] == one.content_hash:
            return self._again(one, page, page.versions[-1][0])
        return self._version(one, page)

    def _new(self, one: Prepared) -> Added:
        """A page that was not there."""
        page = self._known[one.key] = _PageRow(self._id("page"))
        self._pages.append((page.id, one.key, one.url, self._at))
        return self._written(one, page, 1, "added")

    def _version(self, one: Prepared, page: _PageRow) -> Added:
        """Another state of a page that is there."""
        self.flush()
        self.database.run("UPDATE version SET latest = 0 WHERE page = ?", [page.id])
        self.database.run(
            "UPDATE statement SET latest = 0 WHERE version IN (SELECT id FROM version WHERE page = ?)", [page.id]
        )
        return self._written(one, page, page.versions[-1][0] + 1, "version")

    def _written(self, one: Prepared, page: _PageRow, number: int, what: str) -> Added:
        """Gather the rows of a state."""
        version = self._id("version")
        page.versions.append((number, version, one.content_hash, one.model))
        one = self.forgotten.redacted(one)
        self._versions.append((
            version, page.id, number, 1, one.content_hash, one.text_hash, one.outlet, one.published, one.headline,
            one.model, self._at, one.text, one.body,
        ))  # fmt: skip
        self.rows(version, one)
        return Added(what, page.id, version, number, _name(one), len(one.statements))

    def _again(self, one: Prepared, page: _PageRow, number: int) -> Added:
        """A content that is there: kept as it is, unless it was read by another model and nothing in it was
        forgotten.
        """
        self.flush()
        (version,) = [version for told, version, _, _ in page.versions if told == number]
        ((model, body, latest, dropped, text_hash),) = self.database.run(
            "SELECT model, body, latest, text IS NULL, text_hash FROM version WHERE id = ?", [version]
        )
        same = model == one.model and _alike(bytes(body), one.body)
        redacted = bytes(text_hash) != one.text_hash or self.forgotten.redacted(one) is not one
        if same or dropped or redacted:
            return Added("unchanged", page.id, version, number, _name(one), len(one.statements))
        standing, told = as_corrected(self.database, version, one)
        clear(self.database, version)
        self.database.run(
            "UPDATE version SET outlet = ?, published = ?, headline = ?, model = ?, body = ?, corrected = ? "
            "WHERE id = ?",
            [one.outlet, one.published, one.headline, one.model, one.body, told, version],
        )
        self.rows(version, standing)
        if not latest:
            self.flush()
            self.database.run("UPDATE statement SET latest = 0 WHERE version = ?", [version])
        return Added("reread", page.id, version, number, _name(one), len(one.statements))

    def rows(self, version: int, one: Prepared) -> None:
        """Gather the rows of a version's speakers and statements."""
        known: dict[str, tuple[int, int | None]] = {}
        for speaker in one.speakers:
            entity, joined = self.resolver.resolve(speaker)
            number = self._id("appearance")
            known[speaker.id] = (number, entity)
            self._appearances.append((
                number, version, speaker.id, speaker.name, speaker.kind.value, speaker.role, speaker.affiliation,
                entity, joined,
            ))  # fmt: skip
        for row in one.statements:
            appearance, entity = known.get(row.speaker or "", (None, None))
            number = self._id("statement")
            self._statements.append((
                number, version, row.name, appearance, entity, row.kind, row.form, row.act, row.relayed, row.repeated,
                1, row.words, row.first, row.last, row.content, row.signature, row.determinacy, row.confidence,
                row.speaker_confidence,
            ))  # fmt: skip
            self._index.append(IndexRow(number, row.sentence, row.signature))

    def flush(self) -> None:
        """Write what was gathered."""
        self.next["entity"] = self.resolver.next_id
        self.resolver.flush()
        for table, columns, rows in (
            ("page", _PAGE, self._pages),
            ("version", _VERSION, self._versions),
            ("appearance", _APPEARANCE, self._appearances),
        ):
            self.database.insert(table, columns, rows)
        self.database.statements(_STATEMENT, self._statements, self._index)
        self._pages, self._versions, self._appearances, self._statements, self._index = [], [], [], [], []
        for table, number in self.next.items():
            if number != self._before[table]:
                self.database.run(
                    "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET "
                    "value = excluded.value",
                    [f"next_{table}", str(number)],
                )
        self._before = dict(self.next)


def _name(one: Prepared) -> str:
    """What a page is called in a message."""
    return one.url or one.headline or one.text[:60]


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


def clear(database: Database, version: int) -> None:
    """Take the rows of a version out."""
    unindex(database, version)
    database.run("DELETE FROM statement WHERE version = ?", [version])
    database.run("DELETE FROM appearance WHERE version = ?", [version])
