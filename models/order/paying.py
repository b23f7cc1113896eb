"""An order that coupons pay whole: WeChat never hears of it, so it is paid at once, by us.

Its mark in the place of WeChat's transaction number can't be one of those, which are digits only.
"""

from datetime import datetime
from typing import Final

from models.database import Connection, statement
from models.order.lifecycle import State, sources_of
from models.order.operations import ASK
from models.outbox import withdraw

PAID_BY_COUPONS: Final = "coupons"
"""What stands in the place of WeChat's transaction number."""


async def pay_by_coupons(
    connection: Connection, *, market_code: int, order_id: int, at: datetime
) -> bool:
    """Move an opened order that its coupons pay whole to paid; whether it was moved.

    In the transaction that opened it and held the coupons; nobody has to be asked any more.
    """
    moved = await connection.fetchval(
        statement(__package__, "pay_by_coupons"),
        *(market_code, order_id, at, PAID_BY_COUPONS, State.PAID, sources_of(State.PAID)),
    )
    await withdraw(connection, job=ASK, subjects=[(market_code, order_id)])
    return bool(moved)
