"""The archive as one object: open it, add records, ask it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from sayso.archive import search as _search
from sayso.archive import store as _store
from sayso.archive.database import Database, connect
from sayso.archive.filters import NONE, Filters
from sayso.archive.migrations import migrate
from sayso.archive.refill import refill
from sayso.errors import SaysoError
from sayso.terms import Record


def default_path() -> Path:
    """Where the archive lies unless another is named: the user's data directory, or ``SAYSO_ARCHIVE``."""
    if named := os.environ.get("SAYSO_ARCHIVE"):
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "sayso" / "archive.db"


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
        self._database: Database = connect(default_path() if target is None else target, readonly=readonly, create=create)
        migrate(self._database, refill)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    @property
    def name(self) -> str:
        """The file, or the URL without its password."""
        return self._database.name

    def add(self, record: Record) -> _store.Added:
        """Keep a record, and say what became of it. Raises RecordError for one at odds with itself."""
        (out,) = _store.add_all(self._database, [record])
        if isinstance(out, SaysoError):
            raise out
        return out

    def add_all(self, records: Iterable[Record | SaysoError]) -> Iterator[_store.Added | SaysoError]:
        """Keep many records, and say of each what became of it once it is safely kept. Errors are noted and come out."""
        return _store.add_all(self._database, records)

    def record(self, version: int) -> Record:
        """The record of a version, equal to the one that was added."""
        return _store.read_record(self._database, version)

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
