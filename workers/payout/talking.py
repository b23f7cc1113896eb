"""Talking with WeChat about payouts in hand, until none of them has a next step."""

import asyncio
import random
from collections.abc import Awaitable, Sequence

from models import payout
from models.database import Connection
from models.outbox import Promise
from models.payout.answers import Answer, Heard, Moment, Stuck
from models.payout.parties import Directory
from models.payout.payout import Payout
from models.payout.promises import DRIVE
from workers.apart import write_apart
from workers.house import House
from workers.markets import by_market
from workers.passes import Pass
from workers.payout import wire
from workers.receivers import add

InHand = tuple[Payout, Promise]


def in_hand(payouts: Sequence[Payout]) -> list[InHand]:
    """Fresh payouts with their promises, which nobody has taken yet."""
    return [(one, Promise(one.market_code, DRIVE, one.payout_id, attempt=0)) for one in payouts]


async def drive(this: Pass, payouts: Sequence[InHand], directory: Directory) -> None:
    """Speak with WeChat about payouts in hand, and go on with those that follow from them."""
    while payouts:
        answers = await asyncio.gather(*(_talk(this, one, directory) for one, _ in payouts))
        heard = [Heard(one, kept, a) for (one, kept), a in zip(payouts, answers, strict=True)]
        this.tally.update(f"{one.payout.step}_{type(one.answer).__name__.lower()}" for one in heard)
        following: list[Payout] = []
        for market_code, some in by_market(heard).items():
            following += await _record(this.house, market_code, some)
        payouts = in_hand(following)


async def _talk(this: Pass, one: Payout, directory: Directory) -> Answer:
    house = this.house
    async with this.limit:
        if not one.fresh:
            answer = await wire.ask(house.pay, one, directory)
            unheard = answer == Stuck(wire.NOT_KNOWN)
            if not unheard or one.accepted:
                return answer
        if wire.lost_receivers(one):
            await add(house, one.places, directory)
        await house.split_pace.turn()
        return await wire.send(house.pay, one, directory, house.clock())


async def _record(house: House, market_code: int, heard: Sequence[Heard]) -> list[Payout]:
    def work(connection: Connection, some: Sequence[Heard]) -> Awaitable[list[Payout]]:
        at = Moment(house.clock(), house.wire_clock(), random.random(), house.lease)
        return payout.record(connection, market_code, some, at=at, fresh_id=house.fresh_id)

    return await write_apart(house, heard, work, promise_of=lambda one: one.promise)
