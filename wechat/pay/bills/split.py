"""The split bill: a line for every split line and every return that was executed on a day.

WeChat publishes the call but not the names of the columns, so each is known here under every name
that we found it called by.
"""

from datetime import datetime

from msgspec import Struct

from wechat.pay.bills.reading import Reading, compared, fen_of, moment_of, read

_BACK = "回退"
_COLUMNS = (
    ("分账时间", "分账/回退时间", "完成时间"),
    ("分账发起方", "发起方", "商户号"),
    ("分账方", "分账方商户号", "子商户号"),
    ("微信订单号", "微信支付订单号"),
    ("分账明细单号", "微信分账明细单号", "微信分账/回退单号"),
    ("商户分账/回退单号", "商户分账单号", "商户单号"),
    ("分账接收方", "分账接收方账号", "接收方"),
    ("金额", "分账金额", "分账/回退金额", "金额(元)"),
    ("业务类型", "类型"),
)


class SplitLine(Struct, frozen=True, gc=False):
    """One executed line: `fen` of the order to `account` (merchant number or openid), or back.

    `number` is ours (out_order_no, or out_return_no of a return); for a return `account` is who
    gave back.
    """

    at: datetime
    mchid: str
    sub_mchid: str
    transaction_id: str
    detail_id: str
    number: str
    account: str
    fen: int
    business: str

    @property
    def is_return(self) -> bool:
        """Whether money went back to the store."""
        return _BACK in self.business


def read_split(content: bytes) -> Reading[SplitLine]:
    """Read a split bill; see ``reading`` for what it raises."""
    reading = read(content, _COLUMNS, _line)
    there = [line.fen for line in reading.lines if not line.is_return]
    back = [line.fen for line in reading.lines if line.is_return]
    return compared(
        reading,
        {
            "总笔数": len(reading.lines),
            "分账总金额": sum(there),
            "回退总金额": sum(back),
        },
    )


def _line(
    at: str, mchid: str, sub: str, transaction: str, detail: str, number: str, *rest: str
) -> SplitLine:
    account, fen, business = rest
    return SplitLine(
        moment_of(at), mchid, sub, transaction, detail, number, account, fen_of(fen), business
    )
