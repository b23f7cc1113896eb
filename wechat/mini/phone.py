"""The phone number a person chose to share with the getPhoneNumber button.

Source: mini-program server API, getPhoneNumber.
"""

import msgspec

from wechat.errors import Effect
from wechat.mini.wire import MiniWire


class PhoneNumber(msgspec.Struct, frozen=True, rename="camel"):
    """``phone_number`` has the country code in front when foreign, ``pure_`` never has."""

    phone_number: str
    pure_phone_number: str
    country_code: str | int

    def __repr__(self) -> str:
        return "PhoneNumber(…)"


class _PhoneAnswer(msgspec.Struct, frozen=True):
    phone_info: PhoneNumber


async def phone_number(wire: MiniWire, code: str, *, openid: str | None = None) -> PhoneNumber:
    """Redeem the button's code, good once and for five minutes; ``openid`` is checked if given.

    Refused with 40029 when the code is invalid or used; on Unclear it may be spent.
    """
    asked = {"code": code} | ({"openid": openid} if openid else {})
    answer = await wire.post("/wxa/business/getuserphonenumber", asked, Effect.SEND, _PhoneAnswer)
    return answer.phone_info
