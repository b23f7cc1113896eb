"""One round of what has to be said to WeChat, or asked, about shipments.

What is due is taken, WeChat is spoken to while no transaction is open, and what came of it is
written in one, in the order of keys.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import Final, Generic, TypeVar

from msgspec import Struct

from models import shipping
from models.database import Connection
from models.outbox import Promise, take_due, withdraw
from models.shipping import Shipment
from wechat.mini import MiniWire
from workers.house import Context, House

BATCH: Final = 50
AT_ONCE: Final = 8

Answer = TypeVar("Answer")
Due = tuple[Promise, Shipment]


class Errand(Struct, Generic[Answer], frozen=True, kw_only=True):
    """What is done about every shipment whose promise of `job` is due and that is in `states`."""

    name: str
    job: str
    states: Collection[str]
    speak: Callable[[MiniWire, House, Promise, Shipment], Awaitable[Answer]]
    note: Callable[[Connection, House, Promise, Shipment, Answer], Awaitable[None]]


async def run(ctx: Context, errand: Errand[Answer]) -> int:
    """Run an errand until nothing is due any more; returns about how many shipments."""
    house: House = ctx["house"]
    turns = house.turns[errand.name]
    if "consumer" not in house.programs or turns.somebody_waits:
        return 0
    count = 0
    async with turns.mine():
        while due := await house.database.in_transaction(
            partial(_take, house=house, errand=errand)
        ):
            limit = asyncio.Semaphore(AT_ONCE)
            answers = await asyncio.gather(*(_speak(limit, house, errand, *one) for one in due))
            await house.database.in_transaction(
                partial(_note, house=house, errand=errand, due=due, answers=answers)
            )
            count += len(due)
    return count


async def _take(connection: Connection, *, house: House, errand: Errand[Answer]) -> list[Due]:
    """The due shipments in key order; promises about others are withdrawn."""
    promises = await take_due(
        connection, job=errand.job, now=house.clock(), limit=BATCH, lease=house.lease
    )
    by_key = {(one.market_code, one.subject_id): one for one in promises}
    found = await shipping.shipments(connection, list(by_key), seal=house.seal)
    due = {key: one for key, one in found.items() if one.state in errand.states}
    await withdraw(connection, job=errand.job, subjects=[key for key in by_key if key not in due])
    return [(by_key[key], due[key]) for key in sorted(due)]


async def _speak(
    limit: asyncio.Semaphore, house: House, errand: Errand[Answer], promise: Promise, one: Shipment
) -> Answer:
    async with limit:
        return await errand.speak(house.programs["consumer"], house, promise, one)


async def _note(
    connection: Connection,
    *,
    house: House,
    errand: Errand[Answer],
    due: list[Due],
    answers: list[Answer],
) -> None:
    for (promise, one), answer in zip(due, answers, strict=True):
        await errand.note(connection, house, promise, one, answer)
