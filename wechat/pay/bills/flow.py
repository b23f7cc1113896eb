"""The fund-flow bill: every movement of one of our own accounts at WeChat, with its balance."""

from datetime import datetime

from msgspec import Struct

from wechat.pay.bills.reading import Reading, compared, fen_of, moment_of, read

_INCOME, _SPENT = "收入", "支出"
_COLUMNS = (
    ("记账时间",),
    ("微信支付业务单号",),
    ("资金流水单号",),
    ("业务名称",),
    ("业务类型",),
    ("收支类型",),
    ("收支金额(元)", "收支金额（元）", "收支金额"),
    ("账户结余(元)", "账户结余（元）", "账户结余"),
    ("业务凭证号",),
)


class FlowLine(Struct, frozen=True, gc=False):
    """One movement: `fen` below zero for money that left; `balance_fen` is what stood after it.

    `business_id` is WeChat's number of what moved (a split line's `detail_id`, a transfer's
    number), `voucher` ours.
    """

    at: datetime
    business_id: str
    flow_id: str
    business: str
    kind: str
    fen: int
    balance_fen: int
    voucher: str


def read_flow(content: bytes) -> Reading[FlowLine]:
    """Read a fund-flow bill; see ``reading`` for what it raises."""
    reading = read(content, _COLUMNS, _line)
    income = [line.fen for line in reading.lines if line.fen >= 0]
    spent = [-line.fen for line in reading.lines if line.fen < 0]
    return compared(
        reading,
        {
            "资金流水总笔数": len(reading.lines),
            "收入笔数": len(income),
            "收入金额": sum(income),
            "支出笔数": len(spent),
            "支出金额": sum(spent),
        },
    )


def _line(
    at: str, business_id: str, flow_id: str, business: str, kind: str, way: str, *rest: str
) -> FlowLine:
    amount, balance, voucher = rest
    if way not in (_INCOME, _SPENT):
        raise ValueError(f"neither income nor spent: {way[:10]!r}")
    fen = fen_of(amount) if way == _INCOME else -fen_of(amount)
    return FlowLine(
        moment_of(at), business_id, flow_id, business, kind, fen, fen_of(balance), voucher
    )
