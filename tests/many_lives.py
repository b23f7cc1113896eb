"""The lives of a few shoppers under many rule books, by the roll of dice, with coupons."""

import random
from contextlib import suppress

from models.database import Database
from models.refusal import Refusal
from tests.many_books import DISCOUNT_BP, ManyBooks, open_many_books
from tests.models.refund.test_lives import Life
from tests.settling import Paid

SHOPPERS = 7


async def live(
    database: Database, programs: tuple[str, ...], seed: int, *, days: int
) -> "ManyLives":
    """Live so many days under each program; every payout and refund has ended at the end."""
    market = await open_many_books(database, programs, days=days)
    dice = random.Random(seed)
    life = ManyLives(market, dice)
    for day in range(days * len(programs)):
        await life.bills_of_day(day)
        await life.payouts()
        for order_id in dice.sample(sorted(life.left), min(3, len(life.left))):
            await life.refunds(order_id)
        await life.redemptions()
        await market.night(day)
    await market.hear_all()
    await market.post_waiting(*life.waiting)
    return life


class ManyLives(Life):
    """The same shoppers, stores and dice, with a pool behind every bill."""

    def __init__(self, market: ManyBooks, dice: random.Random) -> None:
        super().__init__(market, dice)
        self.many = market
        self.coupons_spent_fen = 0

    async def bills_of_day(self, day: int) -> None:
        """A few bills at noon; whoever has coupons pays with some, or with nothing else."""
        some = []
        discount_bp = DISCOUNT_BP.get(self.many.program(day), 1_000)
        shoppers = self.dice.sample(range(1, SHOPPERS + 1), self.dice.randint(2, 5))
        for place, consumer in enumerate(shoppers):
            number = 100 * (day + 1) + place
            free_fen = await self.many.free_coupons(consumer)
            amount_fen = self.dice.choice(
                [self.dice.randint(1, 60), self.dice.randint(500, 20_000)]
            )
            coupon_fen = self.dice.choice([0, min(free_fen, amount_fen)])
            if coupon_fen and self.dice.random() < 0.4:
                amount_fen = coupon_fen
            self.coupons_spent_fen += coupon_fen
            minute = day * 1_440 + 720 + place
            bill = Paid(
                number, consumer, amount_fen, discount_bp, minute=minute, coupon_fen=coupon_fen
            )
            some.append(bill)
            self.left[number], self.payers[number] = amount_fen, consumer
        await self.many.bills_of(day, some)

    async def redemptions(self) -> None:
        """Some who have points of the appreciating kind redeem some of them."""
        for consumer in self.dice.sample(range(1, SHOPPERS + 1), 2):
            with suppress(Refusal):
                await self.many.redeem(consumer, self.dice.randint(1, 3_000))
