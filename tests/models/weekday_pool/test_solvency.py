"""Lives of a weekday pool by the roll of dice: it never gives a fen that it never had."""

import random
from datetime import timedelta

import pytest

from models import wallet
from models.clock import day_begins
from models.database import Database
from models.ledger import Kind
from tests.refunding import fails
from tests.settling import MERCHANT, Paid, add_bills, settle
from tests.weekday import MONDAY, WeekdayMarket, on, open_weekday

DAYS = 45
DISCLOSED = ("token_buyers_gain", "early_joiners_gain", "last_joiners_least")


@pytest.mark.parametrize("seed", range(3))
async def test_no_fen_that_was_not_funded(database: Database, seed: int) -> None:
    market = await open_weekday(database)
    life = Life(market, random.Random(seed))
    await market.publish(
        day_begins(MONDAY + timedelta(days=20)),
        weekday_release_bp=(10_000, 500, 0, 3_000, 2_000, 100, 0),
        window_days=7,
        partner_spend_bp=3_000,
        disclosures=DISCLOSED,
    )
    for day in range(0, DAYS, 3):
        await life.bills(day)
        await life.midnights(day)
        await life.payouts()
        await life.refunds()
        await life.check()
    await market.midnights(MONDAY + timedelta(days=DAYS + 10))
    await market.hear_all()
    await life.check()
    await life.check_wallets()
    await market.check()
    await market.audit()


class Life:
    """Bills, midnights, payouts and refunds of a few shoppers at a few stores."""

    def __init__(self, market: WeekdayMarket, dice: random.Random) -> None:
        self.market, self.dice = market, dice
        self.left: dict[int, int] = {}
        self.caps: dict[int, int] = {}
        self.late: list[Paid] = []
        self.count = 0

    async def bills(self, day: int) -> None:
        """Three days' bills; WeChat tells of some days later, and settlers come at odd times."""
        told, self.late = self.late, []
        for ahead in range(3):
            for _ in range(self.dice.randint(0, 4)):
                bill = self._bill(day + ahead)
                (self.late if self.dice.random() < 0.1 else told).append(bill)
        await add_bills(self.market.database, self.market.code, told)
        most = self.dice.choice([1, 3, 500])
        await settle(self.market.database, self.market.code, now=self.market.now, most=most)
        self.left |= {bill.order_id: bill.amount_fen for bill in told}
        self.refundable = {bill.order_id for bill in told if bill.merchant_no == MERCHANT}

    def _bill(self, day: int) -> Paid:
        self.count += 1
        amount_fen = self.dice.choice([1, 7, 99, 1_000, 12_345, 50_000])
        at = self.dice.choice([MERCHANT, MERCHANT, 20, 21, 22, 23])
        return on(day, self.count, self.dice.randint(1, 5), amount_fen, at)

    async def midnights(self, day: int) -> None:
        """Sometimes nobody is there, and the next time all of them follow."""
        if self.dice.random() < 0.7:
            await self.market.midnights(MONDAY + timedelta(days=day + 3))

    async def payouts(self) -> None:
        """Some bills are split; some lines fail, some are silent for a while."""
        some = self.dice.sample(sorted(self.left), len(self.left) // 4)
        await self.market.pay_out(*some[1:], fate=fails([self.dice.randint(1, 5)]))
        await self.market.pay_out(*some[:1], ends=self.dice.random() < 0.5)

    async def refunds(self) -> None:
        """Some bills go back, whole or in part."""
        await self.market.hear_all()
        for order_id in self.dice.sample(sorted(self.refundable), len(self.refundable) // 3):
            amount_fen = self.dice.randint(1, self.left[order_id])
            await self.market.give(order_id, amount_fen)
            self.left[order_id] -= amount_fen
            self.caps.pop(order_id, None)

    async def check(self) -> None:
        """The pool gave no more than it had, and no cap fell but for a refund."""
        rows = await self.market.rows(
            "SELECT kind, sum(fen)::bigint FROM journals, unnest(accounts, amounts) AS l (id, fen)"
            " WHERE market_code = $1 AND id = (11::bigint << 48) + 2 GROUP BY kind"
        )
        moved = {int(kind): int(fen) for kind, fen in rows}  # type: ignore[call-overload]
        assert moved.get(1, 0) + moved.get(10, 0) + moved.get(4, 0) >= 0
        assert sum(moved.values()) == await self.market.balance(Kind.RESERVE, 2)
        claims = await self.market.rows(
            "SELECT order_id, cap_fen, amount_fen, discount_fen, partners"
            " FROM weekday_claims WHERE market_code = $1"
        )
        for order_id, cap, amount, discount, partners in claims:
            assert cap <= amount
            assert partners > 1 or cap <= discount
            assert cap >= self.caps.get(order_id, 0)
            self.caps[order_id] = cap

    async def check_wallets(self) -> None:
        """Every fen that anybody won is in one place."""
        for consumer_no in range(1, 6):
            async with self.market.database.connection() as connection:
                sums = await wallet.totals(
                    connection, market_code=self.market.code, consumer_no=consumer_no
                )
            assert sums.won_fen == (
                sums.pending_fen
                + sums.paying_fen
                + sums.paid_fen
                + sums.carried_fen
                + sums.given_back_fen
            )
