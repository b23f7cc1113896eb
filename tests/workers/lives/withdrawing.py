"""Carried money is withdrawn by transfers: asked for, confirmed, taken back, or forgotten."""

from miniprogram_api.consumer.withdrawal import TransferRequest, ask_for_transfer
from models.payout import transfer
from models.refusal import Refusal
from tests.market import MARKET
from tests.workers.lives.dying import dies
from tests.workers.lives.shopping import call
from tests.workers.lives.town import Town

_CARRIED = (
    "SELECT account_id & (1::bigint << 48) - 1 AS consumer_no FROM balances"
    " WHERE account_id >> 48 = 10 AND balance_fen > 0"
    " AND account_id & (1::bigint << 48) - 1 = ANY($1::bigint[]) ORDER BY 1"
)
_OPEN = (
    "SELECT transfer_id, consumer_no FROM transfers WHERE state <> 'finished' ORDER BY transfer_id"
)


async def withdraw(town: Town, *, who: int, after: int) -> None:
    """Somebody asks for the money that is carried for them; asking again brings nothing new.

    `who` counts those for whom there is some, where there are such people.
    """
    if carried := await town.rows(_CARRIED, town.numbers):
        who = town.numbers.index(carried[who % len(carried)]["consumer_no"])
    wish = call(town, who, TransferRequest(market=MARKET))
    try:
        if after:
            await dies(ask_for_transfer(wish), after=after)
        first = await ask_for_transfer(wish)
        assert (await ask_for_transfer(wish)).transfer_id == first.transfer_id
    except Refusal as refusal:
        if not refusal.code.startswith("transfer."):
            raise


async def take(town: Town, *, which: int, cancels: bool) -> None:
    """The phone confirms a transfer, or its person takes it back; either may come too late."""
    if not (under_way := await town.rows(_OPEN)):
        return
    one = under_way[which % len(under_way)]
    if cancels:
        try:
            await town.database.in_transaction(
                lambda connection: transfer.cancel(
                    connection, market_code=MARKET, now=town.clock(), **one
                )
            )
        except transfer.cancelling.TransferNotCancellable:
            return
    else:
        number = transfer.number_of(MARKET, one["transfer_id"])
        wish = {"openid": await town.openid(one["consumer_no"]), "out_bill_no": number}
        async with town._session.post(f"{town.url}/sandbox/transfers/confirm", json=wish) as answer:
            assert answer.status in (200, 404, 409), await answer.text()


async def everybody(town: Town) -> None:
    """All that can be withdrawn is, and every sheet is confirmed."""
    for who in range(len(town.numbers)):
        await withdraw(town, who=who, after=0)
    for which in range(len(town.numbers)):
        await take(town, which=which, cancels=False)
