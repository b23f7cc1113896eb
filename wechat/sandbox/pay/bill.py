"""Bills: asked for by day, written from the book, fetched once more by a link of five minutes.

A day's bills exist from nine in the morning of the next day (market time) and for three months;
the link is a token, so its five minutes are wire time.
"""

import gzip
import hashlib
import secrets
import time
from datetime import date

from wechat.sandbox.book.bill_breaks import Row, picked
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.diary import DAY_SECONDS, day_of
from wechat.sandbox.numbers import CHINA_SECONDS
from wechat.sandbox.pay import bill_rows, bill_text
from wechat.sandbox.refusal import Refusal, invalid, parameter
from wechat.sandbox.wire.call import Call, Plain

READY_AT_SECONDS = 9 * 3_600
KEPT_DAYS = 92
LINK_SECONDS = 300
FILE = "/v3/billdownload/file"
_EPOCH = date(1970, 1, 1)


def trade(book: Book, call: Call) -> dict[str, object]:
    """`GET /v3/bill/tradebill`: of the whole provider, or of one sub-merchant."""
    bill_type = call.query.get("bill_type", "ALL")
    if bill_type not in ("ALL", "SUCCESS", "REFUND"):
        raise parameter("bill_type不正确", "bill_type", "query")
    return _offer(book, call, "trade", bill_type)


def fund_flow(book: Book, call: Call) -> dict[str, object]:
    """`GET /v3/bill/fundflowbill` of the provider's BASIC or OPERATION account."""
    account = call.query.get("account_type", "BASIC")
    if account not in book.diary.accounts:
        raise parameter("account_type不正确", "account_type", "query")
    return _offer(book, call, account, account)


def split(book: Book, call: Call) -> dict[str, object]:
    """`GET /v3/profitsharing/bills`: one line for every executed split line and return."""
    return _offer(book, call, "split", "ALL")


def download(book: Book, call: Call) -> Plain:
    """`GET /v3/billdownload/file?token=…`: the bytes as they are, unsigned."""
    body, ends_at = book.bill_links.get(call.asked("token"), (b"", 0.0))
    if ends_at < time.monotonic():
        raise invalid("下载链接已失效，请重新申请账单")
    return Plain(body)


def _offer(book: Book, call: Call, bill: str, variant: str) -> dict[str, object]:
    """Say where the bill of the asked day is and what its bytes must hash to, or why not."""
    packing = call.query.get("tar_type", "")
    if packing not in ("", "GZIP"):
        raise parameter("tar_type不正确", "tar_type", "query")
    day = call.asked("bill_date")
    kinds = book.bill_breaks.kinds(bill, day)
    number = _day_number(book, day, late="late" in kinds)
    rows = _rows_with_breaks(book, bill, variant, number, day, call.query.get("sub_mchid") or None)
    if not rows:
        raise Refusal(400, "NO_STATEMENT_EXIST", "账单不存在")
    content = bill_text.written(rows, _SUMMARIES.get(bill, bill_text.flow_summary)(rows), kinds)
    token = secrets.token_urlsafe(24)
    _forget_old(book)
    body = gzip.compress(content, mtime=0) if packing else content
    book.bill_links[token] = (body, time.monotonic() + LINK_SECONDS)
    wrong = b"!" if "wrong_hash" in kinds else b""
    return {
        "hash_type": "SHA1",
        "hash_value": hashlib.sha1(content + wrong).hexdigest(),
        "download_url": f"{call.origin}{FILE}?token={token}",
    }


_SUMMARIES = {"trade": bill_text.trade_summary, "split": bill_text.split_summary}


def _day_number(book: Book, day: str, *, late: bool) -> int:
    """The asked day's number, if its bills can be had now."""
    try:
        number = (date.fromisoformat(day) - _EPOCH).days
    except ValueError as error:
        raise parameter("bill_date格式错误", "bill_date", "query") from error
    now = book.now()
    if number >= day_of(now):
        raise invalid("账单日期不能为当日或之后的日期")
    if number < day_of(now) - KEPT_DAYS:
        raise invalid("只能下载三个月以内的账单")
    ready_at = (number + 1) * DAY_SECONDS - CHINA_SECONDS + READY_AT_SECONDS
    if late or now < ready_at:
        raise Refusal(400, "STATEMENT_CREATING", "账单生成中，请稍后再试")
    return number


def _rows_with_breaks(
    book: Book, bill: str, variant: str, number: int, day: str, sub_mchid: str | None
) -> list[Row]:
    rows = _rows(book, bill, variant, number, sub_mchid)
    rows = book.bill_breaks.apply(bill, day, rows, _AMOUNTS.get(bill, ["收支金额(元)"]))
    for one in book.bill_breaks.sources(bill, day):
        home = (date.fromisoformat(one.day) - _EPOCH).days
        there = _rows(book, bill, variant, home, sub_mchid)
        rows = [*rows, there[picked(one, there)]] if there else rows
    return bill_text.without_refunds(rows) if variant == "SUCCESS" else rows


_AMOUNTS = {
    "trade": ["应结订单金额", "订单金额", "退款金额", "申请退款金额"],
    "split": ["金额"],
}


def _rows(book: Book, bill: str, variant: str, number: int, sub_mchid: str | None) -> list[Row]:
    page = book.diary.pages.get(number)
    if page is None:
        return []
    if bill == "trade":
        return bill_rows.trade_rows(book, page, variant, sub_mchid)
    if bill == "split":
        return bill_rows.split_rows(book, page, number, sub_mchid)
    return bill_rows.flow_rows(page.flows[bill])


def _forget_old(book: Book) -> None:
    now = time.monotonic()
    for token in [token for token, (_, ends_at) in book.bill_links.items() if ends_at < now]:
        del book.bill_links[token]
