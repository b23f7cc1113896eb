"""What follows from a pushed event, in the transaction that keeps it.

`context` has to offer `seal`, `templates` (`notification.Chosen` by key) and both clocks, `clock`
(market time) and `wire_clock`. The verdict says what was made of the event; nothing is refused, for
WeChat sends again what is not answered with success, and would say the same.
"""

from datetime import datetime
from functools import partial
from typing import Any, Final

from models import shipping
from models.database import Connection
from models.ids import IdUnreadable, read_id
from models.notification import Program, choices, recipients, sending
from models.notification.acceptance import Answer
from server.callback_desk import Work
from wechat.push import (
    MessagesSent,
    PushEvent,
    ShippingReminder,
    SubscriptionChosen,
    TradeSettlement,
)

ACCEPTED: Final = "accepted"
KEPT: Final = "kept"
UNKNOWN_PERSON: Final = "unknown_person"
UNKNOWN_ORDER: Final = "unknown_order"
_DIALOGUE: Final = "subscribe_msg_popup_event"
_ARRIVED: Final = "0"
_DECLINED_WORDS: Final = ("refuse", "reject", "block", "43101")


def following(context: Any, program: str, event: PushEvent) -> Work:
    """The work that an event asks for; an event that nobody here acts on is only kept."""
    if isinstance(event, SubscriptionChosen):
        whose: Program = "merchant" if program == "merchant" else "consumer"
        return partial(_chosen, context=context, program=whose, event=event)
    if isinstance(event, MessagesSent):
        return partial(_sent, context=context, event=event)
    if isinstance(event, TradeSettlement):
        return partial(_settled, context=context, event=event)
    if isinstance(event, ShippingReminder):
        return partial(_reminded, context=context, event=event)
    return _only_kept


async def _only_kept(connection: Connection) -> str:
    return KEPT


async def _chosen(
    connection: Connection, *, context: Any, program: Program, event: SubscriptionChosen
) -> str:
    person_no = await recipients.person_with_openid(
        connection, seal=context.seal, program=program, openid=event.openid
    )
    if person_no is None:
        return UNKNOWN_PERSON
    keys = {
        one.template_id: key
        for key, one in context.templates.items()
        if one.template.program == program
    }
    answers: list[tuple[str, Answer]] = [
        (keys[one.template_id], "accept" if one.is_accepted else "reject")
        for one in event.choices
        if one.template_id in keys
    ]
    await choices.hear_event(
        connection,
        program=program,
        person_no=person_no,
        answers=answers,
        dialogue=event.event == _DIALOGUE,
        at=context.wire_clock(),
    )
    return ACCEPTED if answers else KEPT


async def _sent(connection: Connection, *, context: Any, event: MessagesSent) -> str:
    now: datetime = context.clock()
    for one in event.outcomes:
        if one.error_code == _ARRIVED:
            continue
        told = f"{one.error_code} {one.error_status}".lower()
        declined = any(word in told for word in _DECLINED_WORDS)
        message = await sending.hear_outcome(
            connection, wechat_id=one.message_id, error=told, refused=declined, at=now
        )
        if message is not None and declined:
            await choices.exhaust(connection, *message.key, at=context.wire_clock())
    return ACCEPTED


async def _settled(connection: Connection, *, context: Any, event: TradeSettlement) -> str:
    found = await _order_of(connection, event)
    if found is None:
        return UNKNOWN_ORDER
    market_code, order_id = found
    now: datetime = context.clock()
    if event.settlement_s is not None:
        await shipping.note_settled(connection, market_code, [order_id], at=now)
    elif event.shipped_s is not None:
        await shipping.note_uploaded(connection, market_code, [order_id], at=now)
    return ACCEPTED


async def _reminded(connection: Connection, *, context: Any, event: ShippingReminder) -> str:
    found = await _order_of(connection, event)
    if found is None:
        return UNKNOWN_ORDER
    await shipping.hurry(connection, *found, at=context.clock())
    return ACCEPTED


async def _order_of(
    connection: Connection, event: TradeSettlement | ShippingReminder
) -> tuple[int, int] | None:
    """(market_code, order_id), where all of WeChat's numbers are ours."""
    try:
        order_id = read_id("ord", event.out_trade_no)
    except IdUnreadable:
        return None
    sub_mchid = event.sub_mchid if isinstance(event, TradeSettlement) else None
    market_code = await shipping.market_of(
        connection,
        order_id=order_id,
        transaction_id=event.transaction_id,
        sub_mchid=sub_mchid,
    )
    return None if market_code is None else (market_code, order_id)
