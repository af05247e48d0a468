"""Wide bands of the archive's MinHash signatures, and the pairs of quotations that share one.

The archive asks for one quotation and takes bands of 3 minima. A join asks for all at once: three minima agree by
chance so often that the pairs would grow with the square. Here 72 bands of 5 of the archive's 48 minima, drawn from a
seed: at a Jaccard similarity of 0.67, which a fifth of replaced words leaves, the chance to share one is 0.99, at 0.5
(both are altered so) 0.77, at 0.05 it is 0.00002. Within a band a quotation is paired with the first and the three
before it, so the cost is linear; what that leaves out, other bands or a third quotation join.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sayso.archive.quotations.minhash import BANDS, ROWS

if TYPE_CHECKING:
    import duckdb

WIDE: Final = 72
"""How many wide bands there are."""
_OF: Final = 5
SIZE: Final = BANDS * ROWS
_CHOSEN: Final = np.stack([np.random.default_rng((8, band)).permutation(SIZE)[:_OF] for band in range(WIDE)])
_MIX: Final = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)
_PAIRS: Final = """
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


def matrix(made: list[bytes]) -> Signatures:
    """Signatures as rows."""
    return np.frombuffer(b"".join(made), dtype="<u2").reshape(len(made), SIZE)


def keys(signatures: Signatures, band: int) -> NDArray[np.int64]:
    """The key of each signature in a band; those of two bands never mean the same."""
    mixed = np.full(len(signatures), band + 1, dtype=np.uint64)
    for column, factor in zip(_CHOSEN[band], _MIX, strict=True):
        mixed = (mixed ^ signatures[:, column]) * factor
        mixed ^= mixed >> np.uint64(29)
    return mixed.view(np.int64)


def pairs(connection: duckdb.DuckDBPyConnection, key: NDArray[np.int64], number: NDArray[np.int64]) -> Pairs:
    """The pairs of numbers that share a key, as rows ``(a, b)`` with ``a < b``: a group-by in DuckDB."""
    import pyarrow as pa

    connection.register("band", pa.table({"key": key, "n": number}))
    found = connection.execute(_PAIRS).fetchnumpy()
    connection.unregister("band")
    return np.stack([np.asarray(found["a"], dtype=np.int64), np.asarray(found["b"], dtype=np.int64)], axis=1)


def alike(signatures: Signatures, found: Pairs) -> NDArray[np.float64]:
    """The estimated similarity of each pair."""
    out: NDArray[np.float64] = (signatures[found[:, 0]] == signatures[found[:, 1]]).mean(axis=1)
    return out
