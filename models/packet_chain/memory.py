"""Queues kept in memory between batches, so that a busy market's windows are not read again.

The database names the state of a market's queues (`queue_states`), and whoever changes a claim's
cap, place or freedom gives it a new name in the same transaction. What is remembered belongs to one
name and is used only while the database still says that name. A settlement names the state after
the hash of its last journal: should its commit fail and another worker settle the same bills, the
same name stands for the same queues.
"""

from models.packet_chain.queue import Queue

_MOST_QUEUES = 10_000


class QueueMemory:
    """What one worker process remembers, of all its markets."""

    def __init__(self) -> None:
        self._markets: dict[int, tuple[bytes, dict[int, Queue]]] = {}

    def take(self, market_code: int, state: bytes | None) -> dict[int, Queue]:
        """What is remembered of that state (None: the market's queues have no name yet).

        It is forgotten here, because the taker will change it.
        """
        known, queues = self._markets.pop(market_code, (b"", {}))
        return queues if known == state else {}

    def keep(self, market_code: int, state: bytes, queues: dict[int, Queue]) -> None:
        """Remember the queues as they will be when the present transaction has committed."""
        for queue in queues.values():
            if queue.changed:
                queue.rest()
        while len(queues) > _MOST_QUEUES:
            queues.pop(next(iter(queues)))
        self._markets[market_code] = (state, queues)
