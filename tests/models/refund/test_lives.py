"""Lives of one store by the roll of dice: bills, payouts and refunds of anybody."""

import random

import pytest
from msgspec import structs

from models import refund
from models.database import Database
from models.refund.covering import CouponsPaidOut
from models.refund.refusals import UnderWay
from models.refund.telling import told as told_of
from tests.models.refund.conftest import BILL
from tests.refunding import Market, fails, open_refunding, unfrozen
from tests.settling import Paid, add_bills, settle


@pytest.mark.parametrize("seed", range(3))
async def test_lives_of_many_bills_end_with_right_books(database: Database, seed: int) -> None:
    market = await open_refunding(database)
    dice = random.Random(seed)
    life = Life(market, dice)
    for _ in range(8):
        await life.bills()
        await life.payouts()
        for order_id in dice.sample(sorted(life.left), min(4, len(life.left))):
            await life.refunds(order_id)
            await market.check()
    await market.hear_all()
    await market.post_waiting(*life.waiting)
    await market.audit()


class Life:
    """Bills, payouts and refunds of one store by the roll of dice."""

    def __init__(self, market: Market, dice: random.Random) -> None:
        self.market, self.dice = market, dice
        self.left: dict[int, int] = {}
        self.payers: dict[int, int] = {}
        self.asked: dict[int, int] = {}
        self.waiting: list[int] = []

    async def bills(self) -> None:
        """Up to eight bills of nine shoppers, some of a few fen; all but one are settled."""
        some = []
        for _ in range(self.dice.randint(2, 8)):
            number, consumer = len(self.left) + 1, self.dice.randint(1, 9)
            least, most = self.dice.choice([(1, 60), (500, 20_000)])
            amount_fen = self.dice.randint(least, most)
            tier = 0 if amount_fen <= BILL else 1
            some.append(Paid(number, consumer, amount_fen, tier=tier, minute=number))
            self.left[number], self.payers[number] = amount_fen, consumer
        await add_bills(self.market.database, self.market.code, some)
        memories = [self.market.memory]
        await settle(self.market.database, self.market.code, now=self.market.now, memories=memories)

    async def payouts(self) -> None:
        """A third of the bills are paid out, if they may be; some lines fail, some are silent."""
        dice = self.dice
        unlucky = fails(dice.sample(range(1, 10), 3))
        some = dice.sample(sorted(self.left), len(self.left) // 3)
        await self.market.pay_out(*some[1:], fate=dice.choice([unlucky, unlucky, unfrozen]))
        await self.market.pay_out(*some[:1], ends=False)
        if dice.random() < 0.3:
            await self.market.hear_all()
            for refund_id in await self.market.post_waiting(*self.waiting):
                await self.market.finish(refund_id)

    async def refunds(self, order_id: int) -> None:
        """Somebody asks, or thinks better of it, or the store gives a part or all."""
        if order_id in self.asked:
            await self._answer(order_id)
        elif self.left[order_id]:
            amount_fen = self.dice.choice([self.left[order_id], 1 + self.left[order_id] // 3])
            try:
                await self._begin(order_id, amount_fen)
            except UnderWay:
                assert self.waiting
            except CouponsPaidOut:
                pass

    async def _begin(self, order_id: int, amount_fen: int) -> None:
        market = self.market
        told = await market.preview(order_id, amount_fen)
        if self.dice.random() < 0.3:
            self.asked[order_id] = await market.ask(order_id, self.payers[order_id], amount_fen)
            return
        await self._given(await market.give(order_id, amount_fen, shown=told.digest), told)

    async def _answer(self, order_id: int) -> None:
        market, refund_id = self.market, self.asked.pop(order_id)
        if self.dice.random() < 0.5:
            await self._withdraw(refund_id, order_id)
            return
        async with market.database.connection() as connection:
            one = await refund.history.one(connection, market.code, refund_id)
        told = await market.preview(order_id, one.amount_fen, refund_id=refund_id)
        try:
            assert await market.approve(refund_id, shown=told.digest) == told.final
        except CouponsPaidOut:
            await self._withdraw(refund_id, order_id)
        else:
            await self._given(refund_id, told)

    async def _withdraw(self, refund_id: int, order_id: int) -> None:
        async with self.market.database.transaction() as connection:
            await refund.withdraw(
                connection,
                market_code=self.market.code,
                refund_id=refund_id,
                consumer_no=self.payers[order_id],
                now=self.market.now,
            )

    async def _given(self, refund_id: int, told: refund.Preview) -> None:
        """The outcome is what the preview said."""
        self.left[told.order_id] -= told.amount_fen
        if not told.final:
            self.waiting.append(refund_id)
            return
        assert told_of(await self.market.evidence(refund_id)) == structs.replace(told, digest="")
        await self.market.finish(refund_id)
