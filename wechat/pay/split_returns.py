"""Taking back what was split to a merchant account; money that went to a person stays there.

Within 180 days, into the payer's available balance; the order cannot split it again. Source:
WeChat Pay APIv3, 分账回退.
"""

import msgspec

from wechat.pay.wire import PayWire, segment
from wechat.shape import Shape

_ROOT = "/v3/profitsharing/return-orders"


class NewReturn(Shape, frozen=True, rename={"amount_fen": "amount"}):
    """Take ``amount_fen`` of the split ``out_order_no`` back from ``return_mchid``."""

    sub_mchid: str
    out_order_no: str
    out_return_no: str
    return_mchid: str
    amount_fen: int
    description: str


class Return(Shape, frozen=True, rename={"amount_fen": "amount"}):
    """A return as WeChat sees it; ``result`` is PROCESSING, SUCCESS or FAILED."""

    out_order_no: str
    out_return_no: str
    return_mchid: str
    amount_fen: int
    result: str
    sub_mchid: str | None = None
    order_id: str | None = None
    return_id: str | None = None
    description: str | None = None
    fail_reason: str | None = None
    create_time: str | None = None
    finish_time: str | None = None


async def create(wire: PayWire, wanted: NewReturn) -> Return:
    """Ask for money back; on Unclear query by ``out_return_no``, then repeat the same."""
    return await wire.move(_ROOT, msgspec.to_builtins(wanted), Return)


async def query(wire: PayWire, *, sub_mchid: str, out_order_no: str, out_return_no: str) -> Return:
    """Ask with our own number; NotKnown when WeChat never accepted it."""
    numbers = {"sub_mchid": sub_mchid, "out_order_no": out_order_no}
    return await wire.ask(f"{_ROOT}/{segment(out_return_no)}", numbers, Return)
