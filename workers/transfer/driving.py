"""A pass over the transfers that are due to be looked at."""

import asyncio
import random
from collections.abc import Awaitable, Mapping, Sequence

from miniprogram_api.transferring import Line, Payee, talk
from models import people
from models.database import Connection
from models.payout import transfer
from models.payout.answers import Moment, Stuck
from models.payout.transfer import Transfer
from models.payout.transfer.answers import Answer, Heard
from models.payout.transfer.promises import DRIVE
from models.refusal import Refusal
from workers.apart import write_apart
from workers.house import Context, House
from workers.markets import by_market
from workers.passes import Pass, Tally, run_pass


async def drive_transfers(ctx: Context) -> Tally:
    """Ask about every transfer whose time has come, and write down what WeChat says."""
    house: House = ctx["house"]
    return await run_pass(house, house.turns["drive transfers"], _drive_batch)


async def _drive_batch(this: Pass) -> bool:
    house = this.house
    promises = await this.take(DRIVE)
    if not promises:
        return False
    async with house.database.connection() as connection:
        found = await transfer.read_transfers(connection, list(promises))
        openids = await people.openids_of(
            connection, seal=house.seal, consumer_nos=list({one.consumer_no for one in found})
        )
    alive = {(one.market_code, one.transfer_id): one for one in found if one.alive}
    await this.drop(one for key, one in promises.items() if key not in alive)
    awake = {key: one for key, one in alive.items() if not one.rests(house.wire_clock())}
    await this.let_rest(promises[key] for key in alive if key not in awake)
    answers = await asyncio.gather(*(_talk(this, one, openids) for one in awake.values()))
    heard = [
        Heard(one, promises[key], answer)
        for (key, one), answer in zip(awake.items(), answers, strict=True)
    ]
    this.tally.update(type(one.answer).__name__.lower() for one in heard)
    for market_code, some in by_market(heard).items():
        await _record(house, market_code, some)
    return True


async def _talk(this: Pass, one: Transfer, openids: Mapping[int, str]) -> Answer:
    """A real name is opened here, where it is needed, and forgotten again."""
    house = this.house
    line = Line(house.pay, house.transfer_terms, house.public_url)
    try:
        name = house.seal.unseal(one.name) if one.name else None
    except Refusal as refusal:
        return Stuck(refusal.code, final=True)
    async with this.limit:
        await house.transfer_pace.turn()
        return await talk(line, one, Payee(openids.get(one.consumer_no), name), house.clock())


async def _record(house: House, market_code: int, heard: Sequence[Heard]) -> None:
    def work(connection: Connection, some: Sequence[Heard]) -> Awaitable[list[Transfer]]:
        at = Moment(house.clock(), house.wire_clock(), random.random())
        return transfer.record(connection, market_code, some, at=at)

    await write_apart(house, heard, work, promise_of=lambda one: one.promise)
