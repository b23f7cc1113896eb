"""The paid orders of a batch, and what the book says about each before it passes its queue."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from models.database import Connection, statement
from models.packet_chain.rules import Claim
from models.settlement.apart import ALONE
from models.settlement.rules import PaidOrder

_STATE = len(PaidOrder.__struct_fields__)
_OPEN_FEN = _STATE + 1
_CLAIM = _STATE + 2


class Taken(Struct, frozen=True):
    """Paid orders of one market, oldest first.

    `state` names the present state of its queues, `open_fen` is what stores have still to cover for
    refunded bills, `claims` the fields of the claims that the orders may join, by queue.
    """

    orders: list[PaidOrder]
    state: bytes | None
    open_fen: dict[int, int]
    claims: list[tuple[int, tuple[Any, ...]]]

    def own_claims(self) -> Iterator[tuple[int, Claim]]:
        """The claims that the orders' consumers have of those days, made anew, with their queue."""
        for queue_id, fields in self.claims:
            yield queue_id, Claim(*fields)


async def take_paid(
    connection: Connection, market_code: int, most: int, *, only: int | None = None
) -> Taken | None:
    """Up to `most` paid orders of the market whose head the caller has locked; None: none waits.

    Those that were set apart are left out; `only` takes one order, set apart or not.
    """
    rows = await connection.fetch(
        statement(__package__, "take_paid"), market_code, most, only, ALONE
    )
    if not rows:
        return None
    orders = [PaidOrder(*row[:_STATE]) for row in rows]
    both = list(zip(orders, rows, strict=True))
    return Taken(
        orders,
        rows[0][_STATE],
        {order.merchant_no: row[_OPEN_FEN] for order, row in both if row[_OPEN_FEN]},
        [(order.queue_id, row[_CLAIM:]) for order, row in both if row[_CLAIM] is not None],
    )
