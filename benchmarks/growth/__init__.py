"""Measures how the time of a page grows with its size, for families of pathological pages."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, NamedTuple

import sayso
from benchmarks.growth.families import Family
from benchmarks.growth.stages import Stage
from sayso.errors import SaysoError
from sayso.reading.inputs.feeds import pages_of
from sayso.terms import Page

SIZES: Final = (10_000, 20_000, 40_000, 80_000, 160_000)
MOST_EXPONENT: Final = 1.15
MOST_SECONDS: Final = 3.0
"""Maximum seconds at 100 kB, on a processor that analyzes 100 kB of prose in ``MOST_SECONDS / TIMES_PROSE``."""
TIMES_PROSE: Final = 2.3
"""Maximum on a slower processor, as a multiple of the seconds of prose in the same run: 3 s where prose takes 1.3 s."""
_MOST_MEASURED: Final = 300.0  # seconds
_FLOOR: Final = 0.1
"""Seconds below which growth is not measured: the fixed cost of a page and the noise of the clock."""


class Growth(NamedTuple):
    """Processor seconds of a family by size."""

    family: Family
    seconds: dict[int, float]

    @property
    def exponent(self) -> float:
        """The exponent of the growth of time, from the largest size and a quarter of it."""
        last = max(self.seconds)
        first = max((size for size in self.seconds if 4 * size <= last), default=last)
        if first == last:
            return 1.0
        before, after = (max(_FLOOR, self.seconds[size]) for size in (first, last))
        return math.log(after / before) / math.log(last / first)

    @property
    def at_100_kb(self) -> float:
        """The seconds at 100 kB, interpolated, or extrapolated with the exponent."""
        low = max((size for size in self.seconds if size <= 100_000), default=min(self.seconds))
        high = min((size for size in self.seconds if size >= 100_000), default=low)
        if low == high:
            exponent = max(1.0, self.exponent) if low <= 100_000 else min(1.0, self.exponent)
            return float(self.seconds[low] * (100_000 / low) ** exponent)
        share = (100_000 - low) / (high - low)
        return self.seconds[low] * (1 - share) + self.seconds[high] * share

    def within(self, seconds: float) -> bool:
        """Whether exponent and seconds at 100 kB are within their bounds."""
        return self.exponent <= MOST_EXPONENT and self.at_100_kb <= seconds


def read(family: Family, size: int, stage: Stage = Stage.ALL) -> None:
    """Analyze a page of a family, or read the entries of a feed; errors of ours are accepted."""
    text = family.of(size)
    try:
        if family.kind == "feed":
            for page in pages_of(Page(text)):
                if isinstance(page, Page):
                    with suppress(SaysoError):
                        sayso.read(page)
        elif stage is Stage.READING:
            sayso.read(text.encode("utf-8", "replace"))
        else:
            sayso.attribute(text.encode("utf-8", "replace"))
    except SaysoError:
        return


def measured(family: Family, sizes: Sequence[int], repeats: int = 1, stage: Stage = Stage.ALL) -> Growth:
    """The minimum seconds of each size over repeats; sizes after one of over five minutes are extrapolated."""
    seconds = {}
    for size in sizes:
        times = []
        for _ in range(repeats):
            start = time.process_time()
            read(family, size, stage)
            times.append(time.process_time() - start)
        seconds[size] = min(times)
        if seconds[size] > _MOST_MEASURED:
            return Growth(
                family, seconds | {later: seconds[size] * (later / size) ** 2 for later in sizes if later > size}
            )
    return Growth(family, seconds)
