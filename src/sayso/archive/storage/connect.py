"""Connects to the database of an archive: SQLite for a path, PostgreSQL for a URL."""

from __future__ import annotations

from pathlib import Path

from sayso.archive.storage.database import Database
from sayso.archive.storage.sqlite import Sqlite


def connect(target: str | Path, *, readonly: bool = False, create: bool = True) -> Database:
    """Return the database of a path (SQLite) or a ``postgresql://`` URL.

    Raises ArchiveError if it cannot be opened, and ExtraError for PostgreSQL without psycopg.
    """
    if isinstance(target, str) and target.startswith(("postgresql://", "postgres://")):
        from sayso.archive.storage.postgres import Postgres

        return Postgres(target, readonly=readonly)
    return Sqlite(Path(target), readonly=readonly, create=create)
