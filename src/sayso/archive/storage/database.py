"""The interface that SQLite and PostgreSQL implement: plain SQL with ``?`` for parameters, and rows as tuples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import msgspec

from sayso.archive.queries.query_language import Node
from sayso.errors import ArchiveError, QueryError

_Kind = TypeVar("_Kind")
NEWEST: Final = 12
"""The number of the newest schema, which this package writes."""

Row = tuple[Any, ...]
Params = Sequence[Any]


class IndexHit(msgspec.Struct, frozen=True):
    """A match in the full-text index: the row id of a statement and its BM25 score (higher is better)."""

    statement: int
    score: float


class IndexRow(msgspec.Struct, frozen=True, gc=False):
    """The entry of a statement in the indexes: its sentence and the signature of its content."""

    id: int
    words: str
    signature: bytes | None


class Database(Protocol):
    """A connection to the database of an archive."""

    dialect: str
    name: str
    readonly: bool

    def run(self, sql: str, params: Params = ()) -> list[Row]:
        """Run an SQL statement and return its rows, or an empty list if it returns none."""

    def insert(self, table: str, columns: str, rows: Sequence[Params]) -> None:
        """Insert rows into a table. ``columns`` is a comma-separated list of names."""

    def run_many(self, sql: str, rows: Iterable[Params]) -> None:
        """Run an SQL statement once for each row of parameters."""

    def script(self, sql: str) -> None:
        """Run several SQL statements without parameters."""

    def write(self) -> AbstractContextManager[None]:
        """Return a context for a write transaction. Only one runs at a time; an exception rolls it back."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Return a context for a transaction in which all reads see the same state."""

    def has_meta(self) -> bool:
        """Return whether the database is an archive. Raises ArchiveError if it belongs to another program."""

    def insert_statements(self, columns: str, rows: Sequence[Params], index: Sequence[IndexRow]) -> None:
        """Insert rows into the statement table, and their entries (in the same order) into the indexes."""

    def index(self, rows: Sequence[IndexRow], *, sentences: bool = True) -> None:
        """Add inserted statements to the index of bands and, with ``sentences``, to the full-text index."""

    def unindex(self, rows: Sequence[IndexRow]) -> None:
        """Remove statements from the indexes. Call it before their rows and their text are deleted."""

    def match(self, query: str) -> tuple[str, list[Any]]:
        """Return a subquery for the row ids of the statements that match a text query, and its parameters."""

    def ranked(
        self, query: Node, where: str, params: Params, limit: int, offset: int, *, narrow: bool = False
    ) -> list[IndexHit]:
        """Return the best matches of a text query that meet a condition on ``s`` (statement) and ``v`` (version).

        ``narrow`` says that an index supports the condition and that few statements may meet it.
        """

    def highlight(self, query: str, statements: Sequence[int]) -> dict[int, str]:
        """Return the sentences of statements by row id, with each match of the query between U+0002 and U+0003."""

    def sharing_bands(self, signature: bytes, limit: int) -> list[int]:
        """Return the row ids of statements that share at least one band with a signature."""

    def wrong_bands(self, rows: Sequence[IndexRow]) -> set[int]:
        """Return the row ids of statements whose bands in the index do not match their signature in ``rows``."""

    def find_phrase(self, query: Node, limit: int) -> list[int]:
        """Return the row ids of statements whose sentence matches a query, in any order."""

    def scrub(self) -> None:
        """Erase deleted data from the free pages of the file, as far as the database supports it."""

    def integrity(self) -> list[str]:
        """Return the faults that the database itself detects in its file and its indexes."""

    def close(self) -> None:
        """Close the connection."""


DAMAGED: Final = "Restore a backup: sayso archive restore BACKUP --archive FILE"


def decode_column(data: bytes | str, kind: type[_Kind]) -> _Kind:
    """Return the value of a JSON column. Raises ArchiveError if the column does not match the type."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise ArchiveError(f"a row is damaged ({error})", DAMAGED) from error


def encoding_error(error: UnicodeEncodeError) -> QueryError:
    """Return the error for a parameter with an unpaired surrogate, from a command line that is not UTF-8."""
    return QueryError(f"{error.object[:80]!r} is not valid UTF-8", "Write it in UTF-8")


def ids(numbers: Iterable[int]) -> str:
    """Return integers as the list of an SQL ``IN (…)``. Only digits can get into the SQL."""
    return ",".join(str(int(number)) for number in numbers) or "NULL"


def schema_files(dialect: str) -> list[tuple[int, str]]:
    """Return the number and the SQL of each schema step, in order."""
    folder = Path(__file__).parent / "schema" / dialect
    return [(int(path.name[:3]), path.read_text("utf-8")) for path in sorted(folder.glob("*.sql"))]
