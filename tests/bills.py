"""Orders to be paid, and the notices that pay them or try to."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from models.idempotency import idempotency_key
from models.inbox import Notice
from models.order import Payment, Terms

MARKET = 330100
OPENED_AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
PAID_AT = OPENED_AT + timedelta(seconds=20)
TERMS = Terms(discount_bp=1000, tier=1, parties=(1, 2, 3, 4, 5, 6), book_no=7, hold_seconds=60)
_ids = count(1_000)


@dataclass(frozen=True)
class Bill:
    """An order to open; `opened` are the arguments of `open_order` that a test may change."""

    order_id: int = field(default_factory=lambda: next(_ids))
    amount_fen: int = 10_000
    key: str = ""

    def arguments(self) -> dict[str, Any]:
        return {
            "market_code": MARKET,
            "order_id": self.order_id,
            "merchant_no": 11,
            "sub_mchid": "1900000109",
            "consumer_no": 21,
            "amount_fen": self.amount_fen,
            "terms": TERMS,
            "quote": {"most_fen": 10_000},
            "opened_at": OPENED_AT,
            "idempotency": idempotency_key(
                owner="consumer:21",
                key=self.key or f"key-of-{self.order_id}",
                request=str(self.amount_fen).encode(),
            ),
        }

    def payment(self, **changed: Any) -> Payment:
        """The right payment of this bill, or one with something changed."""
        right: dict[str, Any] = {
            "market_code": MARKET,
            "order_id": self.order_id,
            "sub_mchid": "1900000109",
            "amount_fen": self.amount_fen,
            "currency": "CNY",
            "transaction_id": f"42000000{self.order_id:020d}",
            "paid_at": PAID_AT,
        }
        facts = right | changed
        name = changed.pop("callback_id", None) or f"EV-{self.order_id}-{sorted(changed.items())}"
        facts.pop("callback_id", None)
        notice = Notice(
            market_code=facts["market_code"],
            callback_id=name,
            kind="transaction",
            subject=f"{facts['order_id']}",
            received_at=PAID_AT,
            headers={"wechatpay-serial": "PUB_KEY_ID_1"},
            body=b"{}",
        )
        return Payment(**facts, notice=notice)
