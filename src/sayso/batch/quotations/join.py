"""Finds copies of quotations in the output of a batch: candidates by MinHash, then alignment of their words."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from sayso.archive.quotations.align import Alignment, align, shown
from sayso.archive.quotations.copies import when
from sayso.archive.quotations.minhash import signatures
from sayso.batch.inputs.files import filesystem, remote
from sayso.batch.outputs.folder import Store
from sayso.batch.quotations.bands import SIZE, WIDE, Pairs, Signatures, alike, keys, matrix, pairs
from sayso.batch.settings import cores
from sayso.errors import InputError, extra_missing
from sayso.text.searchable import words

if TYPE_CHECKING:
    import duckdb

QUOTES: Final = "quotes/quotes.parquet"
LIKE: Final = 0.65
"""Minimum share of common words in the longer wording of a copy, as in the archive."""
_MIN_ESTIMATE: Final = 0.3  # share of equal minima; unrelated wordings hardly reach it
_CHUNK_ROWS: Final = 4096
_BLOCK_ROWS: Final = 20_000
_COLUMNS: Final = ("page", "id", "published", "publisher", "url", "speaker", "content", "repeats")


class Joined(msgspec.Struct, frozen=True):
    """The counts of a join. ``quotations`` are those with several ``places``."""

    statements: int
    compared: int
    candidates: int
    quotations: int
    places: int
    exact: int
    altered: int


def join(out: str, *, engine: str = "local", address: str | None = None) -> Joined:
    """Write ``quotes/quotes.parquet``, with a row for each place of each quotation with several places, first first.

    Raises InputError without a table of attributions, ExtraError without duckdb or rapidfuzz.
    """
    store = Store(out)
    with _database() as connection:
        statements = _load(connection, out)
        hashes = _signatures(connection)
        candidates = _candidates(connection, hashes, engine, address)
        groups = Groups(len(hashes))
        compared = _compare(connection, candidates, groups)
        counts = _write(connection, store, groups)
    return Joined(statements, compared, len(candidates), *counts)


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB connection with a temporary database on disk."""
    try:
        import duckdb
    except ImportError as error:
        raise extra_missing("joining quotations", "batch", "duckdb") from error
    with tempfile.TemporaryDirectory(prefix="sayso-quotes-") as folder:
        settings: dict[str, Any] = {
            "temp_directory": folder, "preserve_insertion_order": False, "threads": cores(), "memory_limit": "2GB",
        }  # fmt: skip
        connection = duckdb.connect(os.path.join(folder, "quotes.db"), config=settings)  # noqa: PTH118
        try:
            yield connection
        finally:
            connection.close()


def _load(connection: duckdb.DuckDBPyConnection, out: str) -> int:
    """Load the statements into the table ``said``, and number their distinct normalized wordings (``n``)."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    system, base = filesystem(out) if remote(out) else (None, str(out))
    try:
        table = ds.dataset(f"{base}/attributions", filesystem=system, format="parquet", partitioning="hive")
        schema = pa.schema([("page", pa.int64()), *((name, pa.string()) for name in (*_COLUMNS[1:-1], "key"))])
        batches = table.to_batches(columns=list(_COLUMNS), batch_size=_CHUNK_ROWS)
        connection.execute(
            "CREATE TABLE said (page BIGINT, id TEXT, published TEXT, publisher TEXT, url TEXT, speaker TEXT, "
            "content TEXT, key TEXT)"
        )
        for batch in batches:
            rows = [row for row in batch.to_pylist() if not row["repeats"]]
            keyed = [row | {"key": " ".join(words(row["content"]))} for row in rows]
            connection.register("keyed_rows", pa.Table.from_pylist(keyed, schema=schema))
            connection.execute("INSERT INTO said SELECT * FROM keyed_rows")
            connection.unregister("keyed_rows")
    except (FileNotFoundError, pa.ArrowException) as error:
        hint = "Give the output folder (--out) of a sayso batch run"
        raise InputError("there is no table of attributions", hint, str(out)) from error
    # Wordings are numbered by their first place, so that the order of the files has no effect.
    connection.execute(
        "CREATE TABLE wording AS SELECT row_number() OVER (ORDER BY page, place, key) - 1 AS n, key, content FROM "
        "(SELECT key, first(content ORDER BY page, spot) AS content, min(page) AS page, "
        "first(spot ORDER BY page, spot) AS place FROM "
        "(SELECT *, try_cast(substr(id, 2) AS INTEGER) AS spot FROM said) GROUP BY key)"
    )
    return int(connection.execute("SELECT count(*) FROM said").fetchall()[0][0])


def _signatures(connection: duckdb.DuckDBPyConnection) -> Signatures:
    """The signature of each wording by its number; zeros for wordings that are too short."""
    (count,) = connection.execute("SELECT count(*) FROM wording").fetchall()[0]
    result: Signatures = np.zeros((count, SIZE), dtype=np.uint16)
    cursor = connection.execute("SELECT n, key FROM wording ORDER BY n")
    while rows := cursor.fetchmany(_CHUNK_ROWS):
        signed = zip(rows, signatures([key.split() for _, key in rows]), strict=True)
        if known := [(n, signature) for (n, _), signature in signed if signature is not None]:
            result[[n for n, _ in known]] = matrix([signature for _, signature in known])
    return result


def _candidates(connection: duckdb.DuckDBPyConnection, hashes: Signatures, engine: str, address: str | None) -> Pairs:
    """The pairs of wordings that share a band and have similar signatures, most similar first."""
    numbers = np.flatnonzero(hashes.any(axis=1))
    if engine == "ray":
        from sayso.batch.engines.ray import ray_pairs

        parts = list(ray_pairs(hashes, numbers, address))
    else:
        parts = [pairs(connection, keys(hashes[numbers], band), numbers) for band in range(WIDE)]
    candidates: Pairs = np.unique(np.concatenate([np.zeros((0, 2), dtype=np.int64), *parts]), axis=0)
    similarity = np.concatenate([np.zeros(0), *(alike(hashes, block) for block in _blocks(candidates))])
    similar = similarity >= _MIN_ESTIMATE
    order = np.argsort(-similarity[similar], kind="stable")
    return candidates[similar][order]


def _blocks(candidates: Pairs) -> Iterator[Pairs]:
    """The pairs in blocks, to bound the memory."""
    return (candidates[start : start + _BLOCK_ROWS] for start in range(0, len(candidates), _BLOCK_ROWS))


class Groups:
    """Disjoint sets of numbers (union-find). The smallest number represents its group."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, number: int) -> int:
        """The smallest number of a group."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(self, a: int, b: int) -> None:
        """Merge two groups."""
        low, high = sorted((self.find(a), self.find(b)))
        self._parent[high] = low


def _compare(connection: duckdb.DuckDBPyConnection, candidates: Pairs, groups: Groups) -> int:
    """Group the candidates with similar words. Returns the number of comparisons."""
    compared = 0
    for block in _blocks(candidates):
        texts = _texts(connection, np.unique(block))
        for a, b in block.tolist():
            if groups.find(a) != groups.find(b):
                compared += 1
                if align(texts[a], texts[b]).likeness >= LIKE:
                    groups.join(a, b)
    return compared


def _texts(connection: duckdb.DuckDBPyConnection, numbers: NDArray[np.int64]) -> dict[int, str]:
    """The contents of wordings by number."""
    import pyarrow as pa

    connection.register("requested", pa.table({"n": numbers}))
    rows = connection.execute("SELECT n, content FROM wording JOIN requested USING (n)").fetchall()
    connection.unregister("requested")
    return dict(rows)


def _write(connection: duckdb.DuckDBPyConnection, store: Store, groups: Groups) -> tuple[int, int, int, int]:
    """Write the quotations with several places. Returns the counts of quotations, places, exact and altered copies."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (count,) = connection.execute("SELECT count(*) FROM wording").fetchall()[0]
    group_of = np.array([groups.find(n) for n in range(count)], dtype=np.int64)
    connection.register("grouped", pa.table({"n": np.arange(count, dtype=np.int64), "quote": group_of}))
    rows = connection.execute(
        "WITH placed AS (SELECT quote, said.*, count(*) OVER (PARTITION BY quote) AS places FROM said "
        "JOIN wording USING (key) JOIN grouped USING (n) WHERE length(key) > 0) "
        f"SELECT quote, {', '.join(_COLUMNS[:-1])} FROM placed WHERE places > 1 "
        "ORDER BY quote, page, try_cast(substr(id, 2) AS INTEGER)"
    )
    quotations, counts = 0, Counter[str]()
    with store.writing(QUOTES) as file, pq.ParquetWriter(file, _schema(), compression="zstd") as writer:
        for part in _parts(rows):
            places = [row for group in part for row in _places(group)]
            quotations += len(part)
            counts.update(row["how"] for row in places)
            writer.write_table(pa.Table.from_pylist(places, schema=_schema()))
    return quotations, counts.total(), counts["exact"], counts["altered"] + counts["part"]


_Row = tuple[Any, ...]


def _parts(rows: duckdb.DuckDBPyConnection) -> Iterator[list[list[_Row]]]:
    """The rows grouped by quotation, in parts of about _BLOCK_ROWS rows."""
    part: list[list[_Row]] = []
    size = 0
    while chunk := rows.fetchmany(_CHUNK_ROWS):
        for row in chunk:
            if part and part[-1][0][0] == row[0]:
                part[-1].append(row)
            else:
                if size >= _BLOCK_ROWS:
                    yield part
                    part, size = [], 0
                part.append([row])
            size += 1
    if part:
        yield part


def _places(rows: list[_Row]) -> Iterator[dict[str, Any]]:
    """The places of a quotation, earliest first, each compared with the earliest."""
    ordered = sorted(rows, key=lambda row: when(row[3], row[1]))
    first, alignments = ordered[0], dict[str, Alignment]()
    for row in ordered:
        content = row[7]
        if content not in alignments:
            alignments[content] = align(first[7], content)
        alignment = alignments[content]
        how = "first" if row is first else "exact" if alignment.exact else "part" if alignment.part else "altered"
        yield {
            "quote": f"{first[1]}.{first[2]}",
            **dict(zip(_COLUMNS[:-1], row[1:], strict=True)),
            "how": how, "likeness": round(alignment.likeness, 3),
            "changes": msgspec.to_builtins(alignment.changes),
            "wording": content if alignment.exact else shown(first[7], content),
        }  # fmt: skip


def _schema() -> Any:  # noqa: ANN401 (pyarrow has no types)
    """The columns of the table of quotations."""
    import pyarrow as pa

    change = pa.struct([("what", pa.string()), ("before", pa.string()), ("after", pa.string())])
    return pa.schema([
        ("quote", pa.string()), ("page", pa.int64()), *((name, pa.string()) for name in _COLUMNS[1:-1]),
        ("how", pa.string()), ("likeness", pa.float64()), ("changes", pa.list_(change)), ("wording", pa.string()),
    ])  # fmt: skip
