"""A merchant's share given back to the merchant who paid it (分账回退)."""

from dataclasses import dataclass

from wechat.sandbox.book.people import Merchant
from wechat.sandbox.book.split import Split


@dataclass(slots=True, eq=False)
class Return:
    split: Split
    out_return_no: str
    return_id: str
    receiver: Merchant
    amount_fen: int
    description: str
    created_at: int
    result: str = "PROCESSING"
    finished_at: int = 0
    fail_reason: str | None = None
