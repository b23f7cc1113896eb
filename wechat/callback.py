"""A callback from WeChat Pay: verified, decrypted, not yet believed about money.

Amounts, merchant numbers and order numbers inside still have to be compared with our own record.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from wechat.account import PayAccount
from wechat.sealing import SealBroken, SealedResource, unseal
from wechat.verifying import Fault, Verifier


class CallbackRefused(Exception):
    """A message to our callback address that must not be acted upon; answer it with an error."""


class CallbackForged(CallbackRefused):
    """Unsigned, signed by nobody we know, or signed over something else."""


class CallbackStale(CallbackRefused):
    """Five minutes or more away from our clock; perhaps replayed."""


class CallbackUndecipherable(CallbackRefused):
    """Truly from WeChat, but sealed with another APIv3 key than ours."""


class CallbackMalformed(CallbackRefused):
    """Truly from WeChat, but not in the shape that its documents promise."""


class Callback(msgspec.Struct, frozen=True, kw_only=True):
    """One notice; ``content`` is the decrypted JSON, read with ``wechat.pay.notices``."""

    id: str
    created_at: datetime
    event_type: str
    original_type: str
    content: bytes
    summary: str = ""


class _Envelope(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    create_time: datetime
    event_type: str
    resource: SealedResource
    resource_type: str = ""
    summary: str = ""


_envelopes = msgspec.json.Decoder(_Envelope)


def parse_callback(
    account: PayAccount, headers: Mapping[str, str], body: bytes, *, now: float
) -> Callback:
    """Verify the raw bytes, then decrypt; ``now`` is wire time in seconds.

    Raises CallbackForged, CallbackStale, CallbackMalformed or CallbackUndecipherable. It asks
    nobody: an unknown key serial is a forgery, not a reason to call out.
    """
    fault = Verifier(account.wechat_keys).fault(headers, body, now=now)
    if fault is Fault.STALE:
        raise CallbackStale(fault.value)
    if fault is not None:
        raise CallbackForged(fault.value)
    return _opened(body, account.apiv3_key)


def _opened(body: bytes, key: bytes) -> Callback:
    try:
        envelope = _envelopes.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise CallbackMalformed(str(fault)) from fault
    try:
        content = unseal(envelope.resource, key=key)
    except SealBroken as fault:
        raise CallbackUndecipherable(str(fault)) from fault
    return Callback(
        id=envelope.id,
        created_at=envelope.create_time,
        event_type=envelope.event_type,
        original_type=envelope.resource.original_type,
        content=content,
        summary=envelope.summary,
    )
