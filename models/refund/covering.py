"""May a store give coupons back for which it was paid already?

Where it may, its later bills cover them, with what shoppers would have had of these. So it may only
as far as it has filled the pool itself of late: else a store and a friend could be paid for the
same coupons again and again.
"""

from datetime import datetime, timedelta
from typing import Final

from models import ledger
from models.database import Connection, statement
from models.ledger import Kind, account
from models.money import bp_of
from models.refund.reading import Situation
from models.refund.shrinking import shrink
from models.refusal import Refusal

_LATELY: Final = timedelta(days=30)


class CouponsPaidOut(Refusal):
    """The store was paid for these coupons, and its later bills could not cover them soon."""

    code = "refund.coupons_paid_out"


async def check_coupons(
    connection: Connection, market_code: int, situation: Situation, amount_fen: int, now: datetime
) -> None:
    """Whether the store may give back what of the bill coupons paid; raises `CouponsPaidOut`.

    At most `netting_bp` of what its bills of the last thirty days have left of their discounts may
    be open with it.
    """
    gone = shrink(situation.bill, amount_fen, situation.book.allocation)
    if gone.store_coupon_fen <= 0:
        return
    store = situation.bill.merchant_no
    owed, receivable = account(Kind.MERCHANT, store), account(Kind.RECEIVABLE, store)
    balances = await ledger.balances_of(connection, market_code, [owed, receivable])
    missing_fen = gone.store_coupon_fen - balances[owed]
    if missing_fen <= 0:
        return
    given_fen: int = await connection.fetchval(
        statement(__package__, "given_lately"), store, market_code, now - _LATELY
    )
    most_fen = bp_of(given_fen, situation.book.netting_bp)
    if missing_fen - balances[receivable] > most_fen:
        raise CouponsPaidOut(missing_fen=missing_fen, most_fen=most_fen)
