"""The PostgreSQL backend, for archives with many users: tsvector for words, integer arrays for MinHash bands."""

# ruff: noqa: D102 (sayso.archive.storage.database.Database documents the methods)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import log
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from sayso.archive.queries.query_language import Node, Term, last, parse, terms, to_tsquery
from sayso.archive.quotations.minhash import bands
from sayso.archive.storage.database import IndexHit, IndexRow, Params, Row, encoding_error, ids
from sayso.errors import ArchiveError, extra_missing
from sayso.text.searchable import seen_sql, words

_LOCK: Final = 0x53415953  # key of the advisory lock of write transactions
_MAX_INDEXED_CHARS: Final = 200_000  # of one sentence: a tsvector has a maximum size
_SAMPLE_ROWS: Final = 2_000  # for the mean length of sentences
_STATISTICS_SECONDS: Final = 60.0  # for which the frequencies of common words are cached
# BM25 as in FTS5 (k1 = 1.2, b = 0.75): each term adds idf * 2.2 * (1 - K / (tf + K)). ts_rank of a single term is the
# sum of 1 / n² for n up to tf, divided by π²/6, so tf follows from it. ts_rank of alternatives is the mean of theirs.
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
        with self._convert_errors():
            if "\0" in url:
                raise ArchiveError("this is not the URL of a database", "Remove the null character", self.name)
            self._connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
            self._connection.execute("SET client_min_messages = warning")
            if readonly:
                self._connection.execute("SET default_transaction_read_only = on")

    @contextmanager
    def _convert_errors(self) -> Iterator[None]:
        """Convert errors of psycopg to errors of sayso."""
        errors = self._psycopg.errors
        try:
            yield
        except UnicodeEncodeError as error:
            raise encoding_error(error) from error
        except errors.ReadOnlySqlTransaction as error:
            raise ArchiveError("the archive is open read-only", "Open it for writing", self.name) from error
        except errors.DiskFull as error:
            raise ArchiveError(
                "the disk of the server is full",
                "Free space and run the command again; the last transaction was rolled back",
                self.name,
            ) from error
        except errors.InsufficientPrivilege as error:
            raise ArchiveError(
                f"the user lacks a privilege ({error})", "Grant it, or use another user", self.name
            ) from error
        except self._psycopg.OperationalError as error:
            raise ArchiveError(
                f"the server does not respond ({error})".replace("\n", " "),
                "Check host, database, user and password",
                self.name,
            ) from error
        except self._psycopg.Error as error:
            raise ArchiveError(
                f"the database reports an error ({error})", "Run sayso archive check", self.name
            ) from error

    def run(self, sql: str, params: Params = ()) -> list[Row]:
        with self._convert_errors():
            cursor = self._connection.execute(_percent(sql), params or None)
            return cursor.fetchall() if cursor.description else []

    def run_many(self, sql: str, rows: Iterable[Params]) -> None:
        rows = list(rows)
        if rows:
            with self._convert_errors(), self._connection.cursor() as cursor:
                cursor.executemany(_percent(sql), rows)

    def insert(self, table: str, columns: str, rows: Sequence[Params]) -> None:
        if rows:
            sql = f"COPY {table} ({columns}) FROM STDIN"
            with self._convert_errors(), self._connection.cursor() as cursor, cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)

    def insert_statements(self, columns: str, rows: Sequence[Params], index: Sequence[IndexRow]) -> None:
        if not rows:
            return
        self.run("CREATE TEMPORARY TABLE IF NOT EXISTS new_statement (LIKE statement, sentence TEXT)")
        self.run("TRUNCATE new_statement")
        indexed = [(_indexed_text(row), bands(row.signature) if row.signature else None) for row in index]
        self.insert(
            "new_statement",
            f"{columns}, sentence, bands",
            [(*row, *values) for row, values in zip(rows, indexed, strict=True)],
        )
        self.run(
            f"INSERT INTO statement ({columns}, search, bands) "
            f"SELECT {columns}, to_tsvector('sayso_words', sentence), bands FROM new_statement ORDER BY id"
        )
        self.run("TRUNCATE new_statement")

    def script(self, sql: str) -> None:
        with self._convert_errors():
            self._connection.execute(sql)

    @contextmanager
    def write(self) -> Iterator[None]:
        with self._convert_errors(), self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with self._convert_errors():
            if self._connection.info.transaction_status != self._psycopg.pq.TransactionStatus.IDLE:
                yield
                return
            with self._connection.transaction():
                self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                yield

    def has_meta(self) -> bool:
        tables = {name for (name,) in self.run("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}
        if "meta" not in tables and tables & {"page", "version", "statement"}:
            raise ArchiveError("the database belongs to another program", "Use an empty database", self.name)
        return "meta" in tables

    def index(self, rows: Sequence[IndexRow], *, sentences: bool = True) -> None:
        if sentences:
            self.run_many(
                "UPDATE statement SET search = to_tsvector('sayso_words', ?) WHERE id = ?",
                [(_indexed_text(row), row.id) for row in rows],
            )
        self.run_many(
            "UPDATE statement SET bands = ? WHERE id = ?",
            [(bands(row.signature), row.id) for row in rows if row.signature],
        )

    def unindex(self, rows: Sequence[IndexRow]) -> None:
        self.run_many("UPDATE statement SET search = NULL, bands = NULL WHERE id = ?", [(row.id,) for row in rows])

    def match(self, query: str) -> tuple[str, list[Any]]:
        return "SELECT id FROM statement WHERE search @@ to_tsquery('sayso_words', ?)", [to_tsquery(parse(query))]

    def ranked(
        self, query: Node, where: str, params: Params, limit: int, offset: int, *, narrow: bool = False
    ) -> list[IndexHit]:
        del narrow  # the query planner estimates this itself
        ((total, mean),) = self.run(
            "SELECT CASE WHEN reltuples > 10000 THEN reltuples ELSE (SELECT count(*) FROM statement) END, "
            f"(SELECT avg(length(search)) FROM (SELECT search FROM statement LIMIT {_SAMPLE_ROWS}) x) "
            "FROM pg_class WHERE oid = 'statement'::regclass"
        )
        values: list[Any] = []
        word_terms = [
            Term((word,), term.prefix and n == len(term.words) - 1)
            for term in terms(query) for n, word in enumerate(term.words)
        ]  # fmt: skip
        for word_term in word_terms:
            frequency = self._inverse_frequency(float(total), word_term)
            values += [2.2 * frequency, len(last(word_term)), to_tsquery(word_term)]
        sql = _RANKED.format(
            terms=" + ".join([_TERM] * len(word_terms)),
            join="JOIN version v ON v.id = s.version" if "v." in where else "",
            where=where,
        )
        rows = self.run(sql, [*values, float(mean or 1), to_tsquery(query), *params, limit, offset])
        return [IndexHit(number, float(score)) for number, score in rows]

    def _inverse_frequency(self, total: float, word: Term) -> float:
        """Return the inverse document frequency of a word, from the statistics if it is common, else from a count."""
        stem = self.run("SELECT (ts_lexize('sayso_stem', ?))[1]", [word.words[0]])[0][0] or word.words[0]
        number = None if word.prefix else self._frequencies().get(stem)
        if number is None:
            sql = "SELECT count(*) FROM statement WHERE search @@ to_tsquery('sayso_words', ?)"
            ((number,),) = self.run(sql, [to_tsquery(word)])
        else:
            number *= total
        return max(1e-6, log((max(total, number) - number + 0.5) / (number + 0.5)))

    def _frequencies(self) -> dict[str, float]:
        """Return the share of statements that contain each of the most common stems, as of the last ANALYZE."""
        if monotonic() - self._common_at > _STATISTICS_SECONDS:
            rows = self.run(
                "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats "
                "WHERE schemaname = current_schema() AND tablename = 'statement' AND attname = 'search'"
            )
            stems, shares = rows[0] if rows and rows[0][0] else ([], [])
            # PostgreSQL appends the minimum and maximum frequency to the shares.
            self._common_words = dict(zip(stems, shares, strict=False))
            self._common_at = monotonic()
        return self._common_words

    def highlight(self, query: str, statements: Sequence[int]) -> dict[int, str]:
        sql = (
            f"SELECT s.id, ts_headline('sayso_words', {seen_sql('substr(v.text, s.first + 1, s.last - s.first)')}, "
            "to_tsquery('sayso_words', ?), ?) FROM statement s JOIN version v ON v.id = s.version "
            f"WHERE v.text IS NOT NULL AND s.id IN ({ids(statements)})"
        )
        return dict(self.run(sql, [to_tsquery(parse(query)), "HighlightAll=true, StartSel=\x02, StopSel=\x03"]))

    def sharing_bands(self, signature: bytes, limit: int) -> list[int]:
        sql = "SELECT id FROM statement WHERE bands && ?::int[] LIMIT ?"
        return [number for (number,) in self.run(sql, [bands(signature), limit])]

    def wrong_bands(self, rows: Sequence[IndexRow]) -> set[int]:
        stored: dict[int, Any] = dict(
            self.run(f"SELECT id, bands FROM statement WHERE id IN ({ids(row.id for row in rows)})")
        )
        return {row.id for row in rows if (bands(row.signature) if row.signature else None) != stored.get(row.id)}

    def find_phrase(self, query: Node, limit: int) -> list[int]:
        sql = "SELECT id FROM statement WHERE search @@ to_tsquery('sayso_words', ?) LIMIT ?"
        return [number for (number,) in self.run(sql, [to_tsquery(query), limit])]

    def scrub(self) -> None:
        self.run("VACUUM")

    def integrity(self) -> list[str]:
        rows = self.run("SELECT count(*) FROM statement s LEFT JOIN version v ON v.id = s.version WHERE v.id IS NULL")
        return [f"{rows[0][0]} statements without a version"] if rows[0][0] else []

    def close(self) -> None:
        self._connection.close()


def _indexed_text(row: IndexRow) -> str:
    """Return the folded words of a sentence, as they are indexed."""
    return " ".join(words(row.words[:_MAX_INDEXED_CHARS]))


def _percent(sql: str) -> str:
    """Return SQL with the parameter style of psycopg: ``%s`` instead of ``?``."""
    return sql.replace("%", "%%").replace("?", "%s")
