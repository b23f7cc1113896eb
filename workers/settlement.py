"""Settling what is paid: at the bell, market by market, and on a sweep for bells that were lost."""

import asyncio
import logging
import random
from functools import partial
from typing import Final

from models import refund, settlement
from models.database import Connection
from models.outbox import Promise, keep, take_due
from models.payout.patience import backoff
from workers.apart import BLAME, put_off
from workers.house import Context, House

log = logging.getLogger("rangli.workers")

BATCH: Final = 1_000
_MOST_APART: Final = 10
"""More than so many that can't be settled in one run are not the orders' fault."""


async def drain_settlement(ctx: Context, market_code: int) -> int:
    """Settle a market until nothing in it waits; returns how many orders.

    One run a market is at work and at most one waits to look after it; further bells have nothing
    to add, since whoever waits will see what they announce.
    """
    house: House = ctx["house"]
    turns = house.turns["settle", market_code]
    if turns.somebody_waits:
        return 0
    async with turns.mine():
        return await _settle_all(house, market_code)


async def sweep_settlement(ctx: Context) -> int:
    """Settle every market in which paid orders wait, several at once, and try those set apart."""
    house: House = ctx["house"]
    async with house.database.connection() as connection:
        markets = await settlement.markets_waiting(connection)
    settled = sum(await asyncio.gather(*(drain_settlement(ctx, code) for code in markets)))
    return settled + (await _settle_apart(house) if markets else 0)


async def _settle_all(house: House, market_code: int) -> int:
    """Batch after batch; one that is refused is halved until the order at fault stands alone."""
    settled, apart, most = 0, 0, BATCH
    while True:
        try:
            done = await house.database.in_transaction(
                partial(_settle, house=house, market_code=market_code, most=most)
            )
        except BLAME as error:
            if most == 1 and apart == _MOST_APART:
                raise
            if most == 1:
                await _set_apart(house, market_code, error)
                apart += 1
            most = BATCH if most == 1 else most // 2
            continue
        if not done:
            return settled
        settled += done


async def _settle(
    connection: Connection,
    *,
    house: House,
    market_code: int,
    most: int = 1,
    only: int | None = None,
) -> int:
    now = house.clock()
    done = await settlement.settle_batch(
        connection,
        market_code,
        most=most,
        now=now,
        seeds=house.seeds,
        memory=house.memory,
        only=only,
    )
    if done:
        await refund.hold_settled(connection, market_code, now=now)
    return done


async def _set_apart(house: House, market_code: int, error: Exception) -> None:
    due_at = house.clock() + backoff(1, random.random())
    order_id = await house.database.in_transaction(
        partial(settlement.set_apart, market_code=market_code, due_at=due_at)
    )
    log.error("order %d can't be settled", order_id, exc_info=error)


async def _settle_apart(house: House) -> int:
    """Try those that were set apart and are due, each by itself; returns how many were settled."""
    due = await house.database.in_transaction(
        partial(take_due, job=settlement.ALONE, now=house.clock(), limit=BATCH, lease=house.lease)
    )
    return sum([await _settle_alone(house, one) for one in due])


async def _settle_alone(house: House, one: Promise) -> int:
    async def work(connection: Connection) -> int:
        done = await _settle(
            connection, house=house, market_code=one.market_code, only=one.subject_id
        )
        await keep(connection, [one])
        return done

    try:
        return await house.database.in_transaction(work)
    except BLAME as error:
        await put_off(house, one, error)
        return 0
