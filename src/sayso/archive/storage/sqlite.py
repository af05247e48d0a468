"""SQLite: one file, write-ahead log, FTS5 for words and for the bands of MinHash."""

# ruff: noqa: D102 (the methods are described in sayso.archive.storage.database.Database)

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sayso.archive.queries.query_language import Node, parse, to_fts5
from sayso.archive.quotations.minhash import band_words
from sayso.archive.storage.database import DAMAGED, IndexHit, IndexRow, Params, Row, ids, not_text
from sayso.errors import ArchiveError
from sayso.text.searchable import searchable

APPLICATION: Final = 0x53415953  # "SAYS" in the head of the file
_BUSY_MS: Final = 60_000
_CACHE_KIB: Final = 128_000
_CHECKPOINT: Final = 16_384  # pages of 4 KiB that the log may have before they are moved into the file
_NARROW: Final = 4_000  # statements that a condition may pick out to be looked up among the matches
_HINTS: Final = (
    ("readonly", "the archive is read-only", "Allow writing to the file and its folder, or copy it elsewhere"),
    ("full", "the disk is full", "Free space and run it again: nothing was half kept"),
    ("locked", "another program has kept the archive locked for a minute", "Wait for it to end, then run it again"),
    ("busy", "another program has kept the archive locked for a minute", "Wait for it to end, then run it again"),
    ("malformed", "the file is damaged", DAMAGED),
    ("corrupt", "the file is damaged", DAMAGED),
    ("could not decode", "the file is damaged", DAMAGED),
    ("not a database", "this is no SQLite file", "Name an archive, or restore a backup of it"),
    ("disk i/o", "the disk does not read or write", "Check space and health of the disk, then run it again"),
    ("unable to open", "the file cannot be opened", "Check the folder and its permissions"),
)  # fmt: skip


class Sqlite:
    """An archive in a file."""

    dialect = "sqlite"

    def __init__(self, path: Path, *, readonly: bool = False, create: bool = True) -> None:
        self.name = str(path)
        self.readonly = readonly
        if not path.exists() and (readonly or not create):
            raise ArchiveError("there is no such archive", "Add pages first: sayso add PAGE --archive FILE", self.name)
        with self._ours():
            if path.is_dir():
                raise ArchiveError("this is a folder", "Name a file in it, say archive.db", self.name)
            if not readonly:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._open(path)

    def _open(self, path: Path) -> sqlite3.Connection:
        """A connection; a read-only one also where no log can be written beside the file."""
        if str(path) == ":memory:":
            return self._connected("file::memory:")
        where = path.absolute().as_uri()
        if not self.readonly:
            made = self._connected(where + "?mode=rwc")
            made.execute("PRAGMA journal_mode = WAL")
            made.execute("PRAGMA synchronous = FULL")
            made.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
            return made
        try:
            made = self._connected(where + "?mode=ro")
            made.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError:
            made = self._connected(where + "?mode=ro&immutable=1")
        return made

    @staticmethod
    def _connected(uri: str) -> sqlite3.Connection:
        made = sqlite3.connect(
            uri, uri=True, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        for pragma in (f"busy_timeout = {_BUSY_MS}", f"cache_size = -{_CACHE_KIB}", "temp_store = MEMORY"):
            made.execute(f"PRAGMA {pragma}")
        made.execute("PRAGMA mmap_size = 268435456")
        return made

    @contextmanager
    def _ours(self) -> Iterator[None]:
        """Errors of SQLite as ours."""
        try:
            yield
        except sqlite3.Error as error:
            told = str(error).lower()
            what, hint = next(
                ((what, hint) for sign, what, hint in _HINTS if sign in told),
                ("the database refused", "Run sayso archive check on it"),
            )
            raise ArchiveError(f"{what} ({error})", hint, self.name) from error
        except UnicodeEncodeError as error:
            raise not_text(error) from error
        except UnicodeDecodeError as error:  # of the database's own messages, which quote what it cannot read
            raise ArchiveError(f"the file is damaged ({error})", DAMAGED, self.name) from error
        except OSError as error:
            raise ArchiveError(f"the file cannot be opened ({error})", "Check the permissions", self.name) from error

    def run(self, sql: str, params: Params = ()) -> list[Row]:
        with self._ours():
            return self._connection.execute(sql, params).fetchall()

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        rows = list(rows)
        if rows:
            with self._ours():
                self._connection.executemany(sql, rows)

    def insert(self, table: str, columns: str, rows: Sequence[Params]) -> None:
        marks = ", ".join("?" * (columns.count(",") + 1))
        self.many(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    def statements(self, columns: str, rows: Sequence[Params], index: Sequence[IndexRow]) -> None:
        self.insert("statement", columns, rows)
        self.index(index)

    def script(self, sql: str) -> None:
        with self._ours():
            for statement in _statements(sql):
                self._connection.execute(statement)

    @contextmanager
    def write(self) -> Iterator[None]:
        with self._ours():
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
        with self._ours():
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
            raise ArchiveError(
                "this is the database of another program", "Name another file for the archive", self.name
            )
        if not tables:
            self.run(f"PRAGMA application_id = {APPLICATION}") if not self.readonly else None
        return "meta" in tables

    def index(self, rows: Sequence[IndexRow], *, sentences: bool = True) -> None:
        if sentences:
            self.many(
                "INSERT INTO statement_search (rowid, words) VALUES (?, ?)",
                [(row.id, searchable(row.words)) for row in rows],
            )
        made = _banded(rows)
        self.many("INSERT INTO statement_bands (rowid, bands) VALUES (?, ?)", made)

    def unindex(self, rows: Sequence[IndexRow]) -> None:
        self.many(
            "INSERT INTO statement_search (statement_search, rowid, words) VALUES ('delete', ?, ?)",
            [(row.id, searchable(row.words)) for row in rows],
        )
        self.many(
            "INSERT INTO statement_bands (statement_bands, rowid, bands) VALUES ('delete', ?, ?)",
            _banded(rows),
        )

    def match(self, query: str) -> tuple[str, list[Any]]:
        return "SELECT rowid FROM statement_search WHERE statement_search MATCH ?", [to_fts5(parse(query))]

    def ranked(
        self, query: Node, where: str, params: Params, limit: int, offset: int, *, narrow: bool = False
    ) -> list[IndexHit]:
        found = to_fts5(query)
        fitting = f"SELECT s.id FROM statement s JOIN version v ON v.id = s.version WHERE {where}"
        if narrow and len(self.run(f"{fitting} LIMIT {_NARROW}", params)) < _NARROW:
            # The plus keeps the index from being asked for each of them: it is read once, and they alone are ranked.
            rows = self.run(
                f"SELECT rowid, rank FROM statement_search WHERE statement_search MATCH ? AND +rowid IN ({fitting}) "
                "ORDER BY rank, rowid LIMIT ? OFFSET ?",
                [found, *params, limit, offset],
            )
            return [IndexHit(number, -score) for number, score in rows]
        # First the best of the index alone: with few conditions they are enough, and the tables are hardly touched.
        most = 10 * (limit + offset) + 40
        best = self.run(
            "SELECT rowid, rank FROM statement_search WHERE statement_search MATCH ? ORDER BY rank, rowid LIMIT ?",
            [found, most],
        )
        chosen = ids(number for number, _ in best)
        fit = {number for (number,) in self.run(f"{fitting} AND s.id IN ({chosen})", params)}
        rows = [(number, score) for number, score in best if number in fit][offset : offset + limit]
        if len(rows) < limit and len(best) == most:
            rows = self.run(
                "SELECT s.id, f.rank FROM statement_search f JOIN statement s ON s.id = f.rowid "
                f"JOIN version v ON v.id = s.version WHERE f.statement_search MATCH ? AND {where} "
                "ORDER BY f.rank, s.id LIMIT ? OFFSET ?",
                [found, *params, limit, offset],
            )
        return [IndexHit(number, -score) for number, score in rows]

    def marked(self, query: str, statements: Sequence[int]) -> dict[int, str]:
        sql = (
            f"SELECT rowid, highlight(statement_search, 0, char(2), char(3)) FROM statement_search "
            f"WHERE statement_search MATCH ? AND rowid IN ({ids(statements)})"
        )
        return dict(self.run(sql, [to_fts5(parse(query))]))

    def banded(self, signature: bytes, limit: int) -> list[int]:
        sql = "SELECT rowid FROM statement_bands WHERE statement_bands MATCH ? LIMIT ?"
        wanted = " OR ".join(band_words([signature])[0].split())
        return [number for (number,) in self.run(sql, [wanted, limit])]

    def unbanded(self, rows: Sequence[IndexRow]) -> set[int]:
        sql = "SELECT rowid FROM statement_bands WHERE statement_bands MATCH ? AND rowid = ?"
        return {number for number, told in _banded(rows) if not self.run(sql, [" AND ".join(told.split()), number])}

    def phrased(self, query: Node, limit: int) -> list[int]:
        sql = "SELECT rowid FROM statement_search WHERE statement_search MATCH ? LIMIT ?"
        return [number for (number,) in self.run(sql, [to_fts5(query), limit])]

    def scrub(self) -> None:
        with self._ours():
            self._connection.execute("INSERT INTO statement_search (statement_search) VALUES ('optimize')")
            self._connection.execute("INSERT INTO statement_bands (statement_bands) VALUES ('optimize')")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def integrity(self) -> list[str]:
        out = [str(told) for (told,) in self.run("PRAGMA integrity_check(20)") if told != "ok"]
        out += [
            f"{row[0]}: row {row[1]} names a {row[2]} that is not there" for row in self.run("PRAGMA foreign_key_check")
        ]
        try:
            with self._ours():
                self._connection.execute(
                    "INSERT INTO statement_search (statement_search, rank) VALUES ('integrity-check', 1)"
                )
        except ArchiveError as error:
            if "read-only" not in error.what:
                out.append(f"the full-text index does not fit the texts ({error.what})")
        return out

    def copy_to(self, path: Path) -> None:
        """A copy of the whole archive as it stands now, while others write."""
        with self._ours():
            target = sqlite3.connect(path)
            try:
                self._connection.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
            finally:
                target.close()

    def copy_from(self, path: Path) -> None:
        """Replace all of this archive by another file's content, in one step."""
        with self._ours():
            source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                source.backup(self._connection)
                self._connection.execute("PRAGMA journal_mode = WAL")
            finally:
                source.close()

    def close(self) -> None:
        self._connection.close()


def _banded(rows: Sequence[IndexRow]) -> list[tuple[int, str]]:
    """The bands of rows as words, those without a signature left out."""
    found = [(row.id, row.signature) for row in rows if row.signature]
    return [(number, told) for (number, _), told in zip(found, band_words([made for _, made in found]), strict=True)]


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one, so that a transaction around them holds."""
    waiting = ""
    for line in sql.splitlines(keepends=True):
        waiting += line
        if sqlite3.complete_statement(waiting):
            yield waiting
            waiting = ""
