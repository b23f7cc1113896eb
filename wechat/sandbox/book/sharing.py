"""What merchants hear about shares: only receivers that gave WeChat a URL, never who splits."""

from wechat.sandbox.book.book import Book
from wechat.sandbox.book.notice import Notice
from wechat.sandbox.book.people import Merchant
from wechat.sandbox.book.returned import Return
from wechat.sandbox.book.split import Split
from wechat.sandbox.clock import rfc3339


def tell_success(book: Book, split: Split, index: int, now: int) -> None:
    """A share arrived at a merchant."""
    account = split.accounts[index]
    if isinstance(account.owner, Merchant):
        line = {
            "type": account.kind,
            "account": account.number,
            "amount": split.amounts_fen[index],
            "description": split.descriptions[index],
        }
        _tell(book, account.owner, "SUCCESS", "分账", split, line, split.out_order_no, now)


def tell_return(book: Book, made: Return) -> None:
    """A share was given back; the receiver of that money is the merchant that had paid it."""
    payer = made.split.order.merchant
    line: dict[str, object] = {
        "type": "MERCHANT_ID",
        "account": payer.mchid,
        "amount": made.amount_fen,
        "description": made.description,
    }
    number, now = made.out_return_no, made.finished_at
    _tell(book, made.receiver, "RETURN", "分账回退", made.split, line, number, now)


def _tell(
    book: Book,
    listener: Merchant,
    event: str,
    words: str,
    split: Split,
    line: dict[str, object],
    reference: str,
    now: int,
) -> None:
    if not listener.notify_url:
        return
    ours = listener.mchid == book.identity.sp_mchid
    whose: dict[str, object] = {"mchid": listener.mchid}
    if ours:
        whose = {"sp_mchid": listener.mchid, "sub_mchid": split.order.merchant.mchid}
    resource = whose | {
        "transaction_id": split.order.transaction_id,
        "order_id": split.order_id,
        "out_order_no": split.out_order_no,
        "receiver": line,
        "success_time": rfc3339(now),
    }
    notice = Notice(
        f"PROFITSHARING.{event}", "profitsharing", words, listener.notify_url, reference, resource
    )
    book.notify(notice)
