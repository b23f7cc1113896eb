"""Merchants and shoppers, and the one thing they share: an account that money can reach."""

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

# What can be wrong with a receiving account, and the fail_reason that a split line then carries.
FLAW_REASONS = {
    "account_closed": "ACCOUNT_ABNORMAL",
    "real_name_missing": "RECEIVER_REAL_NAME_NOT_VERIFIED",
    "high_risk": "RECEIVER_HIGH_RISK",
    "account_abnormal": "ACCOUNT_ABNORMAL",
    "receipt_limit": "RECEIVER_RECEIPT_LIMIT",
}
# A merchant may also take its time to give a share back.
MERCHANT_FLAGS = {*FLAW_REASONS, "return_slow"}
# More ways in which a shopper can be difficult: a blocked login, a slow account, a dead card.
SHOPPER_FLAGS = {*FLAW_REASONS, "login_blocked", "slow", "refund_abnormal", "refund_closed"}
REMEMBERED_PACKETS = 100
MONTHLY_RECEIPT_LIMIT_FEN = 20_000_000


class Packet(NamedTuple):
    """Money that landed in a shopper's 零钱. `received_at` in seconds of market time."""

    received_at: int
    amount_fen: int
    sub_mchid: str
    transaction_id: str
    out_order_no: str
    description: str


@dataclass(slots=True, eq=False)
class Merchant:
    """A sub-merchant, the provider itself, or any other merchant that receives shares.

    `notify_url` is where it wants to hear of shares that it received or gave back.
    """

    mchid: str
    name: str
    max_ratio: int = 3000
    return_switch: bool = True
    split_allowed: bool = True
    settles_after_seconds: int = 0
    available_fen: int = 0
    notify_url: str = ""
    flags: set[str] = field(default_factory=set)
    receivers: dict["Account", str] = field(default_factory=dict)
    received_fen: int = 0
    fees_fen: int = 0

    @property
    def legal_name(self) -> str:
        return self.name

    def receive(self, packet: Packet, month: int) -> str | None:
        """Take the money of one line, or say why not."""
        if self.flags and (reason := flaw_of(self.flags)):
            return reason
        self.available_fen += packet.amount_fen
        self.received_fen += packet.amount_fen
        return None


@dataclass(slots=True, eq=False)
class Shopper:
    """A person with a phone. `balance_fen` is 零钱: packets and nothing else."""

    openid: str
    nickname: str = ""
    phone: str = ""
    real_name: str = ""
    flags: set[str] = field(default_factory=set)
    balance_fen: int = 0
    packet_count: int = 0
    spent_fen: int = 0
    packets: deque[Packet] = field(default_factory=lambda: deque(maxlen=REMEMBERED_PACKETS))
    messages: deque[dict[str, object]] = field(default_factory=lambda: deque(maxlen=50))
    quota: dict[str, int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    month: int = 0
    month_fen: int = 0

    @property
    def legal_name(self) -> str:
        return self.real_name

    def receive(self, packet: Packet, month: int) -> str | None:
        """Take the money of one line, or say why not. `month` counts for WeChat's limit."""
        if self.flags and (reason := flaw_of(self.flags)):
            return reason
        if self.received_in(month) + packet.amount_fen > MONTHLY_RECEIPT_LIMIT_FEN:
            return "RECEIVER_RECEIPT_LIMIT"
        self.take(packet, month)
        return None

    def received_in(self, month: int) -> int:
        """What came in a month already, in fen; asking about a new one begins it."""
        if self.month != month:
            self.month, self.month_fen = month, 0
        return self.month_fen

    def take(self, packet: Packet, month: int) -> None:
        """Money lands."""
        self.month_fen = self.received_in(month) + packet.amount_fen
        self.balance_fen += packet.amount_fen
        self.packet_count += 1
        self.packets.append(packet)


@dataclass(slots=True, eq=False)
class Account:
    """Where a split line goes. One object per account, shared by every line that names it."""

    kind: str
    number: str
    owner: Merchant | Shopper


def flaw_of(flags: set[str]) -> str | None:
    """The fail_reason that every line to an owner with these flags meets, if any."""
    return next((reason for flag, reason in FLAW_REASONS.items() if flag in flags), None)
