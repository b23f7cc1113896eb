"""WeChat's wire: to WeChat Pay (``wechat.pay``), to the mini-program platform (``wechat.mini``),
and from both (``parse_callback`` here, ``wechat.push``).

Whatever is asked of WeChat ends in one of four ways: the answer, *Refused* (final; *NotKnown* when
WeChat never saw the number), *Unavailable* (send the same again later) or *Unclear* (ask with our
own number first). This room keeps no book, and knows neither database nor web server.
"""

from wechat.account import MiniAccount, PayAccount
from wechat.callback import Callback, CallbackRefused, parse_callback
from wechat.errors import NotKnown, Refused, Unavailable, Unclear, WireError

__all__ = [
    "Callback",
    "CallbackRefused",
    "MiniAccount",
    "NotKnown",
    "PayAccount",
    "Refused",
    "Unavailable",
    "Unclear",
    "WireError",
    "parse_callback",
]
