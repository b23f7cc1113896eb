"""Who lives where the hammer falls: real amounts, a few stores, shoppers, a long calendar."""

from datetime import datetime
from typing import NamedTuple

from deploy.demo.receipts import Receipt, Receipts, read_receipts
from deploy.hammer.options import Options

_POOL = 4_000
_CALENDAR_S = 700 * 86_400


class Town(NamedTuple):
    """`receipts` name the stores and households, and how long the calendar has to be."""

    receipts: Receipts
    amounts: list[int]

    @property
    def opens_at(self) -> datetime:
        return self.receipts.chosen[0].at


def town_for(options: Options) -> Town:
    """The busiest stores and their first households; amounts as they were really paid there."""
    real = read_receipts(orders=_POOL, stores=options.stores)
    stores = real.stores[: options.stores]
    households = real.households[: options.shoppers]
    start = real.chosen[0].second
    cast = [
        Receipt(start + place, place, household, stores[place % len(stores)], 1)
        for place, household in enumerate(households)
    ]
    cast += [Receipt(start, -1 - n, households[0], store, 1) for n, store in enumerate(stores)]
    cast.append(Receipt(start + _CALENDAR_S, 0, households[0], stores[0], 1))
    receipts = Receipts(cast, real.baskets, real.zero_baskets, real.stores_known)
    return Town(receipts, [one.amount_fen for one in real.chosen])
