"""Asking about payouts whose time has come."""

from models.payout.payout import read_payouts
from models.payout.promises import DRIVE
from workers.house import Context, House
from workers.passes import Pass, Tally, run_pass
from workers.payout.talking import drive
from workers.receivers import read_directory


async def ask_payouts(ctx: Context) -> Tally:
    """Ask about every payout whose time has come, and take the next step of those that ended."""
    house: House = ctx["house"]
    return await run_pass(house, house.turns["ask payouts"], _ask_batch)


async def _ask_batch(this: Pass) -> bool:
    house = this.house
    promises = await this.take(DRIVE)
    if not promises:
        return False
    async with house.database.connection() as connection:
        payouts = await read_payouts(connection, list(promises))
    alive = {(one.market_code, one.payout_id): one for one in payouts if one.alive}
    await this.drop(one for key, one in promises.items() if key not in alive)
    awake = {key: one for key, one in alive.items() if not one.rests(house.wire_clock())}
    await this.let_rest(promises[key] for key in alive if key not in awake)
    places = [place for one in awake.values() for place in one.places]
    directory = await read_directory(house, {receiver for _, _, receiver in places})
    await drive(this, [(one, promises[key]) for key, one in awake.items()], directory)
    return True
