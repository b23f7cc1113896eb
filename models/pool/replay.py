"""What the audit asks of a program: to live through a market's journals once more, in memory.

A replay begins with nothing and sees every journal of its pool in the book's order. What it decides
must be what stands there. A program says five things:

- `take`: what a bill earns, exactly as its `Program.take` does in settlement; the shared part makes
  the journal of it and compares it to the byte.
- `step`: a journal of its own (a release, a redemption): what is wrong with it, "" for nothing.
  The replay decides it again from its own state and takes over what it did.
- `records` and `shrunk`: what a bill's records are when a refund comes (as `OwnRecords.read`), and
  the changes that the refund, found right, made of them.
- `differences`: at the end, what of the program's tables is not what the replay says.

Whatever comes after the first difference in a pool is not compared any more.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from models.database import Connection
from models.ledger import Draft
from models.pool.evidence import PooledEvidence
from models.pool.own import OwnChange, OwnRecord
from models.pool.program import Decides
from models.rulebook.book import Book


class ReplayFacts(Struct, frozen=True):
    """What a replay is given.

    `books` are the market's by number. `balances` are those of all accounts but claims', as the
    journals before the present one left them: the pool's is `balances[pool_account(…)]`, 0 where an
    account is missing. `asked` are the `own_no` of bills that anybody ever asked to have back: only
    their records were ever held, and when stands in no journal.
    """

    market_code: int
    books: Mapping[int, Book]
    balances: Mapping[int, int]
    asked: Collection[int]


class PoolReplay(Decides, Protocol):
    """One market's pool while its journals are read again."""

    def step(self, draft: Draft, posted_at: datetime) -> str:
        """What is wrong with a journal of the pool's own; "" for nothing."""

    def records(self, bill: PooledEvidence) -> Sequence[OwnRecord]:
        """The records of a settled bill as they stand."""

    def shrunk(self, bill: PooledEvidence, changes: Sequence[OwnChange]) -> None:
        """A refund of the bill changed its records so."""

    async def differences(
        self, connection: Connection, market_code: int
    ) -> Sequence[tuple[str, str]]:
        """(subject, detail) of what the program's tables say otherwise; subject as "claim 17"."""


BeginReplay = Callable[[ReplayFacts], PoolReplay]
"""Begins the replay of a market's pool."""
