"""Every Pay v3 call this WeChat speaks. The names in the first column are what faults match."""

from collections.abc import Callable
from typing import NamedTuple

from wechat.sandbox.book.book import Book
from wechat.sandbox.pay import (
    bill,
    certificate,
    receiver,
    refund,
    return_order,
    split,
    transaction,
    transfer,
)
from wechat.sandbox.wire.call import Call, Plain

Act = Callable[[Book, Call], dict[str, object] | Plain | None]


class Route(NamedTuple):
    operation: str
    method: str
    path: str
    act: Act


_ORDERS = "/v3/pay/partner/transactions"
_SPLITS = "/v3/profitsharing"
_AMOUNTS = f"{_SPLITS}/transactions/{{transaction_id}}/amounts"
_TRANSFERS = "/v3/fund-app/mch-transfer/transfer-bills"
_TRANSFER = f"{_TRANSFERS}/out-bill-no/{{out_bill_no}}"
_TRANSFER_BY_ID = f"{_TRANSFERS}/transfer-bill-no/{{transfer_bill_no}}"
_REFUNDS = "/v3/refund/domestic/refunds"
_NAMED = f"{_ORDERS}/out-trade-no/{{out_trade_no}}"

ROUTES = (
    Route("order.create", "POST", f"{_ORDERS}/jsapi", transaction.create),
    Route("order.query", "GET", _NAMED, transaction.by_out_trade_no),
    Route("order.query", "GET", f"{_ORDERS}/id/{{transaction_id}}", transaction.by_transaction_id),
    Route("order.close", "POST", f"{_NAMED}/close", transaction.close),
    Route("refund.create", "POST", _REFUNDS, refund.create),
    Route("refund.query", "GET", f"{_REFUNDS}/{{out_refund_no}}", refund.query),
    Route(
        "refund.abnormal",
        "POST",
        f"{_REFUNDS}/{{refund_id}}/apply-abnormal-refund",
        refund.elsewhere,
    ),
    Route("split.create", "POST", f"{_SPLITS}/orders", split.create),
    Route("split.unfreeze", "POST", f"{_SPLITS}/orders/unfreeze", split.unfreeze),
    Route("split.query", "GET", f"{_SPLITS}/orders/{{out_order_no}}", split.query),
    Route("split.amounts", "GET", _AMOUNTS, split.amounts),
    Route("split.ratio", "GET", f"{_SPLITS}/merchant-configs/{{sub_mchid}}", split.ratio),
    Route("receiver.add", "POST", f"{_SPLITS}/receivers/add", receiver.add),
    Route("receiver.delete", "POST", f"{_SPLITS}/receivers/delete", receiver.delete),
    Route("return.create", "POST", f"{_SPLITS}/return-orders", return_order.create),
    Route("return.query", "GET", f"{_SPLITS}/return-orders/{{out_return_no}}", return_order.query),
    Route("transfer.create", "POST", _TRANSFERS, transfer.create),
    Route("transfer.query", "GET", _TRANSFER, transfer.by_out_bill_no),
    Route("transfer.query", "GET", _TRANSFER_BY_ID, transfer.by_transfer_bill_no),
    Route("transfer.cancel", "POST", f"{_TRANSFER}/cancel", transfer.cancel),
    Route("bill.trade", "GET", "/v3/bill/tradebill", bill.trade),
    Route("bill.fund_flow", "GET", "/v3/bill/fundflowbill", bill.fund_flow),
    Route("bill.split", "GET", f"{_SPLITS}/bills", bill.split),
    Route("bill.download", "GET", bill.FILE, bill.download),
    Route("certificates", "GET", "/v3/certificates", certificate.refuse),
)
