"""A day's page as the lines of its bills; amounts are int fen, written out only later.

The columns of the trade bill and of the fund-flow bill are WeChat's own. Those of the split bill
are published nowhere and are our reading of its description (分账账单): one line per executed
split or return.
"""

from collections.abc import Iterator

from wechat.sandbox import numbers
from wechat.sandbox.book.bill_breaks import Row
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.diary import Page, day_of
from wechat.sandbox.book.flow import Flow
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.refund import Refund
from wechat.sandbox.book.returned import Return
from wechat.sandbox.book.split import SUCCESS, Split
from wechat.sandbox.clock import rfc3339

BANK = "CMB_DEBIT"


def trade_rows(book: Book, page: Page, bill_type: str, sub_mchid: str | None) -> list[Row]:
    """Payments and refunds of a day by time; `bill_type` ALL, SUCCESS or REFUND."""
    found: list[tuple[int, Row]] = []
    if bill_type != "REFUND":
        found += [(o.paid_at, _payment(book, o)) for o in page.orders if _of(o, sub_mchid)]
    if bill_type != "SUCCESS":
        dated = bill_type == "REFUND"
        found += [
            (r.success_at, _refund(book, r, dated)) for r in page.refunds if _of(r.order, sub_mchid)
        ]
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def split_rows(book: Book, page: Page, day: int, sub_mchid: str | None) -> list[Row]:
    """Executed split lines and returns of a day; what an unfreeze hands back is neither."""
    rows = [
        row
        for split in page.splits
        if _of(split.order, sub_mchid)
        for row in _split(book, split, day)
    ]
    return rows + [
        _return(book, back)
        for back in page.returns
        if back.result == "SUCCESS" and _of(back.split.order, sub_mchid)
    ]


def flow_rows(flows: list[Flow]) -> list[Row]:
    """The movements of one account."""
    return [
        {
            "记账时间": stamp(flow.at),
            "微信支付业务单号": flow.business_no,
            "资金流水单号": flow.flow_no,
            "业务名称": flow.business,
            "业务类型": flow.business,
            "收支类型": "收入" if flow.fen >= 0 else "支出",
            "收支金额(元)": abs(flow.fen),
            "账户结余(元)": flow.balance_fen,
            "资金变更提交申请人": "API" if flow.voucher else "system",
            "备注": flow.words,
            "业务凭证号": flow.voucher,
        }
        for flow in flows
    ]


def stamp(moment: int) -> str:
    """A moment as bills write it: China time without an offset."""
    return rfc3339(moment)[:19].replace("T", " ")


def _of(order: Order, sub_mchid: str | None) -> bool:
    return sub_mchid is None or order.merchant.mchid == sub_mchid


def _payment(book: Book, order: Order) -> Row:
    return _trade(book, order, order.paid_at) | {
        "交易状态": "SUCCESS",
        "应结订单金额": order.settlement_fen,
        "代金券金额": order.coupon_fen,
        "手续费": order.fee_fen,
        "订单金额": order.total_fen,
    }


def _refund(book: Book, refund: Refund, dated: bool) -> Row:
    row = _trade(book, refund.order, refund.success_at) | {
        "交易状态": "REFUND",
        "微信退款单号": refund.refund_id,
        "商户退款单号": refund.out_refund_no,
        "退款金额": refund.amount_fen,
        "退款类型": "ORIGINAL",
        "退款状态": refund.status,
        "手续费": -refund.fee_fen,
        "申请退款金额": refund.amount_fen,
    }
    if dated:
        row |= {"退款申请时间": stamp(refund.created_at), "退款成功时间": stamp(refund.success_at)}
    return row


def _trade(book: Book, order: Order, at: int) -> Row:
    return {
        "交易时间": stamp(at),
        "公众账号ID": book.identity.sp_appid,
        "商户号": book.identity.sp_mchid,
        "特约商户号": order.merchant.mchid,
        "设备号": "",
        "微信订单号": order.transaction_id,
        "商户订单号": order.out_trade_no,
        "用户标识": order.shopper.openid,
        "交易类型": "JSAPI",
        "交易状态": "",
        "付款银行": BANK,
        "货币种类": "CNY",
        "应结订单金额": 0,
        "代金券金额": 0,
        "微信退款单号": "",
        "商户退款单号": "",
        "退款金额": 0,
        "充值券退款金额": 0,
        "退款类型": "",
        "退款状态": "",
        "商品名称": "",
        "商户数据包": order.attach or "",
        "手续费": 0,
        "费率": f"{book.settings.fee_bp / 100:.2f}%",
        "订单金额": 0,
        "申请退款金额": 0,
        "费率备注": "",
    }


def _split(book: Book, split: Split, day: int) -> Iterator[Row]:
    merchant = split.order.merchant
    for index, account in enumerate(split.accounts):
        ended = split.results[index] == SUCCESS and day_of(split.finished_at[index]) == day
        if ended and account.owner is not merchant:
            yield _share(book, split) | {
                "分账时间": stamp(split.finished_at[index]),
                "分账明细单号": numbers.line_id(split.order_id, index),
                "分账接收方": account.number,
                "金额": split.amounts_fen[index],
                "分账描述": split.descriptions[index],
            }


def _return(book: Book, back: Return) -> Row:
    return _share(book, back.split) | {
        "分账时间": stamp(back.finished_at),
        "微信分账/回退单号": back.return_id,
        "分账明细单号": back.return_id,
        "商户分账/回退单号": back.out_return_no,
        "分账接收方": back.receiver.mchid,
        "金额": back.amount_fen,
        "业务类型": "分账回退",
        "分账描述": back.description,
    }


def _share(book: Book, split: Split) -> Row:
    return {
        "分账时间": "",
        "分账发起方": book.identity.sp_mchid,
        "分账方": split.order.merchant.mchid,
        "微信订单号": split.order.transaction_id,
        "微信分账/回退单号": split.order_id,
        "分账明细单号": "",
        "商户分账/回退单号": split.out_order_no,
        "订单金额": split.order.total_fen,
        "分账接收方": "",
        "金额": 0,
        "业务类型": "分账",
        "处理状态": "成功",
        "分账描述": "",
        "备注": "",
    }
