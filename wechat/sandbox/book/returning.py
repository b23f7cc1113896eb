"""The money of returns: from the receiver to the merchant that had paid the share.

Decided at once in practice, as WeChat does; a receiver with the flag `return_slow` takes a minute.
Until then the amount is spoken for, so that nothing is returned twice.
"""

from functools import partial

from wechat.sandbox.book import sharing
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.flow import BASIC
from wechat.sandbox.book.people import flaw_of
from wechat.sandbox.book.returned import Return

SLOW_SECONDS = 60


def accept(book: Book, made: Return) -> None:
    """Take the request in; it counts against the split whatever becomes of it."""
    split, mchid = made.split, made.receiver.mchid
    split.return_count += 1
    split.returned_fen[mchid] = split.returned_fen.get(mchid, 0) + made.amount_fen
    book.returns[made.out_return_no] = made
    if "return_slow" in made.receiver.flags:
        book.agenda.add(made.created_at + SLOW_SECONDS, partial(_settle, book, made))
    else:
        _settle(book, made, made.created_at)


def _settle(book: Book, made: Return, now: int) -> None:
    """The money goes to the payer's available balance; what can be split does not grow."""
    made.finished_at = now
    reason = flaw_of(made.receiver.flags)
    if reason is None and made.receiver.available_fen < made.amount_fen:
        reason = "BALANCE_NOT_ENOUGH"
    if reason is not None:
        made.result, made.fail_reason = "FAILED", reason
        made.split.returned_fen[made.receiver.mchid] -= made.amount_fen
        return
    made.result = "SUCCESS"
    made.receiver.available_fen -= made.amount_fen
    made.split.order.merchant.available_fen += made.amount_fen
    book.diary.returned(made)
    _outgoing(book, made, now)
    sharing.tell_return(book, made)


def _outgoing(book: Book, made: Return, now: int) -> None:
    """The provider's own money stands in its fund-flow bill."""
    if made.receiver.mchid == book.identity.sp_mchid:
        book.diary.flow(
            BASIC,
            now,
            -made.amount_fen,
            business="分账回退",
            business_no=made.return_id,
            voucher=made.out_return_no,
            words=made.description,
        )
