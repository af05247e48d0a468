"""How often one address may ask: a bucket that fills with time and empties with requests."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from typing import Final

_ADDRESSES: Final = 10_000


class Rates:
    """Buckets by address, the ones unused longest forgotten. A rate of 0 is no bound."""

    def __init__(self, a_minute: int, burst: int) -> None:
        self._a_second = a_minute / 60
        self._burst = max(1, burst)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str, *, take: bool = True) -> int:
        """0 where the address may ask now, else the seconds until it may. ``take=False`` only looks."""
        if not self._a_second:
            return 0
        now = time.monotonic()
        left, then = self._buckets.pop(address, (float(self._burst), now))
        left = min(self._burst, left + (now - then) * self._a_second)
        allowed = left >= 1
        self._buckets[address] = (left - 1 if allowed and take else left, now)
        if len(self._buckets) > _ADDRESSES:
            self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) / self._a_second)
