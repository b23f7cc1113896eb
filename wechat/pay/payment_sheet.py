"""The signed sheet that opens WeChat's payment dialogue on the phone.

That the dialogue reports success is no proof of payment; only the notice or a query is.
"""

from dataclasses import dataclass

from wechat.pay.wire import PayWire
from wechat.signing import sheet_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSheet:
    """The arguments of ``wx.requestPayment``; ``as_wx`` spells them as the front end needs."""

    timestamp: str
    nonce: str
    package: str
    pay_sign: str
    sign_type: str = "RSA"

    def as_wx(self) -> dict[str, str]:
        """The object to hand to ``wx.requestPayment`` as it is."""
        return {
            "timeStamp": self.timestamp,
            "nonceStr": self.nonce,
            "package": self.package,
            "signType": self.sign_type,
            "paySign": self.pay_sign,
        }


async def sign(wire: PayWire, prepay_id: str, *, appid: str | None = None) -> PaymentSheet:
    """Sign what the phone hands to WeChat; ``appid`` is the one the order was placed for."""
    package = f"prepay_id={prepay_id}"
    signing_appid = appid or wire.account.sp_appid
    timestamp, nonce, signature = await wire.sign(
        lambda at, once: sheet_text(signing_appid, at, once, package)
    )
    return PaymentSheet(timestamp=str(timestamp), nonce=nonce, package=package, pay_sign=signature)
