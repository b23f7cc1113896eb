"""The sandbox's own wire clock: the machine's, unless it is set wrong on purpose."""

import time


class WireTime:
    """Seconds since the epoch as this WeChat believes them; `skew_seconds` is how wrong it goes."""

    def __init__(self) -> None:
        self.skew_seconds = 0.0

    def now(self) -> float:
        return time.time() + self.skew_seconds
