"""The small interface behind which SQLite and PostgreSQL look the same: plain SQL with ``?``, rows as tuples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import msgspec

from sayso.archive.queries.query_language import Node
from sayso.errors import ArchiveError, QueryError

_Kind = TypeVar("_Kind")
NEWEST: Final = 11
"""The schema version that this package writes."""

Row = tuple[Any, ...]
Params = Sequence[Any]


class IndexHit(msgspec.Struct, frozen=True):
    """What a full-text index found: a statement's id, and its rank (BM25, greater is better)."""

    statement: int
    score: float


class IndexRow(msgspec.Struct, frozen=True, gc=False):
    """What the indexes hold of a statement: its sentence, and the signature of its content."""

    id: int
    words: str
    signature: bytes | None


class Database(Protocol):
    """A connection to an archive's database."""

    dialect: str
    name: str
    readonly: bool

    def run(self, sql: str, params: Params = ()) -> list[Row]:
        """The rows of one statement; none where it gives none."""

    def insert(self, table: str, columns: str, rows: Sequence[Params]) -> None:
        """Put new rows into a table; ``columns`` are names with commas between."""

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        """Run a statement for each row."""

    def script(self, sql: str) -> None:
        """Run several statements without parameters."""

    def write(self) -> AbstractContextManager[None]:
        """A transaction that alone writes: all of it is kept, or nothing."""

    def snapshot(self) -> AbstractContextManager[None]:
        """A transaction in which all reads see one state."""

    def has_meta(self) -> bool:
        """Whether this is an archive already. Raises ArchiveError where it is another program's database."""

    def statements(self, columns: str, rows: Sequence[Params], index: Sequence[IndexRow]) -> None:
        """Put new statements into their table and, row by row, into the indexes."""

    def index(self, rows: Sequence[IndexRow], *, sentences: bool = True) -> None:
        """Enter statements, their rows already written, into the full-text index (``sentences``) and the bands."""

    def unindex(self, rows: Sequence[IndexRow]) -> None:
        """Take statements out of the indexes, while their rows and text still stand."""

    def match(self, query: str) -> tuple[str, list[Any]]:
        """A subquery of one column, the ids of the statements that a text query matches, with its parameters."""

    def ranked(
        self, query: Node, where: str, params: Params, limit: int, offset: int, *, narrow: bool = False
    ) -> list[IndexHit]:
        """The statements of a text query that also fit a condition on ``s`` (statement) and ``v`` (version), best
        first; ``narrow`` says that an index finds what fits the condition, and it may be little.
        """

    def marked(self, query: str, statements: Sequence[int]) -> dict[int, str]:
        """The sentences of statements, each word that the query matched between U+0002 and U+0003."""

    def banded(self, signature: bytes, limit: int) -> list[int]:
        """The statements that share at least one band with a signature."""

    def unbanded(self, rows: Sequence[IndexRow]) -> set[int]:
        """The statements among these whose bands in the index are not those of the signature given."""

    def phrased(self, query: Node, limit: int) -> list[int]:
        """Statements whose sentence holds a query, in no order."""

    def scrub(self) -> None:
        """Leave nothing of what was removed in the file's free pages, as far as the database allows."""

    def integrity(self) -> list[str]:
        """What the database itself finds wrong with its file or its indexes."""

    def close(self) -> None:
        """Close the connection."""


DAMAGED: Final = "Restore a backup: sayso archive restore BACKUP --archive FILE"


def stored(data: bytes | str, kind: type[_Kind]) -> _Kind:
    """The JSON that a row holds. Raises ArchiveError where it is not what was written there."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise ArchiveError(f"a row is damaged ({error})", DAMAGED) from error


def not_text(error: UnicodeEncodeError) -> QueryError:
    """The error of a parameter that holds half a surrogate pair: bytes of a command line that are no UTF-8."""
    return QueryError(f"{error.object[:80]!r} is no text in UTF-8", "Write it in UTF-8")


def ids(statements: Iterable[int]) -> str:
    """Integers as the inside of ``IN (…)``; nothing but digits can come out."""
    return ",".join(str(int(number)) for number in statements) or "NULL"


def schema_files(dialect: str) -> list[tuple[int, str]]:
    """The number and the SQL of each step of the schema, in order."""
    folder = Path(__file__).parent / "schema" / dialect
    return [(int(path.name[:3]), path.read_text("utf-8")) for path in sorted(folder.glob("*.sql"))]
