"""Lives of a pool of green points by the roll of dice: released is never more than was funded."""

import asyncio
import random
from collections import Counter

import pytest

from models import refund
from models.clock import day_begins
from models.database import Database
from models.ledger import Kind, kind_of, owner_of
from models.pool import pool_no
from tests.greens import GreenMarket, bill, day_of, green_book, open_greens
from tests.settling import Paid

DAYS = 70
POOL = pool_no("green_points")


@pytest.mark.parametrize("seed", range(2))
async def test_no_coupon_that_was_not_funded(database: Database, seed: int) -> None:
    market = await open_greens(database, initial_release_bp=2_000)
    life = Life(market, random.Random(seed))
    await market.publish(
        green_book(
            market.code,
            at=day_begins(day_of(DAYS // 2)),
            period_days=7,
            growth_bp=500,
            most_periods=36,
            initial_release_bp=4_000,
            discount_max_bp=2_000,
        )
    )
    for day in range(0, DAYS, 7):
        await life.bills(day)
        await market.end_periods(day + life.dice.randint(0, 6))
        await life.take_back_questions()
        await life.refunds()
        await life.check()
    # Three workers come at once, weeks late.
    market.now = day_begins(day_of(DAYS + 40))
    await asyncio.gather(*(market.end_periods() for _ in range(3)))
    assert len({one.period_no for one in await market.periods()}) == len(await market.periods()) > 4
    await life.check()
    ((spent, covered, refunded, passed_over),) = await market.rows(
        "SELECT (SELECT sum(coupon_fen) FROM orders WHERE market_code = $1),"
        " (SELECT sum(covered_fen) FROM green_parts WHERE market_code = $1),"
        " (SELECT count(*) FROM refunds WHERE market_code = $1 AND state = 'finished'),"
        " (SELECT count(*) FROM journals WHERE market_code = $1 AND kind = 10"
        "  AND json_array_length(evidence -> 'passed_over') > 0)"
    )
    assert min(spent, covered, refunded, passed_over) > 0
    await market.audit()


class Life:
    """Bills with and without coupons, periods and refunds of five shoppers at one store."""

    def __init__(self, market: GreenMarket, dice: random.Random) -> None:
        self.market, self.dice = market, dice
        self.left: dict[int, int] = {}
        self.count = 0
        self.asked: list[tuple[int, int]] = []

    async def bills(self, day: int) -> None:
        """A week's bills; some pay with what coupons they have."""
        some = [await self._bill(day + self.dice.randint(0, 6)) for _ in range(6)]
        some.sort(key=lambda one: one.paid_at)
        book_no = 1 if day < DAYS // 2 else 2
        await self.market.bills(*some, book_no=book_no)
        self.left |= {one.order_id: one.amount_fen for one in some}

    async def _bill(self, day: int) -> Paid:
        self.count += 1
        consumer_no, amount_fen = self.count % 5 + 1, self.dice.choice([1, 99, 5_000, 100_000])
        free_fen = (await self.market.purse(consumer_no)).free_fen if self.count % 6 else 0
        wish = self.dice.choice([amount_fen, amount_fen, self.dice.randint(0, amount_fen)])
        fen = min(free_fen, wish)
        return bill(self.count, consumer_no, amount_fen, day=day, coupon_fen=fen)

    async def refunds(self) -> None:
        """Some bills are paid out, some go back, some are only asked for."""
        await self.market.pay_out(*self.dice.sample(sorted(self.left), len(self.left) // 3))
        for order_id in self.dice.sample(sorted(self.left), 3):
            if not self.left[order_id]:
                continue
            fen = self.dice.randint(1, self.left[order_id])
            if self.dice.random() < 0.3:
                consumer_no = order_id % 5 + 1
                asked = await self.market.ask(order_id, consumer_no, fen)
                self.asked.append((asked, consumer_no))
                continue
            await self.market.finish(await self.market.give(order_id, fen))
            self.left[order_id] -= fen

    async def take_back_questions(self) -> None:
        """Who asked a week ago and got no answer thinks better of it."""
        for refund_id, consumer_no in self.asked:
            async with self.market.database.transaction() as connection:
                await refund.withdraw(
                    connection,
                    market_code=self.market.code,
                    refund_id=refund_id,
                    consumer_no=consumer_no,
                    now=self.market.now,
                )
        self.asked.clear()

    async def check(self) -> None:
        """Out of the pool came no more than had gone in, and to nobody more than their cap."""
        moved: Counter[int] = Counter()
        for kind, account_id, fen in await self.market.rows(
            "SELECT kind, id, fen FROM journals, unnest(accounts, amounts) AS l (id, fen)"
            " WHERE market_code = $1"
        ):
            assert isinstance(kind, int)
            assert isinstance(account_id, int)
            assert isinstance(fen, int)
            if kind_of(account_id) is Kind.RESERVE and owner_of(account_id) == POOL:
                moved[kind] += fen
        assert sum(moved.values()) == await self.market.balance(Kind.RESERVE, POOL) >= 0
        for told in await self.market.periods():
            assert told.released_fen <= min(told.pool_fen, told.scheduled_fen)
        over = await self.market.rows(
            "SELECT FROM green_grants WHERE market_code = $1"
            " AND greatest(payer_fen, store_fen) > points * cap_multiple"
        )
        assert over == []
