"""Rate limits per address: token buckets."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from typing import Final

_MAX_ADDRESSES: Final = 10_000


class Rates:
    """Token buckets by address, with the least recently used removed first. A rate of 0 means no limit."""

    def __init__(self, per_minute: int, burst: int) -> None:
        self._per_second = per_minute / 60
        self._burst = max(1, burst)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str, *, take: bool = True) -> int:
        """Return 0 if a request is allowed now, else the seconds to wait. ``take=False`` does not count a request."""
        if not self._per_second:
            return 0
        now = time.monotonic()
        tokens, last_seen = self._buckets.pop(address, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - last_seen) * self._per_second)
        allowed = tokens >= 1
        self._buckets[address] = (tokens - 1 if allowed and take else tokens, now)
        if len(self._buckets) > _MAX_ADDRESSES:
            self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - tokens) / self._per_second)
