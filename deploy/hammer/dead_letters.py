"""What was given up is taken up again by hand, once; what WeChat refuses is paid otherwise."""

from collections.abc import Awaitable, Callable
from functools import partial

from deploy.demo.options import MARKET
from deploy.hammer.ground import Ground
from models import shipping
from models.database import Connection, Database
from models.payout import redriving
from models.payout.transfer import redrive as redrive_transfer
from models.refund.steps import hand
from models.refusal import Refusal

Deed = Callable[[Connection, int, int], Awaitable[object]]
_DEAD = {
    "payouts": "SELECT payout_id FROM payouts WHERE market_code = $1 AND state = 'dead_letter'",
    "refunds": "SELECT DISTINCT refund_id FROM refund_steps"
    " WHERE market_code = $1 AND state = 'dead_letter'",
    "transfers": "SELECT transfer_id FROM transfers"
    " WHERE market_code = $1 AND state = 'dead_letter'",
    "shipments": "SELECT order_id FROM shipments WHERE market_code = $1 AND state = 'dead_letter'",
}
_WORDS = "柜台现金退还"


async def take_up(ground: Ground, database: Database) -> None:
    """Drive every dead letter again under its own number, as an operator would."""
    now = ground.clock()
    deeds: dict[str, Deed] = {
        "payouts": partial(redriving.redrive, now=now),
        "refunds": partial(hand.redrive, now=now),
        "transfers": partial(redrive_transfer, now=now),
        "shipments": partial(shipping.try_again, at=now),
    }
    for kind, deed in deeds.items():
        for number in await _dead(database, kind):
            try:
                await _do(database, deed, number)
                ground.counts[f"dead {kind} driven again"] += 1
            except Refusal as refusal:
                ground.counts[f"dead {kind}: {refusal.code}"] += 1


async def settle_some(ground: Ground, database: Database) -> None:
    """Every other refund that WeChat pays no more is paid in cash; the rest stays visible."""
    now = ground.clock()
    for number in (await _dead(database, "refunds"))[::2]:
        try:
            await database.in_transaction(
                partial(
                    hand.settle_by_hand,
                    market_code=MARKET,
                    refund_id=number,
                    words=_WORDS,
                    now=now,
                )
            )
            ground.counts["refunds settled by hand"] += 1
        except Refusal as refusal:
            ground.counts[f"refunds not by hand: {refusal.code}"] += 1


async def _do(database: Database, deed: Deed, number: int) -> None:
    async def work(connection: Connection) -> object:
        return await deed(connection, MARKET, number)

    await database.in_transaction(work)


async def _dead(database: Database, kind: str) -> list[int]:
    async with database.connection() as connection:
        return [row[0] for row in await connection.fetch(_DEAD[kind], MARKET)]
