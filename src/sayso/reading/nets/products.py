"""Matrix products on one thread: on a busy machine, the threads of BLAS take many times the work of a small product."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_ONE_THREAD: Final = 262_144
"""Multiplications up to which OpenBLAS uses one thread. A product of 50 rows takes 0.5 ms in such parts, and 30 ms of
processor time on two threads beside other work; one thread is as fast without parts."""


def product(rows: Floats, matrix: Floats) -> Floats:
    """Return ``rows @ matrix``, computed in parts that are too small for threads."""
    inner, width = matrix.shape
    step = max(1, _ONE_THREAD // max(1, inner * width))
    result = np.empty((len(rows), width), np.float32)
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], matrix, out=result[start : start + step])
    return result
