"""One notice on its way: its body stays the same, its signature is new at every attempt."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from wechat.sandbox import numbers
from wechat.sandbox.book.notice import Notice
from wechat.sandbox.clock import rfc3339
from wechat.sandbox.wire.sealing import Sealer

Manner = Literal["honest", "forged", "tampered", "stale", "signtest", "lost"]
State = Literal["waiting", "delivered", "given_up"]

# Seconds of market time between attempts: pay, refund and profit sharing share this table.
RETRIES = (
    15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600,
)  # fmt: skip
# Transfers have a table of their own.
TRANSFER_RETRIES = (0, *[15] * 10, *[300] * 10, *[1_800] * 44)


@dataclass(slots=True, eq=False)
class Delivery:
    event_id: str
    event_type: str
    reference: str
    url: str
    body: bytes
    created_at: int
    attempts: int = 0
    last_answer: str = ""
    state: State = "waiting"

    @property
    def retries(self) -> tuple[int, ...]:
        """Seconds to wait before each further attempt."""
        return TRANSFER_RETRIES if self.event_type.startswith("MCHTRANSFER.") else RETRIES

    def facts(self) -> dict[str, object]:
        """For the control API."""
        return {
            "event_id": self.event_id,
            "event_type": self.event_type,
            "reference": self.reference,
            "url": self.url,
            "created_at": rfc3339(self.created_at),
            "attempts": self.attempts,
            "last_answer": self.last_answer,
            "state": self.state,
        }


# What must arrive one after the other.
Round = list[tuple[Delivery, Manner]]


def written(notice: Notice, sealer: Sealer, now: int) -> Delivery:
    """The notice as WeChat puts it on the wire."""
    event_id = numbers.event_id()
    event = {
        "id": event_id,
        "create_time": rfc3339(now),
        "resource_type": "encrypt-resource",
        "event_type": notice.event_type,
        "summary": notice.summary,
        "resource": sealer.seal(msgspec.json.encode(notice.resource), notice.original_type),
    }
    body = msgspec.json.encode(event)
    return Delivery(event_id, notice.event_type, notice.reference, notice.url, body, now)
