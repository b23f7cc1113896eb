"""What became of payouts: of an order's, of what a person owes, and of those that were given up."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from models.database import Connection, statement
from models.ledger import Kind, account
from models.payout.leg import Leg
from models.payout.payout import number_of
from models.payout.reasons import DEBT


class OrderPayout(Struct, frozen=True, kw_only=True):
    """One step of an order's payout; `number` is its number at WeChat, times are market time."""

    payout_id: int
    number: str
    step: str
    round: int
    state: str
    legs: tuple[Leg, ...]
    tries: int
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


class DeadLetter(Struct, frozen=True, kw_only=True):
    """A payout that was given up; `last_error` says why."""

    payout_id: int
    order_id: int
    number: str
    step: str
    amount_fen: int
    tries: int
    last_error: str | None
    created_at: datetime


async def of_order(connection: Connection, market_code: int, order_id: int) -> list[OrderPayout]:
    """The steps of an order's payout, oldest first; none while its hold lasts."""
    rows = await connection.fetch(statement(__package__, "of_order"), market_code, order_id)
    return [_order_payout(dict(row)) for row in rows]


async def dead_letters(connection: Connection, market_code: int, *, limit: int) -> list[DeadLetter]:
    """Payouts that somebody has to look at, oldest first."""
    rows = await connection.fetch(statement(__package__, "dead_letters"), market_code, limit)
    return [DeadLetter(**row, number=number_of(row["payout_id"], row["step"])) for row in rows]


async def debt_of(connection: Connection, market_code: int, consumer_no: int) -> int:
    """What a person's next packets have to cover (fen, at or above zero): see `debts.sql`."""
    rows = await connection.fetch(statement(__package__, "debts"), market_code, [consumer_no])
    owed_fen: int = sum(row["balance_fen"] for row in rows)
    return -owed_fen


async def covered_debt(
    connection: Connection, market_code: int, *, order_id: int, claim_no: int
) -> int:
    """What of an order's packet for a claim covered debts of its person instead of being sent."""
    covered_fen: int = await connection.fetchval(
        "SELECT coalesce(sum(fen), 0)::bigint FROM payouts,"
        " unnest(accounts, amounts, results) AS leg (account_id, fen, result)"
        " WHERE market_code = $1 AND order_id = $2 AND step = 'split' AND account_id = $3"
        " AND result = $4",
        *(market_code, order_id, account(Kind.CLAIM, claim_no), DEBT),
    )
    return covered_fen


def _order_payout(facts: dict[str, Any]) -> OrderPayout:
    columns = [facts.pop(name) for name in ("accounts", "receivers", "amounts", "results")]
    legs = tuple(Leg(*leg) for leg in zip(*columns, strict=True))
    return OrderPayout(**facts, legs=legs, number=number_of(facts["payout_id"], facts["step"]))
