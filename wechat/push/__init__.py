"""What the mini-program platform tells us unasked: subscription answers, message outcomes, and
orders that are settled and may be split.

``open_push`` checks, decrypts and reads one delivery; ``answer_url_check`` passes the platform's
test of our address. This is the only room that needs wechatpy.
"""

from wechat.push.events import (
    MessagesSent,
    OtherEvent,
    PushEvent,
    PushMalformed,
    PushRefused,
    ShippingReminder,
    SubscriptionChosen,
    TradeSettlement,
)
from wechat.push.opening import PushAccount, answer_url_check, open_push

__all__ = [
    "MessagesSent",
    "OtherEvent",
    "PushAccount",
    "PushEvent",
    "PushMalformed",
    "PushRefused",
    "ShippingReminder",
    "SubscriptionChosen",
    "TradeSettlement",
    "answer_url_check",
    "open_push",
]
