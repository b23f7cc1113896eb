"""Who we are to WeChat: the service provider's merchant account, and one per mini-program.

Callers build these from their settings; no secret shows in a ``repr``, so none reaches a log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

PAY_BASE_URL = "https://api.mch.weixin.qq.com"
MINI_BASE_URL = "https://api.weixin.qq.com"
APIV3_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PayAccount:
    """A WeChat Pay service provider.

    ``serial_no`` is the merchant API certificate's number in upper-case hex. ``wechat_keys`` maps
    serial (``PUB_KEY_ID_…`` or a platform certificate's number) to key; all of them may sign to
    us, and ``sealing_serial`` (the first when empty) is the one we name and encrypt for.
    ``sp_name`` is the full registered name, which WeChat wants where we receive splits ourselves.
    """

    sp_appid: str
    sp_mchid: str
    serial_no: str
    private_key: RSAPrivateKey = field(repr=False)
    apiv3_key: bytes = field(repr=False)
    wechat_keys: Mapping[str, RSAPublicKey] = field(repr=False)
    sp_name: str = ""
    sealing_serial: str = ""
    base_url: str = PAY_BASE_URL

    def __post_init__(self) -> None:
        if len(self.apiv3_key) != APIV3_KEY_BYTES:
            raise ValueError(f"the APIv3 key must be exactly {APIV3_KEY_BYTES} bytes")
        if not self.wechat_keys:
            raise ValueError("at least one public key of WeChat Pay is needed")
        if not self.sealing_serial:
            object.__setattr__(self, "sealing_serial", next(iter(self.wechat_keys)))
        if self.sealing_serial not in self.wechat_keys:
            raise ValueError("sealing_serial names none of wechat_keys")


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniAccount:
    """One mini-program: its appid and the secret that fetches access tokens."""

    appid: str
    secret: str = field(repr=False)
    base_url: str = MINI_BASE_URL
