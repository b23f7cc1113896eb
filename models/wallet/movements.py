"""How a wallet's money moved: by splits, by transfers, what came in and what was swept."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from models.database import Connection, statement
from models.payout.leg import wallet_of

MovementKind = Literal["split", "transfer", "sweep", "release", "redemption", "distribution"]


class Movement(Struct, frozen=True, kw_only=True):
    """One movement, in fen.

    `result` is PENDING, SUCCESS or why nothing arrived; of a sweep account_closed or market_closed;
    of what comes into the wallet distributed, released or redeemed, the last two with `_less_debt`
    where some of it covered what refunds had left owing. `store_name` stands beside what brings
    money from one store: splits and distributions.
    """

    kind: MovementKind
    movement_id: int
    fen: int
    result: str
    store_name: str | None
    created_at: datetime
    finished_at: datetime | None


async def movements_page(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    limit: int,
    before: int | None = None,
) -> list[Movement]:
    """A consumer's movements, newest first; `before` is the last id of the page before."""
    rows = await connection.fetch(
        statement(__package__, "movements"),
        *(market_code, consumer_no, wallet_of(consumer_no), before, limit),
    )
    return [Movement(**row) for row in rows]
