"""Keeping within WeChat's rate: so many turns a second, evenly, in wire time."""

import asyncio
import time


class Pace:
    """Hands out turns at least `1 / per_second` apart; a pause lets no burst build up."""

    def __init__(self, per_second: float) -> None:
        self._gap_s = 1 / per_second
        self._next_at = 0.0

    async def turn(self) -> None:
        """Return when it is the caller's turn."""
        now = time.monotonic()
        turn_at = max(now, self._next_at)
        self._next_at = turn_at + self._gap_s
        if turn_at > now:
            await asyncio.sleep(turn_at - now)
