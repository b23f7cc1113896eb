"""What settlement asks of a program with a pool."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from msgspec import Struct

from models.database import Connection
from models.pool.bill import PooledBill
from models.rulebook.book import Book


class Decides(Protocol):
    """Decides what bills earn, oldest first."""

    def take(self, bill: PooledBill, place: int, book: Book) -> Struct:
        """Decide what a bill earns; `place` numbers its journal and what the program keeps of it.

        Returns the program's facts for the journal's evidence.
        """


class Program(Decides, Protocol):
    """What a program knows while a batch of its bills is settled."""

    async def store(self, connection: Connection, market_code: int) -> None:
        """Write down what the bills of the batch have changed."""


Load = Callable[[Connection, int, Sequence[PooledBill]], Awaitable[Program]]
"""Reads what a program must know before a market's batch; the caller has locked the ledger."""
