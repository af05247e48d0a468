"""The Archive class: opens an archive, adds records and answers queries."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sayso.archive.corrections import apply as _apply
from sayso.archive.corrections import review as _review
from sayso.archive.corrections import store as _corrections
from sayso.archive.damage import convert_row_errors, guard_methods
from sayso.archive.filters import NO_FILTERS, Filters
from sayso.archive.privacy import forget as _privacy
from sayso.archive.queries import comparison as _comparison
from sayso.archive.queries import differences as _differences
from sayso.archive.queries import facets as _facets
from sayso.archive.queries import outlets as _outlets
from sayso.archive.queries import pages as _pages
from sayso.archive.queries import people as _people
from sayso.archive.queries import search as _search
from sayso.archive.queries import sourcing as _sourcing
from sayso.archive.queries import trace as _trace
from sayso.archive.quotations import copies as _copies
from sayso.archive.storage import checking as _checking
from sayso.archive.storage import maintenance as _maintenance
from sayso.archive.storage import records as _records
from sayso.archive.storage import writer as _writer
from sayso.archive.storage.connect import connect
from sayso.archive.storage.database import Database
from sayso.archive.storage.migrations import migrate
from sayso.archive.storage.reindex import refill
from sayso.errors import SaysoError
from sayso.record.roster import Roster
from sayso.terms import Record


def default_path() -> Path:
    """Return the path of the default archive: ``SAYSO_ARCHIVE``, or a file in the user's data directory."""
    if path := os.environ.get("SAYSO_ARCHIVE"):
        return Path(path)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "sayso" / "archive.db"


@guard_methods(exclude=("add_all", "close"))  # add_all runs an iterator of the caller, whose errors are not converted
class Archive:
    """An archive of records. Use each object in one thread only; open one for each thread.

    >>> with Archive(":memory:") as archive:
    ...     archive.count()
    0
    """

    def __init__(self, target: str | Path | None = None, *, readonly: bool = False, create: bool = True) -> None:
        """Open an archive: a path (SQLite), ``:memory:``, a ``postgresql://`` URL, or None for the default path.

        A missing archive is created unless ``create`` is False; an archive with an older schema is migrated. Raises
        ArchiveError if the archive cannot be opened, and ExtraError for PostgreSQL without psycopg.
        """
        self._database: Database = connect(
            default_path() if target is None else target, readonly=readonly, create=create
        )
        try:
            with convert_row_errors(self._database.name):
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
        """The path, or the URL without user and password."""
        return self._database.name

    def add(self, record: Record) -> _writer.Added:
        """Add a record and return what was done. Raises RecordError for an inconsistent record."""
        (result,) = _records.add_all(self._database, [record])
        if isinstance(result, SaysoError):
            raise result
        return result

    def add_all(self, records: Iterable[Record | SaysoError]) -> Iterator[_writer.Added | SaysoError]:
        """Add records, and yield what was done with each once its transaction is committed.

        An error in the input is stored as a failure and yielded. An inconsistent record becomes a RecordError.
        """
        return _records.add_all(self._database, records)

    def record(self, version: int) -> Record:
        """Return the record of a version, equal to the record that was added."""
        return _records.read_record(self._database, version)

    def pages(
        self, filters: Filters = NO_FILTERS, limit: int = 50, before: int | None = None
    ) -> list[_pages.ArchivedVersion]:
        """Return the pages with a statement that matches the filters, last added first.

        ``before`` is the id of a version: only pages added before it are returned.
        """
        return _pages.pages(self._database, filters, limit, before)

    def outlets(self) -> list[str]:
        """Return the outlets of the pages, those with the most pages first."""
        return _outlets.outlets(self._database)

    def search(
        self, query: str = "", filters: Filters = NO_FILTERS, limit: int = 20, offset: int = 0
    ) -> list[_search.ArchivedStatement]:
        """Return the statements that match a text query and filters, ranked by relevance."""
        return _search.search(self._database, query, filters, limit, offset)

    def count(self, query: str = "", filters: Filters = NO_FILTERS) -> int:
        """Return the number of statements that match a text query and filters."""
        return _search.count(self._database, query, filters)

    def facets(self, query: str = "", filters: Filters = NO_FILTERS) -> dict[str, dict[str, int]]:
        """Return the number of matching statements by kind, act, form, determinacy and outlet."""
        return _facets.facets(self._database, query, filters)

    def statement(self, statement: str) -> _search.ArchivedStatement:
        """Return a statement by its id (12.a7). Raises MissingError if there is none."""
        with self._database.snapshot():
            return _search.load_statements(self._database, [_search.row_id(self._database, statement)])[0]

    def statements(self, page: str) -> list[_search.ArchivedStatement]:
        """Return the statements of the latest version of a page in text order. ``page`` is a URL or a number (p3)."""
        with self._database.snapshot():
            _, versions = _differences.versions_of(self._database, page)
            rows = self._database.run(
                "SELECT id FROM statement WHERE version = ? ORDER BY id", [versions[max(versions)]]
            )
            return _search.load_statements(self._database, [number for (number,) in rows])

    def versions(self, page: str) -> dict[int, int]:
        """Return the ids of the versions of a page by version number. ``page`` is a URL or a number (p3)."""
        return _differences.versions_of(self._database, page)[1]

    def speakers(
        self, filters: Filters = NO_FILTERS, limit: int = 50, offset: int = 0, order: str = "statements"
    ) -> list[_people.Person]:
        """Return the speakers; ``order`` is statements, pages, relayed, denials, unanswered, words or name."""
        return _people.speakers(self._database, filters, limit, offset, order)

    def relayed_outlets(self, filters: Filters = NO_FILTERS, limit: int = 50) -> list[_people.RelayedOutlet]:
        """Return the outlets whose reports the statements relay, the most relayed first."""
        return _people.relayed_outlets(self._database, filters, limit)

    def merge(self, keep: str, *others: str) -> None:
        """Merge other speakers (e12) into ``keep``. The decision also applies to records added later."""
        _people.merge(self._database, keep, *others)

    def split(
        self, speaker: str, *, called: str | None = None, role: str | None = None, affiliation: str | None = None
    ) -> str:
        """Split a speaker by name, role or affiliation, and return the id of the new speaker.

        The decision also applies to records added later.
        """
        return _people.split(self._database, speaker, called=called, role=role, affiliation=affiliation)

    def decisions(self) -> list[dict[str, Any]]:
        """Return the user's merges and splits in order."""
        return _people.decisions(self._database)

    def same(self, what: str, filters: Filters = NO_FILTERS, limit: int = 50) -> list[_copies.Copy]:
        """Return the statements with the same quotation as a statement (12.a7) or a text, the earliest first.

        The quotation may be exact, altered or partial.
        """
        return _copies.same(self._database, what, filters, limit)

    def trace(self, statement: str) -> _trace.Trail:
        """Trace a statement (12.a7) back to its earliest source in the archive."""
        return _trace.trace(self._database, statement)

    def diff(self, page: str, before: int | None = None, after: int | None = None) -> _differences.Difference:
        """Return the differences between two versions of a page; by default, between the last two."""
        return _differences.diff(self._database, page, before, after)

    def compare(self, pages: Sequence[str]) -> _comparison.Comparison:
        """Compare pages (URLs or numbers such as p3) on one event: their speakers, the same words, their sourcing."""
        return _comparison.compare(self._database, pages)

    def sourcing(
        self, by: Sequence[str] = ("outlet",), filters: Filters = NO_FILTERS, roster: Roster | None = None
    ) -> list[_sourcing.Audit]:
        """Return counts and shares of statements, grouped by outlet, year, month, day, kind, act or form."""
        return _sourcing.audit(self._database, by, filters, roster)

    def records(
        self, filters: Filters = NO_FILTERS, *, corrected: bool = True, whole: bool = True
    ) -> Iterator[tuple[int, Record]]:
        """Yield the ids of versions with their records: those with a statement that matches the filters, or all.

        The records include the corrections of users unless ``corrected`` is False. With ``whole`` False, a record has
        only its matching statements, unless the filters select pages only.
        """
        return _records.records(self._database, filters, corrected=corrected, whole=whole)

    def correct(self, statement: str, change: _apply.Correct, by: str, note: str | None = None) -> _apply.Correction:
        """Store a user's correction of a statement (12.a7) and return it. The original record is kept.

        Raises MissingError if there is no such statement, and QueryError for an invalid change.
        """
        (correction,) = _corrections.correct_all(self._database, {statement: change}, by, note)
        return correction

    def correct_all(
        self, changes: Mapping[str, _apply.Correct], by: str, note: str | None = None
    ) -> list[_apply.Correction]:
        """Store corrections of several statements (by id) at once, as ``correct`` does for one."""
        return _corrections.correct_all(self._database, changes, by, note)

    def undo(self, statements: Sequence[str], by: str) -> list[_apply.Correction]:
        """Undo the last correction of each statement (12.a7). The undone corrections are kept."""
        return _corrections.undo(self._database, statements, by)

    def to_check(self, limit: int = 1_000) -> list[_review.ToCheck]:
        """Return the statements that a person has to check: disputed and doubtful ones, the worst first."""
        return _review.archive_queue(self._database, limit)

    def add_statement(
        self, version: int, statement: _apply.Reading, by: str, note: str | None = None
    ) -> _apply.Correction:
        """Store a statement that the model missed, and return the correction that adds it.

        Raises QueryError if the statement is invalid or already in the record.
        """
        return _corrections.add(self._database, version, statement, by, note)

    def corrections(self, page: str | None = None) -> list[_apply.Correction]:
        """Return the corrections of a page, or of all pages, in order. ``page`` is a URL or a number (p3)."""
        return _corrections.corrections(self._database, page)

    def corrected(self, version: int) -> _apply.Corrected:
        """Return the record of a version with the corrections of users, and the statements they deleted."""
        return _corrections.corrected_record(self._database, version)

    def all_corrected(self) -> Iterator[tuple[int, _apply.Corrected]]:
        """Yield all corrected records with the ids of their versions."""
        return _corrections.corrected_records(self._database)

    def failures(self) -> list[dict[str, Any]]:
        """Return the pages that could not be added, in order: the time, the page, the error and its hint."""
        names = ("at", "error", "file", "place", "what", "hint")
        rows = self._database.run(f"SELECT {', '.join(names)} FROM failure ORDER BY id")
        # "mend" is the former name of "hint", to be removed in the next version.
        return [dict(zip((*names, "mend"), (*row, row[-1]), strict=True)) for row in rows]

    def info(self) -> dict[str, Any]:
        """Return the number of pages, versions, statements and other contents of the archive."""
        return _maintenance.info(self._database)

    def check(self, *, repair: bool = False) -> _checking.Checked:
        """Verify the file, each text against its hash, and each row against its record.

        ``repair`` recomputes wrong MinHash signatures, which find the copies of quotations.
        """
        return _checking.check(self._database, repair=repair)

    def backup(self, path: str | Path) -> Path:
        """Write a copy of the archive to a new SQLite file and return its path. Other processes may keep writing."""
        return _maintenance.backup(self._database, Path(path))

    def restore(self, path: str | Path, *, replace: bool = False) -> None:
        """Restore the archive from a backup. ``replace`` discards the current content.

        Raises ArchiveError for a damaged backup, and for an archive with content unless ``replace`` is set.
        """
        _maintenance.restore(self._database, Path(path), replace=replace)

    def forget(
        self, *, url: str | None = None, speaker: str | None = None, reason: str | None = None
    ) -> _privacy.Removed:
        """Remove a page or a speaker (e12), and block them in the future. Only a keyed hash of the name is stored."""
        return _privacy.forget(self._database, url=url, speaker=speaker, reason=reason)

    def remember(self, *, url: str | None = None, speaker: str | None = None) -> None:
        """Allow a forgotten page, or a speaker by name, to be added again."""
        _privacy.remember(self._database, url=url, speaker=speaker)

    def drop_texts(self, filters: Filters = NO_FILTERS) -> _privacy.Removed:
        """Drop the texts of pages that match the filters; spans, names, counts and hashes are kept."""
        return _privacy.drop_texts(self._database, filters)
