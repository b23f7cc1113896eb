"""Profit sharing: one order's frozen money to up to fifty receivers, then the rest set free.

A split is accepted first and executed later. FINISHED only says that nothing runs any more; each
line has its own result, and partial success is normal. Nobody notifies the initiator, so ask.
The same number with the same lines is the same split; a closed line is tried again under a *new*
number. Source: WeChat Pay APIv3, 分账.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wechat.pay.wire import PayWire, segment
from wechat.shape import Shape, moment

_ROOT = "/v3/profitsharing/orders"
MERCHANT_ID = "MERCHANT_ID"
PERSONAL_OPENID = "PERSONAL_OPENID"


class SplitLine(Shape, frozen=True, rename={"amount_fen": "amount"}):
    """One receiver's part; each account once per split, at least 1 fen.

    ``type`` is MERCHANT_ID or PERSONAL_OPENID. ``name`` is given in clear and leaves us sealed;
    WeChat then checks it. ``description`` (80 characters) is seen by the receiver.
    """

    type: str
    account: str
    amount_fen: int
    description: str
    name: str | None = None


class NewSplit(Shape, frozen=True):
    """Pay these lines from one order; ``unfreeze_unsplit`` frees the rest in the same step."""

    sub_mchid: str
    transaction_id: str
    out_order_no: str
    receivers: tuple[SplitLine, ...]
    unfreeze_unsplit: bool


class SplitResult(Shape, frozen=True, rename={"amount_fen": "amount"}):
    """One line as WeChat sees it: ``result`` is PENDING, SUCCESS or CLOSED (see fail_reason)."""

    type: str
    account: str
    amount_fen: int
    result: str
    description: str = ""
    detail_id: str | None = None
    fail_reason: str | None = None
    create_time: str | None = None
    finish_time: str | None = None

    @property
    def finished_at(self) -> datetime | None:
        """When the line ended; WeChat fills the field with nonsense while it is pending."""
        return None if self.result == "PENDING" else moment(self.finish_time)


class Split(Shape, frozen=True):
    """A split or an unfreeze as WeChat sees it; ``state`` is PROCESSING or FINISHED."""

    transaction_id: str
    out_order_no: str
    order_id: str
    state: str
    sub_mchid: str | None = None
    receivers: tuple[SplitResult, ...] | None = None

    @property
    def is_finished(self) -> bool:
        """Whether every line has its final result."""
        return self.state == "FINISHED"


async def create(wire: PayWire, split: NewSplit) -> Split:
    """Ask WeChat to split; on Unclear query by ``out_order_no``, then repeat the same.

    An INVALID_REQUEST also says "too early" (within a minute of payment, or before settlement);
    a request refused so was not accepted, and may come again later under the same number.
    """
    content = {"appid": wire.account.sp_appid, **msgspec.to_builtins(split)}
    content["receivers"] = _sealed(wire, split.receivers)
    return await wire.move(_ROOT, content, Split)


async def query(wire: PayWire, *, sub_mchid: str, transaction_id: str, out_order_no: str) -> Split:
    """Ask about a split or an unfreeze; NotKnown when WeChat never accepted the number."""
    numbers = {"sub_mchid": sub_mchid, "transaction_id": transaction_id}
    return await wire.ask(f"{_ROOT}/{segment(out_order_no)}", numbers, Split)


async def unfreeze(
    wire: PayWire, *, sub_mchid: str, transaction_id: str, out_order_no: str, description: str
) -> Split:
    """Free what was not split and end the order's splitting; the number must be a new one.

    Careful: a number used before answers as if done, and frees nothing.
    """
    content = {
        "sub_mchid": sub_mchid,
        "transaction_id": transaction_id,
        "out_order_no": out_order_no,
        "description": description,
    }
    return await wire.move(f"{_ROOT}/unfreeze", content, Split)


def _sealed(wire: PayWire, lines: Sequence[SplitLine]) -> list[SplitLine]:
    return [
        msgspec.structs.replace(line, name=wire.seal(line.name)) if line.name else line
        for line in lines
    ]
