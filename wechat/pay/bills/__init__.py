"""WeChat's daily bills: asked for, fetched and proven, and read line by line.

``fetch`` returns the bytes of a day's bill as WeChat wrote it, its hash checked; ``read_trade``,
``read_split`` and ``read_flow`` make lines of them. A bill is evidence: keep the bytes.
Source: WeChat Pay APIv3, 交易账单, 资金账单, 分账账单, 下载账单.
"""

from wechat.pay.bills.asking import NO_BILL, Bill, BillSpoiled, Link, ask, download, fetch
from wechat.pay.bills.flow import FlowLine, read_flow
from wechat.pay.bills.reading import BillUnreadable, ColumnsMissing, Fault, Reading, Truncated
from wechat.pay.bills.split import SplitLine, read_split
from wechat.pay.bills.trade import TradeLine, read_trade

__all__ = [
    "NO_BILL",
    "Bill",
    "BillSpoiled",
    "BillUnreadable",
    "ColumnsMissing",
    "Fault",
    "FlowLine",
    "Link",
    "Reading",
    "SplitLine",
    "TradeLine",
    "Truncated",
    "ask",
    "download",
    "fetch",
    "read_flow",
    "read_split",
    "read_trade",
]
