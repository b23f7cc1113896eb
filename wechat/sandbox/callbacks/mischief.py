"""What WeChat, the network or a stranger may do to a notice."""

import base64
import secrets

from wechat.sandbox import numbers
from wechat.sandbox.callbacks.delivery import Delivery, Manner, Round
from wechat.sandbox.faults import Fault
from wechat.sandbox.wire.signer import Signer

STALE_SECONDS = 600
HONEST: Manner = "honest"
_REJECT: dict[str, Manner] = {
    "forged": "forged", "tampered": "tampered", "stale": "stale", "signtest": "signtest"
}  # fmt: skip


def rounds(delivery: Delivery, fault: Fault | None) -> list[Round]:
    """How the notice goes out: honestly, twice at once, or after what must be rejected."""
    if fault is None:
        return [[(delivery, HONEST)]]
    if fault.kind == "duplicate":
        return [[(delivery, HONEST)], [(delivery, HONEST)]]
    if fault.kind == "lost":
        return [[(delivery, "lost")]]
    return [[(delivery, _REJECT[fault.kind]), (delivery, HONEST)]]


async def dressed(
    delivery: Delivery, manner: Manner, signer: Signer
) -> tuple[bytes, dict[str, str]]:
    """Body and headers of one attempt."""
    age_seconds = STALE_SECONDS if manner == "stale" else 0
    headers = await signer.headers(delivery.body, age_seconds=age_seconds)
    headers |= {"Content-Type": "application/json", "Request-ID": numbers.event_id()}
    headers["User-Agent"] = "Mozilla/4.0"
    body = delivery.body
    if manner == "forged":
        headers["Wechatpay-Signature"] = base64.b64encode(secrets.token_bytes(256)).decode()
    if manner == "signtest":
        probe = "WECHATPAY/SIGNTEST/" + base64.b64encode(secrets.token_bytes(256)).decode()
        headers["Wechatpay-Signature"] = probe
    if manner == "tampered":
        body = body.replace(b'"encrypt-resource"', b'"encrypt-resourcf"', 1)
    return body, headers
