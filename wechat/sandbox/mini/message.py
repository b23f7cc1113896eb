"""Subscribe messages: one accepted dialogue is one message."""

from typing import Literal

from msgspec import Struct

from wechat.sandbox import numbers
from wechat.sandbox.clock import rfc3339
from wechat.sandbox.mini.answer import Asked, MiniError
from wechat.sandbox.mini.program import Mini
from wechat.sandbox.mini.template import flaw


class Value(Struct):
    value: str


class Wish(Struct):
    touser: str
    template_id: str
    data: dict[str, Value]
    page: str = ""
    miniprogram_state: Literal["developer", "trial", "formal"] = "formal"
    lang: Literal["zh_CN", "en_US", "zh_HK", "zh_TW"] = "zh_CN"


def send(mini: Mini, asked: Asked) -> dict[str, object]:
    """`POST /cgi-bin/message/subscribe/send`: lands in the shopper's 服务通知."""
    wish = asked.read(Wish)
    shopper = mini.shopper(wish.touser)
    if not wish.template_id or wish.template_id in mini.withdrawn:
        raise MiniError(40037, "invalid template_id")
    if wish.page.startswith("/"):
        raise MiniError(41030, "invalid page")
    template = mini.templates.get(wish.template_id)
    values = {key: part.value for key, part in wish.data.items()}
    bad = flaw(values, template)
    if bad is not None or not values:
        raise MiniError(47003, f"argument invalid! data.{bad or ''}.value invalid")
    if wish.template_id in shopper.blocked or shopper.quota.get(wish.template_id, 0) < 1:
        raise MiniError(43101, "user refuse to accept the msg")
    shopper.quota[wish.template_id] -= 1
    shopper.told[wish.template_id] = shopper.told.get(wish.template_id, 0) + 1
    shopper.messages.append(
        {
            "template_id": wish.template_id,
            "title": template.title if template else wish.template_id,
            "data": values,
            "page": wish.page,
            "received_at": rfc3339(mini.book.now()),
        }
    )
    number = int(numbers.event_id()[3:])
    sent = {"TemplateId": wish.template_id, "MsgID": str(number), "ErrorCode": "0"}
    told: dict[str, object] = {"List": sent | {"ErrorStatus": "success"}}
    mini.book.push(asked.appid, wish.touser, "subscribe_msg_sent_event", told)
    return {"errcode": 0, "errmsg": "ok", "msgid": number}
