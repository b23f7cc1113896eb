"""Queues in memory, and bills that pass through them."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest

from models.packet_chain import Bill, Distribution, Queue, Terms
from models.packet_chain.rules import Claim

DAY = date(2026, 3, 2)
SEED = b"s" * 32
TERMS = Terms(packets_per_order=20, cap_bp=10_000)


class Chain:
    """One queue; orders and claims are numbered as they come."""

    def __init__(self, claims: list[Claim], *, whole: bool = True, reserve_fen: int = 0) -> None:
        self.claims = list(claims)
        self.queue = Queue(1, list(claims), whole=whole, reserve_fen=reserve_fen)
        self._numbers = count(max((claim.claim_no for claim in claims), default=0) + 1)

    def pay(
        self,
        consumer_no: int,
        amount_fen: int,
        fund_fen: int,
        *,
        day: date = DAY,
        terms: Terms = TERMS,
    ) -> Distribution:
        """Let a bill pass; claims that it opens are kept in `claims`."""
        number = next(self._numbers)
        bill = Bill(10_000 + number, consumer_no, amount_fen, fund_fen, day)
        distribution = self.queue.pass_through(bill, number, SEED, terms)
        if number in self.queue.opened:
            self.claims.append(self.queue.opened[number])
        return distribution

    def of(self, consumer_no: int) -> list[Claim]:
        """The consumer's claims, oldest first."""
        return [claim for claim in self.claims if claim.consumer_no == consumer_no]


def open_claims(number: int, *, cap_fen: int = 10_000) -> list[Claim]:
    """Open claims 1 to `number` of as many consumers, of the day before."""
    return [Claim(n, n, n, date(2026, 3, 1), cap_fen) for n in range(1, number + 1)]


@pytest.fixture
def chain() -> Callable[..., Chain]:
    return Chain


@pytest.fixture
def waiting() -> Callable[..., list[Claim]]:
    return open_claims
