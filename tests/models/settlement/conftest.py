"""A varied street: regulars and strangers, small and large bills, three tiers, four days."""

import random
from collections.abc import Callable

import pytest

from tests.settling import PARTIES, Paid

Street = Callable[..., list[Paid]]


@pytest.fixture(scope="session")
def street() -> Street:
    def bills(number: int, *, first_id: int = 1, chance: int = 7, stores: int = 3) -> list[Paid]:
        draw = random.Random(chance)
        made = []
        for order_id in range(first_id, first_id + number):
            tier = draw.choices((0, 1, 2), (8, 2, 1))[0]
            amount_fen = draw.randrange(*((1, 10_000), (10_001, 20_000), (20_001, 50_000))[tier])
            made.append(
                Paid(
                    order_id=order_id,
                    consumer_no=draw.choice((draw.randrange(1, 8), draw.randrange(1, 500))),
                    amount_fen=draw.choice((amount_fen, 1 + amount_fen % 90))
                    if tier == 0
                    else amount_fen,
                    discount_bp=draw.randrange(600, 3_001, 100),
                    merchant_no=1 + draw.randrange(stores),
                    tier=tier,
                    minute=draw.randrange(4 * 1_440),
                    parties=[party if draw.random() < 0.7 else 0 for party in PARTIES],
                )
            )
        return made

    return bills
