"""Expected calibration error: the difference between stated confidence and the share that is right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def bins(
    confidence: NDArray[np.float64], right: NDArray[np.float64], count: int = 10
) -> list[tuple[float, float, int]]:
    """Bins of equal count, ordered by confidence: mean confidence, share right, size."""
    order = np.argsort(confidence, kind="stable")
    parts = [part for part in np.array_split(order, count) if len(part)]
    return [(float(confidence[part].mean()), float(right[part].mean()), len(part)) for part in parts]


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.float64], count: int = 10) -> float:
    """Mean difference of confidence and share right over bins of equal count, weighted by size (Guo et al. 2017)."""
    rows = bins(confidence, right, count)
    total = sum(size for *_, size in rows)
    return sum(size * abs(mean - share) for mean, share, size in rows) / total if total else 0.0
