"""Telling WeChat that bills were handed over, right after they are paid.

In a store the goods change hands with the payment, so there is nothing to wait for. A second try
asks first what WeChat knows: one order may be shipped again only once, and that is not for us.
"""

import random
from typing import Final

from models import shipping
from models.clock import MARKET_ZONE
from models.database import Connection
from models.outbox import Promise, postpone
from models.payout.patience import TRIES, backoff
from models.shipping import Shipment, State
from wechat import Refused, WireError
from wechat.mini import MiniWire
from wechat.mini.shipping import DONE_ALREADY, NOT_THERE_YET, NewShipping, get_order, upload
from workers.house import Context, House
from workers.shipping.rounds import Errand, run

WORDS: Final = "到店消费，已当面交付"

_TOLD: Final = "told"
_OVER: Final = "over"


async def upload_shipments(ctx: Context) -> int:
    """Upload every shipment that is due; returns how many were tried."""
    return await run(ctx, _UPLOAD)


async def _tell(wire: MiniWire, house: House, promise: Promise, one: Shipment) -> WireError | str:
    """`told`, `over`, or the error that kept WeChat from hearing."""
    try:
        if promise.attempt > 1:
            known = await get_order(wire, one.transaction_id)
            if known is not None and known.is_shipped:
                return _OVER if known.is_over else _TOLD
        wish = NewShipping(
            transaction_id=one.transaction_id,
            openid=one.openid,
            words=WORDS,
            uploaded_at=house.clock().astimezone(MARKET_ZONE),
        )
        await upload(wire, wish)
    except WireError as error:
        return _TOLD if error.code in DONE_ALREADY else error
    return _TOLD


async def _note(
    connection: Connection, house: House, promise: Promise, one: Shipment, answer: WireError | str
) -> None:
    now, market, number = house.clock(), one.market_code, one.order_id
    if answer == _OVER:
        await shipping.note_settled(connection, market, [number], at=now)
    elif isinstance(answer, str):
        await shipping.note_uploaded(connection, market, [number], at=now)
    elif _is_final(answer) or promise.attempt >= TRIES:
        await shipping.give_up(connection, market, number, reason=str(answer))
    else:
        due_at = now + backoff(promise.attempt, random.random())
        await postpone(connection, promise, due_at=due_at, last_error=str(answer))


def _is_final(error: WireError) -> bool:
    return isinstance(error, Refused) and error.code not in NOT_THERE_YET


_UPLOAD: Final = Errand(
    name="upload shipments",
    job=shipping.UPLOAD,
    states=frozenset({State.WAITING}),
    speak=_tell,
    note=_note,
)
