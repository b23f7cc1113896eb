"""The trade bill: every payment and every refund of a day, of all stores or of one."""

from datetime import datetime

from msgspec import Struct

from wechat.pay.bills.reading import Reading, compared, fen_of, moment_of, read

PAID, REFUNDED = "SUCCESS", "REFUND"
_COLUMNS = (
    ("交易时间",),
    ("商户号",),
    ("特约商户号", "子商户号"),
    ("微信订单号",),
    ("商户订单号",),
    ("交易状态",),
    ("货币种类",),
    ("应结订单金额",),
    ("微信退款单号",),
    ("商户退款单号",),
    ("退款金额",),
    ("退款状态",),
    ("商户数据包",),
    ("手续费",),
    ("订单金额",),
    ("申请退款金额",),
)


class TradeLine(Struct, frozen=True, gc=False):
    """One payment (`state` SUCCESS) or refund (REFUND); the fee of a refund is below zero."""

    at: datetime
    mchid: str
    sub_mchid: str
    transaction_id: str
    out_trade_no: str
    state: str
    currency: str
    settlement_fen: int
    refund_id: str
    out_refund_no: str
    settlement_refund_fen: int
    refund_state: str
    attach: str
    fee_fen: int
    total_fen: int
    refund_fen: int

    @property
    def is_refund(self) -> bool:
        """Whether money went back."""
        return self.state == REFUNDED


def read_trade(content: bytes) -> Reading[TradeLine]:
    """Read a trade bill of type ALL; see ``reading`` for what it raises."""
    reading = read(content, _COLUMNS, _line)
    lines = reading.lines
    return compared(
        reading,
        {
            "总交易单数": len(lines),
            "应结订单总金额": sum(line.settlement_fen for line in lines),
            "退款总金额": sum(line.settlement_refund_fen for line in lines),
            "订单总金额": sum(line.total_fen for line in lines),
            "申请退款总金额": sum(line.refund_fen for line in lines),
        },
    )


def _line(*values: str) -> TradeLine:
    at, mchid, sub_mchid, transaction_id, out_trade_no, state, currency, settlement = values[:8]
    refund_id, out_refund_no, settlement_refund, refund_state, attach = values[8:13]
    fee, total, refund = map(fen_of, values[13:])
    return TradeLine(
        at=moment_of(at),
        mchid=mchid,
        sub_mchid=sub_mchid,
        transaction_id=transaction_id,
        out_trade_no=out_trade_no,
        state=state,
        currency=currency,
        settlement_fen=fen_of(settlement),
        refund_id=refund_id,
        out_refund_no=out_refund_no,
        settlement_refund_fen=fen_of(settlement_refund),
        refund_state=refund_state,
        attach=attach,
        fee_fen=fee,
        total_fen=total,
        refund_fen=refund,
    )
