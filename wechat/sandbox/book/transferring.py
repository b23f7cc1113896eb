"""The life of a transfer: money set aside, a person who confirms in time or not, the end told.

Whatever happens at the second of expiry happens in one order: expiry falls due first, so whoever
confirms in that second comes too late, and everybody hears the same.
"""

from functools import partial

from wechat.sandbox.book.book import Book
from wechat.sandbox.book.flow import OPERATION
from wechat.sandbox.book.notice import Notice
from wechat.sandbox.book.people import MONTHLY_RECEIPT_LIMIT_FEN, Packet
from wechat.sandbox.book.transfer import (
    CANCELLED,
    CANCELLING,
    FAIL,
    SUCCESS,
    TRANSFER_FLAWS,
    TRANSFERRING,
    WAITING,
    Transfer,
)
from wechat.sandbox.clock import month_of, rfc3339
from wechat.sandbox.refusal import Refusal, invalid

CONFIRMABLE_SECONDS = 86_400


def accept(book: Book, transfer: Transfer) -> None:
    """Set the money aside and wait for the person; a flawed account ends it at once."""
    _flow(book, transfer, -transfer.amount_fen, "商家转账", transfer.created_at)
    book.transfers[transfer.out_bill_no] = transfer
    book.transfers_by_id[transfer.transfer_bill_no] = transfer
    book.packages[transfer.package_info] = transfer
    if reason := _flaw(book, transfer, transfer.created_at):
        _close(book, transfer, FAIL, reason, transfer.created_at)
        return
    transfer.state = WAITING
    book.agenda.add(transfer.expires_at, partial(_expire, book, transfer))


def confirm(book: Book, transfer: Transfer, now: int) -> None:
    """The person takes it; the money arrives a little later."""
    if transfer.state != WAITING:
        raise Refusal(409, "TRANSFER_NOT_WAITING", "该转账已不能确认收款")
    transfer.state, transfer.updated_at = TRANSFERRING, now
    due_at = now + book.settings.line_settle_seconds
    book.agenda.add(due_at, partial(_arrive, book, transfer))


def cancel(book: Book, transfer: Transfer, now: int) -> None:
    """The merchant takes it back, unless the person was faster. Repeating changes nothing."""
    if transfer.state in (CANCELLING, CANCELLED):
        return
    if transfer.state != WAITING:
        raise invalid("当前状态不允许撤销转账")
    transfer.state, transfer.updated_at = CANCELLING, now
    due_at = now + book.settings.line_settle_seconds
    book.agenda.add(due_at, partial(_close, book, transfer, CANCELLED, "MCH_CANCEL"))


def _expire(book: Book, transfer: Transfer, now: int) -> None:
    if transfer.state == WAITING:
        _close(book, transfer, FAIL, "OVERDUE_CLOSE", now)


def _arrive(book: Book, transfer: Transfer, now: int) -> None:
    """Looked at once more: an account may have been closed since it was offered."""
    if reason := _flaw(book, transfer, now):
        _close(book, transfer, FAIL, reason, now)
        return
    transfer.state, transfer.updated_at = SUCCESS, now
    mchid = book.identity.sp_mchid
    packet = Packet(
        now, transfer.amount_fen, mchid, transfer.transfer_bill_no, transfer.out_bill_no,
        transfer.remark,
    )  # fmt: skip
    transfer.payee.take(packet, month_of(now))
    _tell(book, transfer)


def _close(book: Book, transfer: Transfer, state: str, reason: str, now: int) -> None:
    """The money goes back to the operation account."""
    transfer.state, transfer.updated_at = state, now
    transfer.fail_reason = reason
    _flow(book, transfer, transfer.amount_fen, "商家转账退回", now)
    _tell(book, transfer)


def _flow(book: Book, transfer: Transfer, fen: int, business: str, now: int) -> None:
    book.diary.flow(
        OPERATION,
        now,
        fen,
        business=business,
        business_no=transfer.transfer_bill_no,
        voucher=transfer.out_bill_no,
        words=transfer.remark,
    )


def _flaw(book: Book, transfer: Transfer, now: int) -> str | None:
    if reason := book.magic.transfer_reason(transfer.amount_fen):
        return reason
    person = transfer.payee
    if person.received_in(month_of(now)) + transfer.amount_fen > MONTHLY_RECEIPT_LIMIT_FEN:
        return "BLOCK_B2C_USERLIMITAMOUNT_BSRULE_MONTH"
    return next((why for flag, why in TRANSFER_FLAWS.items() if flag in person.flags), None)


def _tell(book: Book, transfer: Transfer) -> None:
    if transfer.notify_url is None:
        return
    resource: dict[str, object] = {
        "out_bill_no": transfer.out_bill_no,
        "transfer_bill_no": transfer.transfer_bill_no,
        "state": transfer.state,
        book.settings.transfer_merchant_spelling: book.identity.sp_mchid,
        "transfer_amount": transfer.amount_fen,
        "openid": transfer.payee.openid,
        "create_time": rfc3339(transfer.created_at),
        "update_time": rfc3339(transfer.updated_at),
    }
    if transfer.fail_reason:
        resource["fail_reason"] = transfer.fail_reason
    book.notify(
        Notice(
            "MCHTRANSFER.BILL.FINISHED", "mch_payment", "商家转账单据终态通知",
            transfer.notify_url, transfer.out_bill_no, resource,
        )
    )  # fmt: skip
