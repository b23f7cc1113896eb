"""The replay set as a town: a year of real baskets, one dollar read as one yuan."""

import random

from deploy.demo.receipts import read_receipts
from models.simulation import Town, TownBill

_EVERY = 1 << 30
_DAY = 86_400


def real_year(seed: int = 2017) -> Town:
    """The bills of 2017; a merchant's discount is 6 to 20 %, drawn once from the seed."""
    receipts = read_receipts(orders=_EVERY, stores=None)
    dice = random.Random(seed)
    first = receipts.chosen[0].second // _DAY
    bills = [
        TownBill(one.second // _DAY - first, one.household, one.store, one.amount_fen)
        for one in receipts.chosen
        if one.at.year == receipts.chosen[0].at.year
    ]
    return Town(
        first_day=receipts.chosen[0].at.date(),
        days=bills[-1].day + 1,
        bills=bills,
        discount_bp={store: 100 * dice.randrange(6, 21) for store in sorted(receipts.stores)},
    )
