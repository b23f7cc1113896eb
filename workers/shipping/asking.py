"""Asking WeChat once a day about orders whose settlement event has not come."""

from typing import Final

from models import shipping
from models.database import Connection
from models.outbox import Promise, postpone
from models.shipping import Shipment, State
from wechat import WireError
from wechat.mini import MiniWire
from wechat.mini.shipping import get_order
from workers.house import Context, House
from workers.shipping.rounds import Errand, run


async def ask_shipments(ctx: Context) -> int:
    """Ask about every order that is due to be asked about; returns how many."""
    return await run(ctx, _ASK)


async def _is_over(wire: MiniWire, _: House, __: Promise, one: Shipment) -> bool:
    try:
        known = await get_order(wire, one.transaction_id)
    except WireError:
        return False
    return known is not None and known.is_over


async def _note(
    connection: Connection, house: House, promise: Promise, one: Shipment, ended: bool
) -> None:
    now = house.clock()
    if ended:
        await shipping.note_settled(connection, one.market_code, [one.order_id], at=now)
    else:
        await postpone(connection, promise, due_at=now + shipping.ASK_EVERY)


_ASK: Final = Errand(
    name="ask shipments", job=shipping.ASK, states=frozenset(State), speak=_is_over, note=_note
)
