"""Withdrawing carried money: asked for here, confirmed on the phone, paid by WeChat.

The transfer is durable before WeChat hears of it. Whoever hangs up in between asks again with the
same key and gets the same transfer; the worker sees to it meanwhile.
"""

import random
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from miniprogram_api.consumer.transfer import TransferFacts, transfer_facts
from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket
from miniprogram_api.transferring import Line, Payee, offer
from models import merchant, people
from models.database import Connection
from models.idempotency import idempotency_key
from models.payout import transfer
from models.payout.answers import Moment
from models.payout.transfer import Transfer
from models.payout.transfer.answers import Heard

RealName = Annotated[
    str, Meta(min_length=2, max_length=32, pattern=r"^[^\x00-\x1f\x7f]*$", examples=["张三"])
]


class TransferRequest(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Withdraw what may go. The real name is used only where WeChat wants it, from ¥2,000."""

    real_name: RealName | UnsetType = UNSET


async def ask_for_transfer(call: Call[TransferRequest]) -> TransferFacts:
    """Withdraw carried money to WeChat's balance; the same key, the same transfer."""
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
    return await begin_transfer(call, market, call.asked.real_name or None)


async def begin_transfer(call: Call[Any], market: int, real_name: str | None) -> TransferFacts:
    """Set the money aside, and offer the transfer to its person while they wait."""
    house = call.house
    key = idempotency_key(
        owner=f"consumer:{call.number}", key=call.idempotency_key, request=call.raw
    )

    async def set_aside(connection: Connection) -> tuple[Transfer, str | None]:
        asked = await transfer.ask_for(
            connection,
            market_code=market,
            consumer_no=call.number,
            transfer_id=house.fresh_id(),
            terms=house.transfer_terms,
            idempotency=key,
            now=house.clock(),
            wire_now=house.wire_clock(),
            seal=house.seal,
            real_name=real_name,
        )
        openids = await people.openids_of(connection, seal=house.seal, consumer_nos=[call.number])
        return asked, openids.get(call.number)

    asked, openid = await house.database.in_transaction(set_aside)
    if asked.fresh:
        asked = await _offer(call, asked, Payee(openid, real_name if asked.name else None))
    return transfer_facts(call, asked)


async def _offer(call: Call[Any], asked: Transfer, payee: Payee) -> Transfer:
    house = call.house
    line = Line(house.pay, house.transfer_terms, house.public_url)
    heard = Heard(asked, transfer.promises.in_hand(asked), await offer(line, asked, payee))

    async def write(connection: Connection) -> list[Transfer]:
        at = Moment(house.clock(), house.wire_clock(), random.random())
        return await transfer.record(connection, asked.market_code, [heard], at=at)

    await house.database.in_transaction(write)
    async with house.database.connection() as connection:
        return await transfer.history.transfer_of(
            connection,
            asked.market_code,
            consumer_no=asked.consumer_no,
            transfer_id=asked.transfer_id,
        )
