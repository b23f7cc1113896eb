"""WeChat's bills in the book's terms: lines become entries, under the names both sides know.

Bills write their times in China, so the date of a line is its market day.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final

from models.ids import IdUnreadable, read_id
from models.order import read_mark
from models.reconciliation import Bill, Entry, Nature, Sheet
from wechat.pay import bills
from wechat.pay.bills import FlowLine, Reading, SplitLine, TradeLine

_FOREIGN = "属于另一商户号的账单 the bill of another merchant: {}"
_DEAD_REFUNDS: Final = frozenset({"FAIL", "CLOSED"})
_OWN_MONEY: Final = ("充值", "提现", "转入运营账户", "转出")
"""Business names of money that the platform puts into its accounts or takes out of them."""


def sheet_of(bill: Bill, content: bytes, mchid: str) -> Sheet:
    """Read a bill of the provider `mchid`; what can't be read is said in the sheet."""
    try:
        return _READERS[bill](bill, content, mchid)
    except bills.BillUnreadable as unreadable:
        return Sheet(bill=bill, unreadable=f"{type(unreadable).__name__}: {unreadable}")


def _trade(bill: Bill, content: bytes, mchid: str) -> Sheet:
    reading = bills.read_trade(content)
    foreign = next((line.mchid for line in reading.lines if line.mchid != mchid), None)
    if foreign is not None:
        return Sheet(bill=bill, unreadable=_FOREIGN.format(foreign))
    lines = [line for line in reading.lines if line.refund_state not in _DEAD_REFUNDS]
    return Sheet(bill=bill, entries=[_traded(line) for line in lines], faults=_faults(reading))


def _traded(line: TradeLine) -> Entry:
    nature = Nature.REFUND if line.is_refund else Nature.PAYMENT
    number = line.out_refund_no if line.is_refund else line.out_trade_no
    facts: dict[str, str | int] = {
        "order": line.out_trade_no,
        "transaction_id": line.transaction_id,
        "sub_mchid": line.sub_mchid,
        "currency": line.currency,
        "at": line.at.isoformat(),
    }
    fen = line.refund_fen if line.is_refund else line.total_fen
    market_code = read_mark(line.attach)
    key = number if line.is_refund or _is_ours(number) else line.transaction_id
    return Entry(nature, key, number, line.at.date(), fen, market_code, facts=facts)


def _is_ours(number: str) -> bool:
    """Whether an order's number is one of ours; one of a shop outside is known by WeChat's."""
    try:
        return bool(read_id("ord", number))
    except IdUnreadable:
        return False


def _split(bill: Bill, content: bytes, mchid: str) -> Sheet:
    reading = bills.read_split(content)
    foreign = next((line.mchid for line in reading.lines if line.mchid != mchid), None)
    if foreign is not None:
        return Sheet(bill=bill, unreadable=_FOREIGN.format(foreign))
    return Sheet(
        bill=bill, entries=[_shared(line) for line in reading.lines], faults=_faults(reading)
    )


def _shared(line: SplitLine) -> Entry:
    """A return is one line; a split has one for each receiver, whom only the key names."""
    if line.is_return:
        return Entry(Nature.RETURN, line.number, line.number, line.at.date(), line.fen)
    key, subject = f"{line.number} {line.account}", f"{line.number}/{line.detail_id}"
    return Entry(Nature.SPLIT, key, subject, line.at.date(), line.fen)


def _flow(bill: Bill, content: bytes, mchid: str) -> Sheet:
    reading = bills.read_flow(content)
    lines = reading.lines
    sheet = Sheet(bill=bill, entries=[_moved(one) for one in lines], faults=_faults(reading))
    if lines:
        sheet.opening_fen = lines[0].balance_fen - lines[0].fen
        sheet.closing_fen = lines[-1].balance_fen
        for before, after in pairwise(lines):
            if jump := after.balance_fen - after.fen - before.balance_fen:
                sheet.gaps.append((after.flow_id, jump))
    return sheet


def _moved(line: FlowLine) -> Entry:
    nature = _nature(line)
    ours = nature not in (Nature.OWN_MONEY, Nature.OTHER)
    key = line.voucher if ours else line.flow_id
    facts: dict[str, str | int] = {"business": line.business, "flow": line.flow_id}
    return Entry(nature, key, key, line.at.date(), line.fen, facts=facts)


def _nature(line: FlowLine) -> Nature:
    words = f"{line.business} {line.kind}"
    if "分账" in words and line.voucher:
        return Nature.RETURN if line.fen < 0 else Nature.SPLIT
    if "转账" in words and line.voucher:
        return Nature.TRANSFER if line.fen < 0 else Nature.TRANSFER_BACK
    return Nature.OWN_MONEY if any(name in words for name in _OWN_MONEY) else Nature.OTHER


def _faults(
    reading: Reading[TradeLine] | Reading[SplitLine] | Reading[FlowLine],
) -> list[tuple[int, str]]:
    return [(fault.line_no, fault.reason) for fault in reading.faults]


_READERS: Mapping[Bill, Callable[[Bill, bytes, str], Sheet]] = {
    Bill.TRADE: _trade,
    Bill.SPLIT: _split,
    Bill.BASIC: _flow,
    Bill.OPERATION: _flow,
}
