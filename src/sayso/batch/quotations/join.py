"""The same or altered quotations over a whole output: bands for candidates, then word by word as in the archive."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from sayso.archive.queries.query_language import words
from sayso.archive.quotations.align import Alignment, align, shown
from sayso.archive.quotations.copies import when
from sayso.archive.quotations.minhash import signatures
from sayso.batch.inputs.files import filesystem, remote
from sayso.batch.outputs.folder import Store
from sayso.batch.quotations.bands import SIZE, WIDE, Pairs, Signatures, alike, keys, matrix, pairs
from sayso.batch.settings import cores
from sayso.errors import InputError, extra_missing

if TYPE_CHECKING:
    import duckdb

QUOTES: Final = "quotes/quotes.parquet"
LIKE: Final = 0.65
"""Of the words of the longer wording: where the archive draws the line."""
_ESTIMATE: Final = 0.3  # of the minima; by chance hardly any two wordings share as many
_CHUNK: Final = 4096
_WRITTEN: Final = 20_000
_COLUMNS: Final = ("page", "id", "published", "publisher", "url", "speaker", "content", "repeats")


class Joined(msgspec.Struct, frozen=True):
    """What a join found: quotations that stand in several places, and those places."""

    statements: int
    compared: int
    candidates: int
    quotations: int
    places: int
    exact: int
    altered: int


def join(out: str, *, engine: str = "local", address: str | None = None) -> Joined:
    """Write ``quotes/quotes.parquet``: a row for each place of a quotation that stands on several, first ones first.

    Raises InputError where there is no table of attributions, ExtraError without duckdb or rapidfuzz.
    """
    store = Store(out)
    with _database() as connection:
        statements = _load(connection, out)
        made = _signatures(connection)
        found = _candidates(connection, made, engine, address)
        groups = Groups(len(made))
        compared = _compare(connection, made, found, groups)
        counts = _write(connection, store, groups)
    return Joined(statements, compared, len(found), *counts)


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB with room on disk."""
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
    """The statements as a table; ``n`` numbers the wordings that differ in their folded words."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    system, base = filesystem(out) if remote(out) else (None, str(out))
    try:
        table = ds.dataset(f"{base}/attributions", filesystem=system, format="parquet", partitioning="hive")
        said = pa.schema([("page", pa.int64()), *((name, pa.string()) for name in (*_COLUMNS[1:-1], "key"))])
        rows = table.to_batches(columns=list(_COLUMNS), batch_size=_CHUNK)
        connection.execute(
            "CREATE TABLE said (page BIGINT, id TEXT, published TEXT, publisher TEXT, url TEXT, speaker TEXT, "
            "content TEXT, key TEXT)"
        )
        for batch in rows:
            told = [row for row in batch.to_pylist() if not row["repeats"]]
            keyed = [row | {"key": " ".join(words(row["content"]))} for row in told]
            made = pa.Table.from_pylist(keyed, schema=said)
            connection.register("made", made)
            connection.execute("INSERT INTO said SELECT * FROM made")
            connection.unregister("made")
    except (FileNotFoundError, pa.ArrowException) as error:
        raise InputError("there is no table of attributions", "Name the --out of a sayso batch", str(out)) from error
    # The first place of a wording gives its number, so that the order of the files does not matter.
    connection.execute(
        "CREATE TABLE wording AS SELECT row_number() OVER (ORDER BY page, place, key) - 1 AS n, key, content FROM "
        "(SELECT key, first(content ORDER BY page, spot) AS content, min(page) AS page, "
        "first(spot ORDER BY page, spot) AS place FROM "
        "(SELECT *, try_cast(substr(id, 2) AS INTEGER) AS spot FROM said) GROUP BY key)"
    )
    return int(connection.execute("SELECT count(*) FROM said").fetchall()[0][0])


def _signatures(connection: duckdb.DuckDBPyConnection) -> Signatures:
    """The signature of each wording by its number; zeros where it is too short to be compared."""
    (count,) = connection.execute("SELECT count(*) FROM wording").fetchall()[0]
    out: Signatures = np.zeros((count, SIZE), dtype=np.uint16)
    asked = connection.execute("SELECT n, key FROM wording ORDER BY n")
    while rows := asked.fetchmany(_CHUNK):
        found = [(n, made) for (n, _), made in zip(rows, signatures([key.split() for _, key in rows]), strict=True)]
        kept = [(n, made) for n, made in found if made is not None]
        if kept:
            out[[n for n, _ in kept]] = matrix([made for _, made in kept])
    return out


def _candidates(connection: duckdb.DuckDBPyConnection, made: Signatures, engine: str, address: str | None) -> Pairs:
    """The pairs of wordings that share a band and are alike by their signatures, the most alike first."""
    numbers = np.flatnonzero(made.any(axis=1))
    if engine == "ray":
        from sayso.batch.engines.ray import ray_pairs

        parts = list(ray_pairs(made, numbers, address))
    else:
        parts = [pairs(connection, keys(made[numbers], band), numbers) for band in range(WIDE)]
    found: Pairs = np.unique(np.concatenate([np.zeros((0, 2), dtype=np.int64), *parts]), axis=0)
    likeness = np.concatenate(
        [np.zeros(0), *(alike(made, found[at : at + _WRITTEN]) for at in range(0, len(found), _WRITTEN))]
    )
    kept = likeness >= _ESTIMATE
    order = np.argsort(-likeness[kept], kind="stable")
    return found[kept][order]


class Groups:
    """Numbers in disjoint groups; the least one stands for its group."""

    def __init__(self, count: int) -> None:
        self._of = list(range(count))

    def find(self, number: int) -> int:
        """The least number of a group."""
        of = self._of
        while of[number] != number:
            of[number] = of[of[number]]
            number = of[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make two groups one."""
        low, high = sorted((self.find(one), self.find(other)))
        self._of[high] = low


def _compare(connection: duckdb.DuckDBPyConnection, made: Signatures, found: Pairs, groups: Groups) -> int:
    """Join the candidates whose words agree; how many had to be compared."""
    compared = 0
    for at in range(0, len(found), _WRITTEN):
        part = found[at : at + _WRITTEN]
        texts = _texts(connection, np.unique(part))
        for one, other in part.tolist():
            if groups.find(one) != groups.find(other):
                compared += 1
                if align(texts[one], texts[other]).likeness >= LIKE:
                    groups.join(one, other)
    return compared


def _texts(connection: duckdb.DuckDBPyConnection, numbers: Sequence[int] | np.ndarray[Any, Any]) -> dict[int, str]:
    import pyarrow as pa

    connection.register("asked", pa.table({"n": np.asarray(numbers, dtype=np.int64)}))
    rows = connection.execute("SELECT n, content FROM wording JOIN asked USING (n)").fetchall()
    connection.unregister("asked")
    return dict(rows)


def _write(connection: duckdb.DuckDBPyConnection, store: Store, groups: Groups) -> tuple[int, int, int, int]:
    """Write the places of the quotations that stand on several; counts of quotations, places, exact and altered."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (count,) = connection.execute("SELECT count(*) FROM wording").fetchall()[0]
    of = np.array([groups.find(n) for n in range(count)], dtype=np.int64)
    connection.register("grouped", pa.table({"n": np.arange(count, dtype=np.int64), "quote": of}))
    rows = connection.execute(
        "WITH placed AS (SELECT quote, said.*, count(*) OVER (PARTITION BY quote) AS places FROM said "
        "JOIN wording USING (key) JOIN grouped USING (n) WHERE length(key) > 0) "
        f"SELECT quote, {', '.join(_COLUMNS[:-1])} FROM placed WHERE places > 1 "
        "ORDER BY quote, page, try_cast(substr(id, 2) AS INTEGER)"
    )
    quotations, sums = 0, Counter[str]()
    with store.writing(QUOTES) as file, pq.ParquetWriter(file, _schema(), compression="zstd") as writer:
        for part in _parts(rows):
            made = [row for group in part for row in _places(group)]
            quotations += len(part)
            sums.update(row["how"] for row in made)
            writer.write_table(pa.Table.from_pylist(made, schema=_schema()))
    return quotations, sum(sums.values()), sums["exact"], sums["altered"] + sums["part"]


_Row = tuple[Any, ...]


def _parts(rows: duckdb.DuckDBPyConnection) -> Iterator[list[list[_Row]]]:
    """The rows of whole quotations, some thousands at a time."""
    part: list[list[_Row]] = []
    size = 0
    while chunk := rows.fetchmany(_CHUNK):
        for row in chunk:
            if part and part[-1][0][0] == row[0]:
                part[-1].append(row)
            else:
                if size >= _WRITTEN:
                    yield part
                    part, size = [], 0
                part.append([row])
            size += 1
    if part:
        yield part


def _places(rows: list[_Row]) -> Iterator[dict[str, Any]]:
    """The places of one quotation, the earliest first, each with how its words differ from that one's."""
    ranked = sorted(rows, key=lambda row: when(row[3], row[1]))
    first, known = ranked[0], dict[str, Alignment]()
    for row in ranked:
        content = row[7]
        if content not in known:
            known[content] = align(first[7], content)
        told = known[content]
        how = "first" if row is first else "exact" if told.exact else "part" if told.part else "altered"
        yield {
            "quote": f"{first[1]}.{first[2]}",
            **dict(zip(_COLUMNS[:-1], row[1:], strict=True)),
            "how": how, "likeness": round(told.likeness, 3),
            "changes": [msgspec.to_builtins(one) for one in told.changes],
            "wording": content if told.exact else shown(first[7], content),
        }  # fmt: skip


def _schema() -> Any:  # noqa: ANN401 (pyarrow has no types)
    """The columns of the table of quotations."""
    import pyarrow as pa

    change = pa.struct([("what", pa.string()), ("before", pa.string()), ("after", pa.string())])
    return pa.schema([
        ("quote", pa.string()), ("page", pa.int64()), *((name, pa.string()) for name in _COLUMNS[1:-1]),
        ("how", pa.string()), ("likeness", pa.float64()), ("changes", pa.list_(change)), ("wording", pa.string()),
    ])  # fmt: skip
