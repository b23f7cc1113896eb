"""Money on its way back to the payer."""

from dataclasses import dataclass

from wechat.sandbox.book.order import Order


@dataclass(slots=True, eq=False)
class Refund:
    """`from_frozen_fen` + `from_available_fen` + the fee's share make `amount_fen`."""

    order: Order
    out_refund_no: str
    refund_id: str
    amount_fen: int
    notify_url: str | None
    created_at: int
    from_frozen_fen: int = 0
    from_available_fen: int = 0
    fee_fen: int = 0
    status: str = "PROCESSING"
    success_at: int = 0
