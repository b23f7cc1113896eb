"""WeChat's rates, per operation: who asks faster is told 429. Off until somebody turns it on.

Figures are requests a second of one service provider, as WeChat documents them (分账, 退款,
商家转账); an operation that is not listed has no limit here. Measured in wire time.
"""

import time
from collections.abc import Mapping
from typing import Final

PER_SECOND: Final[Mapping[str, int]] = {
    "split.create": 300,
    "split.query": 500,
    "return.create": 100,
    "refund.create": 150,
    "refund.query": 300,
    "transfer.create": 100,
    "transfer.cancel": 20,
}


class Limits:
    """A bucket for each operation that holds one second's worth; `scale` makes them all smaller."""

    def __init__(self) -> None:
        self.on = False
        self.scale = 1.0
        self._buckets: dict[str, tuple[float, float]] = {}

    def switch(self, *, on: bool, scale: float) -> None:
        """Turn it on or off; every bucket is full again."""
        self.on, self.scale = on, scale
        self._buckets.clear()

    def admits(self, operation: str) -> bool:
        """Whether this request still fits."""
        rate = PER_SECOND.get(operation)
        if not self.on or rate is None:
            return True
        most, now = max(1.0, rate * self.scale), time.monotonic()
        left, seen = self._buckets.get(operation, (most, now))
        left = min(most, left + (now - seen) * rate * self.scale)
        self._buckets[operation] = (max(left - 1, 0.0) if left >= 1 else left, now)
        return left >= 1
