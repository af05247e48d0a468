"""The SQLite backend: one file with a write-ahead log, and FTS5 indexes for words and for MinHash bands."""

# ruff: noqa: D102 (sayso.archive.storage.database.Database documents the methods)

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sayso.archive.queries.query_language import Node, parse, to_fts5
from sayso.archive.quotations.minhash import band_words
from sayso.archive.storage.database import DAMAGED, IndexHit, IndexRow, Params, Row, encoding_error, ids
from sayso.errors import ArchiveError, QueryError
from sayso.text.searchable import searchable

APPLICATION: Final = 0x53415953  # "SAYS", the application id in the file header
_BUSY_MS: Final = 60_000
_CACHE_KIB: Final = 128_000
_CHECKPOINT: Final = 16_384  # pages of 4 KiB in the log that trigger a checkpoint
_NARROW: Final = 4_000  # statements up to which a condition is evaluated before the full-text index is ranked
_HINTS: Final = (
    ("readonly", "the archive is read-only", "Make the file and its folder writable, or copy the archive elsewhere"),
    ("full", "the disk is full", "Free space and run the command again; the last transaction was rolled back"),
    ("locked", "another program has locked the archive for a minute", "Wait for it to end, then run it again"),
    ("busy", "another program has locked the archive for a minute", "Wait for it to end, then run it again"),
    ("malformed", "the file is damaged", DAMAGED),
    ("corrupt", "the file is damaged", DAMAGED),
    ("could not decode", "the file is damaged", DAMAGED),
    ("not a database", "this is not an SQLite file", "Use the path of an archive, or restore a backup"),
    ("disk i/o", "the disk cannot be read or written", "Check the space and the health of the disk, then run it again"),
    ("unable to open", "the file cannot be opened", "Check the folder and its permissions"),
)  # fmt: skip
"""Parts of SQLite's messages, and the error and hint for each."""


class Sqlite:
    """An archive in a file."""

    dialect = "sqlite"

    def __init__(self, path: Path, *, readonly: bool = False, create: bool = True) -> None:
        self.name = str(path)
        self.readonly = readonly
        if not path.exists() and (readonly or not create):
            raise ArchiveError("there is no such archive", "Add pages first: sayso add PAGE --archive FILE", self.name)
        with self._convert_errors():
            if path.is_dir():
                raise ArchiveError("this is a folder", "Use a file in it, such as archive.db", self.name)
            if not readonly:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._open(path)

    def _open(self, path: Path) -> sqlite3.Connection:
        """Open a connection. A read-only one also works if no log can be written next to the file."""
        if str(path) == ":memory:":
            return self._connect("file::memory:")
        uri = path.absolute().as_uri()
        if not self.readonly:
            connection = self._connect(uri + "?mode=rwc")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
            return connection
        try:
            connection = self._connect(uri + "?mode=ro")
            connection.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError:
            connection = self._connect(uri + "?mode=ro&immutable=1")
        return connection

    @staticmethod
    def _connect(uri: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        for pragma in (
            f"busy_timeout = {_BUSY_MS}", f"cache_size = -{_CACHE_KIB}", "temp_store = MEMORY", "mmap_size = 268435456",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def _convert_errors(self) -> Iterator[None]:
        """Convert errors of SQLite and of the file system to errors of sayso."""
        try:
            yield
        except sqlite3.Error as error:
            message = str(error).lower()
            what, hint = next(
                ((what, hint) for part, what, hint in _HINTS if part in message),
                ("the database reports an error", "Run sayso archive check"),
            )
            raise ArchiveError(f"{what} ({error})", hint, self.name) from error
        except UnicodeEncodeError as error:
            raise encoding_error(error) from error
        except OverflowError as error:
            raise QueryError("a number is too large for a query", "Use a smaller number") from error
        except UnicodeDecodeError as error:  # SQLite's message quotes damaged data
            raise ArchiveError(f"the file is damaged ({error})", DAMAGED, self.name) from error
        except OSError as error:
            what = f"the file cannot be opened ({error.strerror or error})"
            raise ArchiveError(what, "Check the folder and its permissions", self.name) from error

    def run(self, sql: str, params: Params = ()) -> list[Row]:
        with self._convert_errors():
            return self._connection.execute(sql, params).fetchall()

    def run_many(self, sql: str, rows: Iterable[Params]) -> None:
        rows = list(rows)
        if rows:
            with self._convert_errors():
                self._connection.executemany(sql, rows)

    def insert(self, table: str, columns: str, rows: Sequence[Params]) -> None:
        marks = ", ".join("?" * (columns.count(",") + 1))
        self.run_many(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    def insert_statements(self, columns: str, rows: Sequence[Params], index: Sequence[IndexRow]) -> None:
        self.insert("statement", columns, rows)
        self.index(index)

    def script(self, sql: str) -> None:
        with self._convert_errors():
            for statement in _statements(sql):
                self._connection.execute(statement)

    @contextmanager
    def write(self) -> Iterator[None]:
        with self._convert_errors():
            if self.readonly:
                raise sqlite3.OperationalError("attempt to write a readonly database")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with self._convert_errors():
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")

    def has_meta(self) -> bool:
        tables = {name for (name,) in self.run("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        (number,) = self.run("PRAGMA application_id")[0]
        if (tables or number) and number != APPLICATION:
            raise ArchiveError("this is the database of another program", "Use another file for the archive", self.name)
        if not tables:
            self.run(f"PRAGMA application_id = {APPLICATION}") if not self.readonly else None
        return "meta" in tables

    def index(self, rows: Sequence[IndexRow], *, sentences: bool = True) -> None:
        if sentences:
            self.run_many(
                "INSERT INTO statement_search (rowid, words) VALUES (?, ?)",
                [(row.id, searchable(row.words)) for row in rows],
            )
        self.run_many("INSERT INTO statement_bands (rowid, bands) VALUES (?, ?)", _row_bands(rows))

    def unindex(self, rows: Sequence[IndexRow]) -> None:
        self.run_many(
            "INSERT INTO statement_search (statement_search, rowid, words) VALUES ('delete', ?, ?)",
            [(row.id, searchable(row.words)) for row in rows],
        )
        self.run_many(
            "INSERT INTO statement_bands (statement_bands, rowid, bands) VALUES ('delete', ?, ?)", _row_bands(rows)
        )

    def match(self, query: str) -> tuple[str, list[Any]]:
        return "SELECT rowid FROM statement_search WHERE statement_search MATCH ?", [to_fts5(parse(query))]

    def ranked(
        self, query: Node, where: str, params: Params, limit: int, offset: int, *, narrow: bool = False
    ) -> list[IndexHit]:
        fts5_query = to_fts5(query)
        matching = f"SELECT s.id FROM statement s JOIN version v ON v.id = s.version WHERE {where}"
        if narrow and len(self.run(f"{matching} LIMIT {_NARROW}", params)) < _NARROW:
            # The plus prevents a lookup for each rowid: SQLite scans the matches once and ranks only those rows.
            rows = self.run(
                f"SELECT rowid, rank FROM statement_search WHERE statement_search MATCH ? AND +rowid IN ({matching}) "
                "ORDER BY rank, rowid LIMIT ? OFFSET ?",
                [fts5_query, *params, limit, offset],
            )
            return [IndexHit(number, -score) for number, score in rows]
        # Try the best matches of the index first: with a broad condition they are enough, and no join is needed.
        best_count = 10 * (limit + offset) + 40
        best = self.run(
            "SELECT rowid, rank FROM statement_search WHERE statement_search MATCH ? ORDER BY rank, rowid LIMIT ?",
            [fts5_query, best_count],
        )
        chosen = ids(number for number, _ in best)
        matched = {number for (number,) in self.run(f"{matching} AND s.id IN ({chosen})", params)}
        rows = [(number, score) for number, score in best if number in matched][offset : offset + limit]
        if len(rows) < limit and len(best) == best_count:
            rows = self.run(
                "SELECT s.id, f.rank FROM statement_search f JOIN statement s ON s.id = f.rowid "
                f"JOIN version v ON v.id = s.version WHERE f.statement_search MATCH ? AND {where} "
                "ORDER BY f.rank, s.id LIMIT ? OFFSET ?",
                [fts5_query, *params, limit, offset],
            )
        return [IndexHit(number, -score) for number, score in rows]

    def highlight(self, query: str, statements: Sequence[int]) -> dict[int, str]:
        sql = (
            f"SELECT rowid, highlight(statement_search, 0, char(2), char(3)) FROM statement_search "
            f"WHERE statement_search MATCH ? AND rowid IN ({ids(statements)})"
        )
        return dict(self.run(sql, [to_fts5(parse(query))]))

    def sharing_bands(self, signature: bytes, limit: int) -> list[int]:
        sql = "SELECT rowid FROM statement_bands WHERE statement_bands MATCH ? LIMIT ?"
        any_band = " OR ".join(band_words([signature])[0].split())
        return [number for (number,) in self.run(sql, [any_band, limit])]

    def wrong_bands(self, rows: Sequence[IndexRow]) -> set[int]:
        sql = "SELECT rowid FROM statement_bands WHERE statement_bands MATCH ? AND rowid = ?"
        return {
            number for number, bands in _row_bands(rows) if not self.run(sql, [" AND ".join(bands.split()), number])
        }

    def find_phrase(self, query: Node, limit: int) -> list[int]:
        sql = "SELECT rowid FROM statement_search WHERE statement_search MATCH ? LIMIT ?"
        return [number for (number,) in self.run(sql, [to_fts5(query), limit])]

    def scrub(self) -> None:
        with self._convert_errors():
            self._connection.execute("INSERT INTO statement_search (statement_search) VALUES ('optimize')")
            self._connection.execute("INSERT INTO statement_bands (statement_bands) VALUES ('optimize')")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def integrity(self) -> list[str]:
        faults = [str(message) for (message,) in self.run("PRAGMA integrity_check(20)") if message != "ok"]
        faults += [
            f"{row[0]}: row {row[1]} refers to a missing {row[2]}" for row in self.run("PRAGMA foreign_key_check")
        ]
        try:
            with self._convert_errors():
                self._connection.execute(
                    "INSERT INTO statement_search (statement_search, rank) VALUES ('integrity-check', 1)"
                )
        except ArchiveError as error:
            if "read-only" not in error.what:
                faults.append(f"the full-text index does not match the texts ({error.what})")
        return faults

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the archive to a file, even while other processes write."""
        with self._convert_errors():
            target = sqlite3.connect(path)
            try:
                self._connection.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
            finally:
                target.close()

    def copy_from(self, path: Path) -> None:
        """Replace the content of this archive with that of another file, in one step."""
        with self._convert_errors():
            source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                source.backup(self._connection)
                self._connection.execute("PRAGMA journal_mode = WAL")
            finally:
                source.close()

    def close(self) -> None:
        self._connection.close()


def _row_bands(rows: Sequence[IndexRow]) -> list[tuple[int, str]]:
    """Return the row ids and the bands (as words) of the rows with a signature."""
    signed = [(row.id, row.signature) for row in rows if row.signature]
    bands = band_words([signature for _, signature in signed])
    return [(number, words) for (number, _), words in zip(signed, bands, strict=True)]


def _statements(sql: str) -> Iterator[str]:
    """Yield the SQL statements of a script. (``executescript`` would commit the current transaction.)"""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
