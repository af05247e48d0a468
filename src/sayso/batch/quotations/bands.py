"""Locality-sensitive hashing (LSH) for the join: wide bands of MinHash signatures, and pairs that share a band.

A search in the archive uses bands of 3 minima. A join compares all quotations: with 3 minima, chance matches would
grow quadratically. So there are 72 bands of 5 of the 48 minima, drawn with a fixed seed. The probability to share a
band is 0.99 at a Jaccard similarity of 0.67 (a fifth of the words replaced), 0.77 at 0.5 (the same in both wordings),
and 0.00002 at 0.05. Within a band, each quotation is paired with the first one and the three before it, so that the
cost is linear. Other bands, or a third quotation, connect the remaining copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sayso.archive.quotations.minhash import BANDS, ROWS

if TYPE_CHECKING:
    import duckdb

WIDE: Final = 72
"""Number of wide bands."""
_WIDE_ROWS: Final = 5
SIZE: Final = BANDS * ROWS
_COLUMNS: Final = np.stack([np.random.default_rng((8, band)).permutation(SIZE)[:_WIDE_ROWS] for band in range(WIDE)])
_MIX: Final = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)
_PAIRS_SQL: Final = """
WITH shared AS (SELECT key FROM band GROUP BY key HAVING count(*) > 1),
kept AS (SELECT key, n FROM band SEMI JOIN shared USING (key)),
near AS (
    SELECT n AS b, unnest([first_value(n) OVER w, lag(n, 1) OVER w, lag(n, 2) OVER w, lag(n, 3) OVER w]) AS a
    FROM kept WINDOW w AS (PARTITION BY key ORDER BY n)
)
SELECT DISTINCT a, b FROM near WHERE a < b
"""

Signatures = NDArray[np.uint16]
Pairs = NDArray[np.int64]


def matrix(signatures: list[bytes]) -> Signatures:
    """Signatures as the rows of a matrix."""
    return np.frombuffer(b"".join(signatures), dtype="<u2").reshape(len(signatures), SIZE)


def keys(signatures: Signatures, band: int) -> NDArray[np.int64]:
    """The hash key of each signature in a band. Keys of different bands are unrelated."""
    mixed = np.full(len(signatures), band + 1, dtype=np.uint64)
    for column, factor in zip(_COLUMNS[band], _MIX, strict=True):
        mixed = (mixed ^ signatures[:, column]) * factor
        mixed ^= mixed >> np.uint64(29)
    return mixed.view(np.int64)


def pairs(connection: duckdb.DuckDBPyConnection, key: NDArray[np.int64], number: NDArray[np.int64]) -> Pairs:
    """The pairs of numbers that share a key, as rows ``(a, b)`` with ``a < b``, computed with DuckDB."""
    import pyarrow as pa

    connection.register("band", pa.table({"key": key, "n": number}))
    columns = connection.execute(_PAIRS_SQL).fetchnumpy()
    connection.unregister("band")
    return np.stack([np.asarray(columns[name], dtype=np.int64) for name in ("a", "b")], axis=1)


def alike(signatures: Signatures, candidates: Pairs) -> NDArray[np.float64]:
    """The estimated Jaccard similarity of each pair."""
    similarity: NDArray[np.float64] = (signatures[candidates[:, 0]] == signatures[candidates[:, 1]]).mean(axis=1)
    return similarity
