"""How much of an order may still be split, and how much of any order ever."""

from wechat.pay.wire import PayWire, segment
from wechat.shape import Shape

_ROOT = "/v3/profitsharing"


class _Unsplit(Shape, frozen=True, rename={"unsplit_fen": "unsplit_amount"}):
    unsplit_fen: int


class _MaxRatio(Shape, frozen=True, rename={"max_ratio_bp": "max_ratio"}):
    max_ratio_bp: int


async def unsplit_fen(wire: PayWire, *, transaction_id: str) -> int:
    """What of the order is still frozen and unsplit, in fen."""
    path = f"{_ROOT}/transactions/{segment(transaction_id)}/amounts"
    return (await wire.ask(path, {}, _Unsplit)).unsplit_fen


async def max_ratio_bp(wire: PayWire, *, sub_mchid: str) -> int:
    """The largest part of an order that the sub-merchant lets go, in basis points (3000 = 30 %)."""
    path = f"{_ROOT}/merchant-configs/{segment(sub_mchid)}"
    return (await wire.ask(path, {}, _MaxRatio)).max_ratio_bp
