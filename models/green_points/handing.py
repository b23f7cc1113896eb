"""To whose purses the end of a period brings its coupons.

Debts that refunds left are covered first. A store's coupons go to the purse of the person whom it
has named, and wait in its own until it has named somebody; what had waited goes with them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct, field

from models import coupon
from models.coupon import holder_account, store_holder
from models.database import Connection
from models.green_points.closing import Closing
from models.green_points.cohorts import LiveGrant
from models.green_points.evidence import HolderTold
from models.pool.debts import Debt, cover, open_debts


class Handed(Struct):
    """What each holder of points gets, what covers debts, and what had waited in stores' purses."""

    told: list[HolderTold] = field(default_factory=list)
    covered: list[Debt] = field(default_factory=list)
    waited: list[tuple[int, int]] = field(default_factory=list)


async def hand_out(
    connection: Connection,
    market_code: int,
    grants: Sequence[LiveGrant],
    closing: Closing,
    *,
    at: datetime,
) -> Handed:
    """Say whose purse gets what of a closing; nothing is posted yet."""
    sums = sums_of(grants, closing)
    stores = [coupon.merchant_of(number) for number in sums if coupon.is_store(number)]
    accounts = [holder_account(number) for number in sums]
    debts = await open_debts(connection, market_code, accounts)
    named = await coupon.named_by_store(connection, market_code, stores, at=at)
    waiting = [store_holder(number) for number in named]
    purses = await coupon.purses_of(connection, market_code, waiting)
    persons = {store_holder(number): one.consumer_no for number, one in named.items()}
    return divide(sums, debts, persons, {n: one.free_fen for n, one in purses.items()})


def sums_of(grants: Sequence[LiveGrant], closing: Closing) -> dict[int, tuple[int, int]]:
    """(scheduled, released) of every holder who was scheduled anything, by number. Pure."""
    scheduled: defaultdict[int, int] = defaultdict(int)
    released: defaultdict[int, int] = defaultdict(int)
    columns = (closing.due_fen, closing.payer_fen, closing.store_fen)
    for grant, due_fen, payer_fen, store_fen in zip(grants, *columns, strict=True):
        if due_fen:
            for number, fen in (
                (grant.consumer_no, payer_fen),
                (store_holder(grant.merchant_no), store_fen),
            ):
                scheduled[number] += due_fen
                released[number] += fen
    return {number: (scheduled[number], released[number]) for number in sorted(scheduled)}


def divide(
    sums: Mapping[int, tuple[int, int]],
    debts: Mapping[int, Sequence[Debt]],
    persons: Mapping[int, int],
    waiting: Mapping[int, int],
) -> Handed:
    """Let debts (by account) be covered, and stores' parts go to the `persons` named. Pure."""
    handed = Handed()
    for number, (scheduled_fen, released_fen) in sums.items():
        left_fen, covered, _ = cover(debts.get(holder_account(number), ()), released_fen)
        handed.covered += covered
        purse_no = persons.get(number, number)
        handed.told.append(
            HolderTold(number, scheduled_fen, released_fen, released_fen - left_fen, purse_no)
        )
        if purse_no != number and waiting.get(number):
            handed.waited.append((number, waiting[number]))
    return handed
