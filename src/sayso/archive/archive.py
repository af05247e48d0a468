"""The archive as one object: open it, add records, ask it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sayso.archive.corrections import apply as _corrected
from sayso.archive.corrections import store as _corrections
from sayso.archive.damage import guarded, rows_of
from sayso.archive.filters import NONE, Filters
from sayso.archive.privacy import forget as _privacy
from sayso.archive.queries import differences as _differences
from sayso.archive.queries import outlets as _outlets
from sayso.archive.queries import pages as _pages
from sayso.archive.queries import people as _people
from sayso.archive.queries import search as _search
from sayso.archive.queries import sourcing as _audit
from sayso.archive.queries import trace as _trace
from sayso.archive.quotations import copies as _copies
from sayso.archive.storage import checking as _checking
from sayso.archive.storage import maintenance as _upkeep
from sayso.archive.storage import records as _store
from sayso.archive.storage import writer as _writer
from sayso.archive.storage.connect import connect
from sayso.archive.storage.database import Database
from sayso.archive.storage.migrations import migrate
from sayso.archive.storage.reindex import refill
from sayso.errors import SaysoError
from sayso.record.roster import Roster
from sayso.terms import Record


def default_path() -> Path:
    """Where the archive lies unless another is named: the user's data directory, or ``SAYSO_ARCHIVE``."""
    if named := os.environ.get("SAYSO_ARCHIVE"):
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "sayso" / "archive.db"


@guarded("add_all", "close")  # what is added comes from the caller, whose errors are his own
class Archive:
    """Records of pages, and the questions over them. One object for one thread; open several for more.

    >>> with Archive(":memory:") as archive:
    ...     archive.count()
    0
    """

    def __init__(self, target: str | Path | None = None, *, readonly: bool = False, create: bool = True) -> None:
        """Open an archive: a path (SQLite), ``:memory:``, a ``postgresql://`` URL, or None for the default place.

        A new one is made unless ``create`` is False; an older one is brought to the newest schema.
        """
        self._database: Database = connect(
            default_path() if target is None else target, readonly=readonly, create=create
        )
        try:
            with rows_of(self._database.name):
                migrate(self._database, refill)
        except BaseException:
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    @property
    def name(self) -> str:
        """The file, or the URL without its password."""
        return self._database.name

    def add(self, record: Record) -> _writer.Added:
        """Keep a record, and say what became of it. Raises RecordError for one at odds with itself."""
        (out,) = _store.add_all(self._database, [record])
        if isinstance(out, SaysoError):
            raise out
        return out

    def add_all(self, records: Iterable[Record | SaysoError]) -> Iterator[_writer.Added | SaysoError]:
        """Keep many records, and say of each what became of it once it is safely kept. Errors are noted and come
        out.
        """
        return _store.add_all(self._database, records)

    def record(self, version: int) -> Record:
        """The record of a version, equal to the one that was added."""
        return _store.read_record(self._database, version)

    def pages(
        self, filters: Filters = NONE, limit: int = 50, before: int | None = None
    ) -> list[_pages.ArchivedVersion]:
        """The pages with a statement that fits the filters, last added first; ``before`` a version's id."""
        return _pages.pages(self._database, filters, limit, before)

    def outlets(self) -> list[str]:
        """The outlets of the pages, those with most pages first."""
        return _outlets.outlets(self._database)

    def search(self, query: str = "", filters: Filters = NONE, limit: int = 20, offset: int = 0) -> list[_search.Found]:
        """Statements that a text query and filters fit, best first."""
        return _search.search(self._database, query, filters, limit, offset)

    def count(self, query: str = "", filters: Filters = NONE) -> int:
        """How many statements a text query and filters fit."""
        return _search.count(self._database, query, filters)

    def statement(self, statement: str) -> _search.Found:
        """One statement by its id (12.a7). Raises ArchiveError where there is none."""
        with self._database.snapshot():
            return _search.found(self._database, [_search.number_of(self._database, statement)], {})[0]

    def statements(self, page: str) -> list[_search.Found]:
        """The statements of the latest version of a page, by URL or number (p3), in order of the text."""
        with self._database.snapshot():
            _, versions = _differences.versions_of(self._database, page)
            rows = self._database.run(
                "SELECT id FROM statement WHERE version = ? ORDER BY id", [versions[max(versions)]]
            )
            return _search.found(self._database, [number for (number,) in rows], {})

    def versions(self, page: str) -> dict[int, int]:
        """The versions of a page by URL or number (p3): the id of the record by the number of the version."""
        return _differences.versions_of(self._database, page)[1]

    def speakers(self, filters: Filters = NONE, limit: int = 50, offset: int = 0) -> list[_people.Person]:
        """Who speaks, how often, in which outlets, and what joined their appearances."""
        return _people.speakers(self._database, filters, limit, offset)

    def merge(self, keep: str, *others: str) -> None:
        """Make other speakers (e12) the same as one, here and for what comes later."""
        _people.merge(self._database, keep, *others)

    def split(
        self, speaker: str, *, called: str | None = None, role: str | None = None, affiliation: str | None = None
    ) -> str:
        """Part a speaker in two by name, role or affiliation, here and for what comes later; the new id comes back."""
        return _people.split(self._database, speaker, called=called, role=role, affiliation=affiliation)

    def decisions(self) -> list[dict[str, Any]]:
        """The merges and splits that the user decided, in order."""
        return _people.decisions(self._database)

    def same(self, what: str, filters: Filters = NONE, limit: int = 50) -> list[_copies.Copy]:
        """Where the quotation of a statement (12.a7) or a text stands too, exact, altered or in part; earliest
        first.
        """
        return _copies.same(self._database, what, filters, limit)

    def trace(self, statement: str) -> _trace.Trail:
        """The way back of a statement (12.a7) through the archive, and where it ends."""
        return _trace.trace(self._database, statement)

    def diff(self, page: str, before: int | None = None, after: int | None = None) -> _differences.Difference:
        """What changed between two versions of a page; without numbers, between the last two."""
        return _differences.diff(self._database, page, before, after)

    def sourcing(
        self, by: Sequence[str] = ("outlet",), filters: Filters = NONE, roster: Roster | None = None
    ) -> list[_audit.Audit]:
        """Counts and shares of statements by outlet, year, month, day, kind, act or form."""
        return _audit.audit(self._database, by, filters, roster)

    def records(self, filters: Filters = NONE, *, corrected: bool = True) -> Iterator[tuple[int, Record]]:
        """The records with a statement that fits the filters, by the ids of their versions; all of them without
        filters. They come as users corrected them, or with ``corrected=False`` as they were added.
        """
        return _store.records(self._database, filters, corrected=corrected)

    def correct(
        self, statement: str, change: _corrected.Correct, by: str, note: str | None = None
    ) -> _corrected.Correction:
        """Keep a user's change of a statement (12.a7) beside the machine's record. Raises QueryError for one that
        cannot be made.
        """
        return _corrections.correct(self._database, statement, change, by, note)

    def add_statement(
        self, version: int, said: _corrected.Reading, by: str, note: str | None = None
    ) -> _corrected.Correction:
        """Keep a statement that a user found and the machine did not. Raises QueryError for what is no statement, or
        is there already.
        """
        return _corrections.add(self._database, version, said, by, note)

    def corrections(self, page: str | None = None) -> list[_corrected.Correction]:
        """What users changed on a page, by URL or number (p3), or on all pages, in order."""
        return _corrections.corrections(self._database, page)

    def corrected(self, version: int) -> _corrected.Corrected:
        """The record of a version with what users changed, who changed it, and what they deleted."""
        return _corrections.corrected_record(self._database, version)

    def all_corrected(self) -> Iterator[tuple[int, _corrected.Corrected]]:
        """Every record that a user changed, by the id of its version."""
        return _corrections.corrected_records(self._database)

    def failures(self) -> list[dict[str, Any]]:
        """The pages that could not be added, in order: when, which, what was wrong, how to fix it."""
        names = ("at", "error", "file", "place", "what", "hint")
        rows = self._database.run(f"SELECT {', '.join(names)} FROM failure ORDER BY id")
        # "mend" is the name of "hint" until 0.1; it goes with the next version.
        return [dict(zip((*names, "mend"), (*row, row[-1]), strict=True)) for row in rows]

    def info(self) -> dict[str, Any]:
        """What the archive holds, in figures."""
        return _upkeep.info(self._database)

    def check(self, *, repair: bool = False) -> _checking.Checked:
        """Verify the file, each text against its hash, and each row against its record.

        ``repair`` computes wrong signatures again: those by which quotations are found elsewhere.
        """
        return _checking.check(self._database, repair=repair)

    def backup(self, path: str | Path) -> Path:
        """A copy of the archive as one SQLite file, also while others write."""
        return _upkeep.backup(self._database, Path(path))

    def restore(self, path: str | Path, *, replace: bool = False) -> None:
        """Fill the archive from a backup, in one step; ``replace`` gives up what it holds."""
        _upkeep.restore(self._database, Path(path), replace=replace)

    def forget(
        self, *, url: str | None = None, speaker: str | None = None, reason: str | None = None
    ) -> _privacy.Removed:
        """Remove a page, or a speaker (e12) everywhere, and keep them out; only keyed hashes stay."""
        return _privacy.forget(self._database, url=url, speaker=speaker, reason=reason)

    def remember(self, *, url: str | None = None, speaker: str | None = None) -> None:
        """Let a forgotten page, or a speaker by name, be added again."""
        _privacy.remember(self._database, url=url, speaker=speaker)

    def drop_texts(self, filters: Filters = NONE) -> _privacy.Removed:
        """Drop the full texts of pages that fit; spans, names, counts and hashes stay."""
        return _privacy.drop_texts(self._database, filters)
