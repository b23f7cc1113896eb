"""Reading pushed events from either format into the same values.

JSON has ``List`` at the top, as an object or an array; XML nests repeated ``<List>`` elements one
level deeper. All values of XML are text, so numbers are read leniently here and nowhere else.
"""

from collections.abc import Callable, Mapping
from typing import Any

from wechat.push.events import (
    MessageOutcome,
    MessagesSent,
    OtherEvent,
    PushEvent,
    PushMalformed,
    ShippingReminder,
    SubscriptionChoice,
    SubscriptionChosen,
    TradeSettlement,
)


def read_event(delivered: Mapping[str, Any]) -> PushEvent:
    """Read a delivery that was checked and decrypted; PushMalformed when a field is missing."""
    event = str(delivered.get("Event") or delivered.get("MsgType") or "")
    reader = _READERS.get(event)
    try:
        about: dict[str, Any] = {
            "openid": str(delivered["FromUserName"]),
            "created_s": int(delivered["CreateTime"]),
            "event": event,
        }
        return reader(delivered, about) if reader else OtherEvent(**about)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise PushMalformed(f"{event or 'event'}: {fault!r}") from fault


def _chosen(delivered: Mapping[str, Any], about: dict[str, Any]) -> PushEvent:
    choices = tuple(
        SubscriptionChoice(
            template_id=str(item["TemplateId"]), status=str(item["SubscribeStatusString"])
        )
        for item in _items(delivered)
    )
    return SubscriptionChosen(**about, choices=choices)


def _sent(delivered: Mapping[str, Any], about: dict[str, Any]) -> PushEvent:
    outcomes = tuple(
        MessageOutcome(
            template_id=str(item["TemplateId"]),
            message_id=str(item["MsgID"]),
            error_code=str(item["ErrorCode"]),
            error_status=str(item.get("ErrorStatus") or ""),
        )
        for item in _items(delivered)
    )
    return MessagesSent(**about, outcomes=outcomes)


def _settled(delivered: Mapping[str, Any], about: dict[str, Any]) -> PushEvent:
    return TradeSettlement(
        **about,
        transaction_id=str(delivered["transaction_id"]),
        out_trade_no=str(delivered["merchant_trade_no"]),
        mchid=str(delivered["merchant_id"]),
        sub_mchid=str(delivered["sub_merchant_id"]) if delivered.get("sub_merchant_id") else None,
        paid_s=_seconds(delivered, "pay_time"),
        shipped_s=_seconds(delivered, "shipped_time"),
        estimated_settlement_s=_seconds(delivered, "estimated_settlement_time"),
        confirmed_s=_seconds(delivered, "confirm_receive_time"),
        settlement_s=_seconds(delivered, "settlement_time"),
    )


def _reminded(delivered: Mapping[str, Any], about: dict[str, Any]) -> PushEvent:
    """One that names no order is kept as any other event."""
    if not (delivered.get("transaction_id") and delivered.get("merchant_trade_no")):
        return OtherEvent(**about)
    return ShippingReminder(
        **about,
        transaction_id=str(delivered["transaction_id"]),
        out_trade_no=str(delivered["merchant_trade_no"]),
    )


def _seconds(delivered: Mapping[str, Any], name: str) -> int | None:
    """A moment in seconds since the epoch; absent, empty and zero all mean not yet."""
    return int(delivered.get(name) or 0) or None


_NESTS = {
    "subscribe_msg_popup_event": "SubscribeMsgPopupEvent",
    "subscribe_msg_change_event": "SubscribeMsgChangeEvent",
    "subscribe_msg_sent_event": "SubscribeMsgSentEvent",
}


def _items(delivered: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    nest = delivered.get(_NESTS[delivered["Event"]], delivered)
    found = nest["List"]
    return found if isinstance(found, list) else [found]


_READERS: dict[str, Callable[[Mapping[str, Any], dict[str, Any]], PushEvent]] = {
    "subscribe_msg_popup_event": _chosen,
    "subscribe_msg_change_event": _chosen,
    "subscribe_msg_sent_event": _sent,
    "trade_manage_order_settlement": _settled,
    "trade_manage_remind_shipping": _reminded,
}
