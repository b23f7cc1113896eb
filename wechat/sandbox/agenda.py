"""What will happen later, by market time: lines settle, retries fall due, orders expire."""

import heapq
import itertools
from collections.abc import Callable


class Agenda:
    """A heap of deeds. Asking when nothing is due costs one comparison."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Callable[[int], None]]] = []
        self._order = itertools.count()

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, due_at: int, deed: Callable[[int], None]) -> None:
        """Do `deed(now)` once market time (seconds) has reached `due_at`."""
        heapq.heappush(self._heap, (due_at, next(self._order), deed))

    def run(self, now: int) -> int:
        """Do all that is due, oldest first, each at the time it fell due. Returns how many."""
        done = 0
        while self._heap and self._heap[0][0] <= now:
            due_at, _, deed = heapq.heappop(self._heap)
            deed(due_at)
            done += 1
        return done
