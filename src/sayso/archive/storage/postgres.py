"""PostgreSQL: one archive that many write and search; tsvector for words, an array for the bands of MinHash."""

# ruff: noqa: D102 (the methods are described in sayso.archive.storage.database.Database)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import log
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from sayso.archive.queries.query_language import Node, Term, last, parse, terms, to_tsquery, words
from sayso.archive.quotations.minhash import bands
from sayso.archive.storage.database import IndexHit, IndexRow, Params, Row, ids, not_text
from sayso.errors import ArchiveError, extra_missing
from sayso.text.searchable import seen_sql

_LOCK: Final = 0x53415953
_LONGEST: Final = 200_000  # characters of one sentence that are indexed: a tsvector has a bound
_SAMPLE: Final = 2_000
_KNOWN_S: Final = 60.0  # seconds for which the commonest words are remembered
# BM25 as FTS5 has it (k1 = 1.2, b = 0.75): of each term idf * 2.2 * (1 - K / (tf + K)). ts_rank of a single term is
# the sum of 1 / n² over its places, over π²/6: that leads back to their number. Of alternatives it is their mean.
_TERM: Final = (
    "?::float * (1 - k.k / (round(1 / (1.644935 - 1.644934 * "
    "least(0.9999, ? * ts_rank('{1,1,1,1}', s.search, to_tsquery('sayso_words', ?)))) - 0.5) + k.k))"
)
_RANKED: Final = """
SELECT s.id, {terms} AS score FROM statement s {join},
  LATERAL (SELECT 0.3 + 0.9 * length(s.search) / ?::float AS k) k
WHERE s.search @@ to_tsquery('sayso_words', ?) AND {where}
ORDER BY score DESC, s.id LIMIT ? OFFSET ?
"""


class Postgres:
    """An archive in a PostgreSQL database."""

    dialect = "postgres"

    def __init__(self, url: str, *, readonly: bool = False) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise extra_missing("an archive in PostgreSQL", "postgres", "psycopg") from error
        self._psycopg = psycopg
        parts = urlsplit(url)
        self.name = f"postgresql://{parts.hostname or ''}{parts.path}"
        self.readonly = readonly
        self._common_words: dict[str, float] = {}
        self._common_at = float("-inf")
        with self._ours():
            if "\0" in url:
                raise ArchiveError("this is no address of a database", "Take the null character out of it", self.name)
            self._connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
            self._connection.execute("SET client_min_messages = warning")
            if readonly:
                self._connection.execute("SET default_transaction_read_only = on")

    @contextmanager
    def _ours(self) -> Iterator[None]:
        """Errors of psycopg as ours."""
        errors = self._psycopg.errors
        try:
            yield
        except UnicodeEncodeError as error:
            raise not_text(error) from error
        except errors.ReadOnlySqlTransaction as error:
            raise ArchiveError("the archive is open for reading only", "Open it for writing", self.name) from error
        except errors.DiskFull as error:
            raise ArchiveError(
                "the server's disk is full", "Free space and run it again: nothing was half kept", self.name
            ) from error
        except errors.InsufficientPrivilege as error:
            raise ArchiveError(
                f"the user may not do this ({error})", "Grant the rights, or name another user", self.name
            ) from error
        except self._psycopg.OperationalError as error:
            raise ArchiveError(
                f"the server does not answer ({error})".replace("\n", " "),
                "Check host, database, user and password",
                self.name,
            ) from error
        except self._psycopg.Error as error:
            raise ArchiveError(f"the database refused ({error})", "Run sayso archive check on it", self.name) from error

    def run(self, sql: str, params: Params = ()) -> list[Row]:
        with self._ours():
            cursor = self._connection.execute(_percent(sql), params or None)
            return cursor.fetchall() if cursor.description else []

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        rows = list(rows)
        if rows:
            with self._ours(), self._connection.cursor() as cursor:
                cursor.executemany(_percent(sql), rows)

    def insert(self, table: str, columns: str, rows: Sequence[Params]) -> None:
        if rows:
            sql = f"COPY {table} ({columns}) FROM STDIN"
            with self._ours(), self._connection.cursor() as cursor, cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)

    def statements(self, columns: str, rows: Sequence[Params], index: Sequence[IndexRow]) -> None:
        if not rows:
            return
        self.run("CREATE TEMPORARY TABLE IF NOT EXISTS arriving (LIKE statement, told TEXT)")
        self.run("TRUNCATE arriving")
        told = [(_told(row), bands(row.signature) if row.signature else None) for row in index]
        self.insert(
            "arriving", f"{columns}, told, bands", [(*row, *more) for row, more in zip(rows, told, strict=True)]
        )
        self.run(
            f"INSERT INTO statement ({columns}, search, bands) "
            f"SELECT {columns}, to_tsvector('sayso_words', told), bands FROM arriving ORDER BY id"
        )
        self.run("TRUNCATE arriving")

    def script(self, sql: str) -> None:
        with self._ours():
            self._connection.execute(sql)

    @contextmanager
    def write(self) -> Iterator[None]:
        with self._ours(), self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with self._ours():
            if self._connection.info.transaction_status != self._psycopg.pq.TransactionStatus.IDLE:
                yield
                return
            with self._connection.transaction():
                self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                yield

    def has_meta(self) -> bool:
        tables = {name for (name,) in self.run("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}
        if "meta" not in tables and tables & {"page", "version", "statement"}:
            raise ArchiveError("the database belongs to another program", "Name an empty database", self.name)
        return "meta" in tables

    def index(self, rows: Sequence[IndexRow], *, sentences: bool = True) -> None:
        if sentences:
            self.many(
                "UPDATE statement SET search = to_tsvector('sayso_words', ?) WHERE id = ?",
                [(_told(row), row.id) for row in rows],
            )
        self.many(
            "UPDATE statement SET bands = ? WHERE id = ?",
            [(bands(row.signature), row.id) for row in rows if row.signature],
        )

    def unindex(self, rows: Sequence[IndexRow]) -> None:
        self.many("UPDATE statement SET search = NULL, bands = NULL WHERE id = ?", [(row.id,) for row in rows])

    def match(self, query: str) -> tuple[str, list[Any]]:
        return "SELECT id FROM statement WHERE search @@ to_tsquery('sayso_words', ?)", [to_tsquery(parse(query))]

    def ranked(
        self, query: Node, where: str, params: Params, limit: int, offset: int, *, narrow: bool = False
    ) -> list[IndexHit]:
        del narrow  # the planner knows
        ((total, mean),) = self.run(
            "SELECT CASE WHEN reltuples > 10000 THEN reltuples ELSE (SELECT count(*) FROM statement) END, "
            f"(SELECT avg(length(search)) FROM (SELECT search FROM statement LIMIT {_SAMPLE}) x) "
            "FROM pg_class WHERE oid = 'statement'::regclass"
        )
        values: list[Any] = []
        leaves = [
            Term((word,), one.prefix and n == len(one.words) - 1)
            for one in terms(query) for n, word in enumerate(one.words)
        ]  # fmt: skip
        for leaf in leaves:
            values += [2.2 * self._rarity(float(total), leaf), len(last(leaf)), to_tsquery(leaf)]
        sql = _RANKED.format(
            terms=" + ".join([_TERM] * len(leaves)),
            join="JOIN version v ON v.id = s.version" if "v." in where else "",
            where=where,
        )
        rows = self.run(sql, [*values, float(mean or 1), to_tsquery(query), *params, limit, offset])
        return [IndexHit(number, float(score)) for number, score in rows]

    def _rarity(self, total: float, leaf: Term) -> float:
        """The inverse document frequency of a term of one word: of common ones from the statistics, else counted."""
        stem = self.run("SELECT (ts_lexize('sayso_stem', ?))[1]", [leaf.words[0]])[0][0] or leaf.words[0]
        number = None if leaf.prefix else self._common().get(stem)
        if number is None:
            sql = "SELECT count(*) FROM statement WHERE search @@ to_tsquery('sayso_words', ?)"
            ((number,),) = self.run(sql, [to_tsquery(leaf)])
        else:
            number *= total
        return max(1e-6, log((max(total, number) - number + 0.5) / (number + 0.5)))

    def _common(self) -> dict[str, float]:
        """The share of statements that hold each of the commonest words, as of the last ANALYZE."""
        if monotonic() - self._common_at > _KNOWN_S:
            rows = self.run(
                "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats "
                "WHERE schemaname = current_schema() AND tablename = 'statement' AND attname = 'search'"
            )
            words_, shares = rows[0] if rows and rows[0][0] else ([], [])
            self._common_words = dict(zip(words_, shares, strict=False))  # after the shares come their bounds
            self._common_at = monotonic()
        return self._common_words

    def marked(self, query: str, statements: Sequence[int]) -> dict[int, str]:
        sql = (
            f"SELECT s.id, ts_headline('sayso_words', {seen_sql('substr(v.text, s.first + 1, s.last - s.first)')}, "
            "to_tsquery('sayso_words', ?), ?) FROM statement s JOIN version v ON v.id = s.version "
            f"WHERE v.text IS NOT NULL AND s.id IN ({ids(statements)})"
        )
        return dict(self.run(sql, [to_tsquery(parse(query)), "HighlightAll=true, StartSel=\x02, StopSel=\x03"]))

    def banded(self, signature: bytes, limit: int) -> list[int]:
        sql = "SELECT id FROM statement WHERE bands && ?::int[] LIMIT ?"
        return [number for (number,) in self.run(sql, [bands(signature), limit])]

    def unbanded(self, rows: Sequence[IndexRow]) -> set[int]:
        stored: dict[int, Any] = dict(
            self.run(f"SELECT id, bands FROM statement WHERE id IN ({ids(row.id for row in rows)})")
        )
        return {row.id for row in rows if (bands(row.signature) if row.signature else None) != stored.get(row.id)}

    def phrased(self, query: Node, limit: int) -> list[int]:
        sql = "SELECT id FROM statement WHERE search @@ to_tsquery('sayso_words', ?) LIMIT ?"
        return [number for (number,) in self.run(sql, [to_tsquery(query), limit])]

    def scrub(self) -> None:
        self.run("VACUUM")

    def integrity(self) -> list[str]:
        rows = self.run("SELECT count(*) FROM statement s LEFT JOIN version v ON v.id = s.version WHERE v.id IS NULL")
        return [f"{rows[0][0]} statements of no version"] if rows[0][0] else []

    def close(self) -> None:
        self._connection.close()


def _told(row: IndexRow) -> str:
    """The sentence of a statement as it is indexed: folded, in words."""
    return " ".join(words(row.words[:_LONGEST]))


def _percent(sql: str) -> str:
    """The parameters of a statement as psycopg wants them."""
    return sql.replace("%", "%%").replace("?", "%s")
