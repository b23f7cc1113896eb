"""The mini-program platform: login, phone number, scan codes, subscribe messages.

Open a ``MiniWire`` per mini-program, with a ``TokenCache`` that all processes share, and hand it
to the functions. Errors are those of ``wechat.errors``, with WeChat's errcode as ``code``.
"""

from wechat.mini.login import Session, code_to_session
from wechat.mini.message import SubscribeMessage, send_message
from wechat.mini.message_value import ValueUnfit
from wechat.mini.phone import phone_number
from wechat.mini.scan_code import unlimited_code
from wechat.mini.shared_token import SharedTokenCache
from wechat.mini.token import InProcessTokenCache, TokenCache
from wechat.mini.wire import MiniWire

__all__ = [
    "InProcessTokenCache",
    "MiniWire",
    "Session",
    "SharedTokenCache",
    "SubscribeMessage",
    "TokenCache",
    "ValueUnfit",
    "code_to_session",
    "phone_number",
    "send_message",
    "unlimited_code",
]
