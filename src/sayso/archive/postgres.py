"""PostgreSQL: one archive that many write and search; tsvector for words, an array for the bands of MinHash."""

# ruff: noqa: D102 (the methods are described in sayso.archive.database.Database)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from sayso.archive.database import Hit, IndexRow, Params, Row, ids
from sayso.archive.minhash import bands
from sayso.archive.query import Node, Term, parse, terms, to_tsquery, words
from sayso.errors import ArchiveError, extra_missing

_LOCK: Final = 0x53415953
_LONGEST: Final = 200_000  # characters of one sentence that are indexed: a tsvector has a bound
_SAMPLE: Final = 2_000
# BM25 as FTS5 has it (k1 = 1.2, b = 0.75); the terms come in as arrays.
_RANKED: Final = """
SELECT s.id, sum(f.idf * f.tf * 2.2 / (f.tf + 1.2 * (0.25 + 0.75 * length(s.search) / ?::float))) AS score
FROM statement s JOIN version v ON v.id = s.version, LATERAL (
  SELECT q.idf, sum(coalesce(cardinality(u.positions), 1)) AS tf
  FROM unnest(s.search) u JOIN unnest(?::text[], ?::bool[], ?::float[]) q (word, prefix, idf)
    ON u.lexeme = q.word OR (q.prefix AND starts_with(u.lexeme, q.word))
  GROUP BY q.word, q.prefix, q.idf
) f
WHERE s.search @@ to_tsquery('sayso_words', ?) AND {where}
GROUP BY s.id ORDER BY score DESC, s.id LIMIT ? OFFSET ?
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
        with self._ours():
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
                [(" ".join(words(row.words[:_LONGEST])), row.id) for row in rows],
            )
        self.many(
            "UPDATE statement SET bands = ? WHERE id = ?",
            [(bands(row.signature), row.id) for row in rows if row.signature],
        )

    def unindex(self, rows: Sequence[IndexRow]) -> None:
        self.many("UPDATE statement SET search = NULL, bands = NULL WHERE id = ?", [(row.id,) for row in rows])

    def match(self, query: str) -> tuple[str, list[Any]]:
        return "SELECT id FROM statement WHERE search @@ to_tsquery('sayso_words', ?)", [to_tsquery(parse(query))]

    def ranked(self, query: Node, where: str, params: Params, limit: int, offset: int) -> list[Hit]:
        leaves = [
            (word, one.prefix and n == len(one.words) - 1) for one in terms(query) for n, word in enumerate(one.words)
        ]
        stems = [self.run("SELECT (ts_lexize('sayso_stem', ?))[1]", [word])[0][0] or word for word, _ in leaves]
        ((total,),) = self.run(
            "SELECT CASE WHEN reltuples > 10000 THEN reltuples ELSE (SELECT count(*) FROM statement) "
            "END FROM pg_class WHERE oid = 'statement'::regclass"
        )
        ((mean,),) = self.run(
            f"SELECT coalesce(avg(length(search)), 1) FROM (SELECT search FROM statement LIMIT {_SAMPLE}) x"
        )
        rare = [self._rarity(float(total), word, prefix) for word, prefix in leaves]
        rows = self.run(
            _RANKED.format(where=where),
            [
                float(mean) or 1.0,
                stems,
                [prefix for _, prefix in leaves],
                rare,
                to_tsquery(query),
                *params,
                limit,
                offset,
            ],
        )
        return [Hit(number, float(score)) for number, score in rows]

    def _rarity(self, total: float, word: str, prefix: bool) -> float:
        """The inverse document frequency of a term."""
        ((found, rare),) = self.run(
            "SELECT n, greatest(ln((greatest(?::float, n) - n + 0.5) / (n + 0.5)), 0.000001) FROM "
            "(SELECT count(*)::float AS n FROM statement WHERE search @@ to_tsquery('sayso_words', ?)) x",
            [total, to_tsquery(Term((word,), prefix))],
        )
        return float(rare) if found else 1e-6

    def marked(self, query: str, statements: Sequence[int]) -> dict[int, str]:
        sql = (
            "SELECT s.id, ts_headline('sayso_words', substr(v.text, s.first + 1, s.last - s.first), "
            "to_tsquery('sayso_words', ?), ?) FROM statement s JOIN version v ON v.id = s.version "
            f"WHERE v.text IS NOT NULL AND s.id IN ({ids(statements)})"
        )
        return dict(self.run(sql, [to_tsquery(parse(query)), "HighlightAll=true, StartSel=\x02, StopSel=\x03"]))

    def banded(self, tokens: Sequence[int], limit: int) -> list[int]:
        sql = "SELECT id FROM statement WHERE bands && ?::int[] LIMIT ?"
        return [number for (number,) in self.run(sql, [list(tokens), limit])]

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


def _percent(sql: str) -> str:
    """The parameters of a statement as psycopg wants them."""
    return sql.replace("%", "%%").replace("?", "%s")
