"""The provider's own two accounts at WeChat, line by line: what its fund-flow bills show."""

from dataclasses import dataclass
from typing import NamedTuple

from wechat.sandbox import numbers

BASIC = "BASIC"
OPERATION = "OPERATION"


class Flow(NamedTuple):
    """One movement; `fen` is below zero for money that left, `balance_fen` what stood after it."""

    at: int
    flow_no: str
    business: str
    business_no: str
    fen: int
    balance_fen: int
    voucher: str
    words: str


@dataclass(slots=True)
class Account:
    """A running balance, in fen; it begins with nothing."""

    balance_fen: int = 0

    def move(
        self, now: int, fen: int, business: str, business_no: str, voucher: str, words: str
    ) -> Flow:
        self.balance_fen += fen
        number = numbers.flow_id(now)
        return Flow(now, number, business, business_no, fen, self.balance_fen, voucher, words)
