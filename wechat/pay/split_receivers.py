"""Who may receive splits of a sub-merchant: at most 20,000, each added by name before its first.

WeChat has no call that lists them, so the caller keeps the list. Source: WeChat Pay APIv3, 分账.
"""

import msgspec

from wechat.pay.wire import PayWire
from wechat.shape import Shape

_ROOT = "/v3/profitsharing/receivers"


class Receiver(Shape, frozen=True):
    """A receiver and its relation to the sub-merchant.

    ``type`` is MERCHANT_ID or PERSONAL_OPENID; ``relation_type`` is USER for consumers, else
    SERVICE_PROVIDER, STORE, STAFF, STORE_OWNER, PARTNER, HEADQUARTER, BRAND, DISTRIBUTOR,
    SUPPLIER or CUSTOM with its own words. ``name`` is given in clear and leaves us sealed: a
    merchant's full registered name is required, a person's is checked when given.
    """

    sub_mchid: str
    type: str
    account: str
    relation_type: str
    name: str | None = None
    custom_relation: str | None = None


class ReceiverEcho(Shape, frozen=True):
    """What WeChat says back about a receiver that was added or deleted."""

    type: str
    account: str
    sub_mchid: str | None = None
    relation_type: str | None = None


async def add(wire: PayWire, receiver: Receiver) -> ReceiverEcho:
    """Add a receiver; repeating is harmless and overwrites nothing."""
    content = {"appid": wire.account.sp_appid, **msgspec.to_builtins(receiver)}
    if receiver.name:
        content["name"] = wire.seal(receiver.name)
    return await wire.send(f"{_ROOT}/add", content, ReceiverEcho)


async def delete(wire: PayWire, *, sub_mchid: str, type: str, account: str) -> ReceiverEcho:
    """Delete a receiver, effective at once; splits not yet executed to it will be closed."""
    content = {
        "sub_mchid": sub_mchid,
        "appid": wire.account.sp_appid,
        "type": type,
        "account": account,
    }
    return await wire.send(f"{_ROOT}/delete", content, ReceiverEcho)
