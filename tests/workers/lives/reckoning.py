"""What must be true after every step of a life; and how it is brought to its end."""

from typing import Any

from models import payout, refund
from models.audit import operations
from models.database import statement
from models.payout import transfer
from models.refund.steps import RefundNotByHand
from models.refusal import Refusal
from tests.market import MARKET
from tests.refunding import check_books
from tests.workers.lives import toil, withdrawing
from tests.workers.lives.town import PACKETS_PER_ORDER, Town

_OWED = (
    "SELECT (SELECT coalesce(sum(balance_fen), 0) FROM balances)"
    " + (SELECT coalesce(sum(received_fen - cut_fen - paid_fen), 0) FROM claims)"
    " + (SELECT coalesce(sum(received_fen - spent_fen), 0) FROM coupon_purses)"
)
_PROMISED = (
    "SELECT count(*) FROM promises WHERE job = 'order.ask' OR job LIKE 'payout.%'"
    " OR job LIKE 'refund.%' OR job LIKE 'transfer.%'"
)
_WAITING = "SELECT count(*) FROM orders WHERE state = 'paid'"
_TAKEN_UP = 3
_PAUSES_S = (*[5] * 4, *[60] * 8, *[3_600] * 10, *[86_401] * 40)


async def check_step(town: Town) -> None:
    """The cheap part: journals, balances, claims, and every single check of the audit."""
    async with town.database.connection() as connection:
        await check_books(connection, MARKET, packets=PACKETS_PER_ORDER)
        assert await connection.fetchval(_OWED) == 0, "all that is owed lies somewhere"
        for code in operations.CHECKS:
            query = statement("models.audit", code.replace(".", "_"))
            assert [tuple(row) for row in await connection.fetch(query, MARKET)] == [], code


async def see_through(town: Town) -> None:
    """Let everybody work on, all faults gone, until nothing is promised any more.

    What is given up again and again stays so, for everybody to see.
    """
    await toil.well_again(town)
    await withdrawing.everybody(town)
    taken_up = 0
    for pause_s in _PAUSES_S:
        await toil.rest(town)
        await toil.round_of_all(town)
        left = await town.value(_PROMISED) + await town.value(_WAITING)
        if not left:
            if taken_up == _TAKEN_UP or not await take_up(town):
                return
            taken_up += 1
        town.pass_time(seconds=pause_s)
    raise AssertionError(town.clock(), await town.rows("SELECT * FROM promises"))


async def take_up(town: Town) -> int:
    """Drive every dead letter again; what WeChat pays no more is paid by hand. How many went on."""
    gone_on = 0
    for table, number, again in (
        ("payouts", "payout_id", payout.redrive),
        ("transfers", "transfer_id", transfer.redrive),
        ("refund_steps", "refund_id", _again),
    ):
        rows = await town.rows(f"SELECT {number} AS n FROM {table} WHERE state = 'dead_letter'")
        for row in rows:
            gone_on += await _try(town, again, row["n"])
    return gone_on


async def _again(connection: Any, market_code: int, refund_id: int, *, now: Any) -> None:
    """By hand where WeChat said that it will not pay; else once more."""
    try:
        await refund.steps.settle_by_hand(connection, market_code, refund_id, words="现金", now=now)
    except RefundNotByHand:
        await refund.steps.redrive(connection, market_code, refund_id, now=now)


async def _try(town: Town, again: Any, number: int) -> bool:
    try:
        await town.database.in_transaction(
            lambda connection: again(connection, MARKET, number, now=town.clock())
        )
    except Refusal:
        return False
    return True
