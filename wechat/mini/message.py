"""Subscribe messages: one accepted dialogue buys one message.

Source: mini-program server API, sendMessage.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from wechat.errors import Effect
from wechat.mini.message_value import fit
from wechat.mini.wire import MiniWire


class SubscribeMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message of a template; ``values`` by the template's keys, such as ``thing1``."""

    openid: str
    template_id: str
    values: Mapping[str, str]
    page: str | None = None
    miniprogram_state: Literal["developer", "trial", "formal"] = "formal"
    lang: Literal["zh_CN", "en_US", "zh_HK", "zh_TW"] = "zh_CN"


class _Sent(msgspec.Struct, frozen=True):
    msgid: int | None = None


async def send_message(wire: MiniWire, message: SubscribeMessage) -> int | None:
    """Send, every value fitted to its key; returns WeChat's message id.

    Raises ValueUnfit before sending. Refused with 43101 is the everyday case of a user who
    declined or whose quota is used up: never try again. After Unclear the quota may be spent, and
    WeChat has no way to ask.
    """
    content: dict[str, object] = {
        "touser": message.openid,
        "template_id": message.template_id,
        "miniprogram_state": message.miniprogram_state,
        "lang": message.lang,
        "data": {key: {"value": fit(key, value)} for key, value in message.values.items()},
    }
    if message.page:
        content["page"] = message.page
    sent = await wire.post("/cgi-bin/message/subscribe/send", content, Effect.SEND, _Sent)
    return sent.msgid
