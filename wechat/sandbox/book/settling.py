"""Splits by themselves: accepted now, each line decided a little later by who receives it."""

from functools import partial

from wechat.sandbox import numbers
from wechat.sandbox.book import sharing
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.flow import BASIC
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.people import Account, Packet
from wechat.sandbox.book.split import PENDING, Split, opened
from wechat.sandbox.clock import month_of

SLOW_SECONDS = 60


def accept(
    book: Book,
    order: Order,
    out_order_no: str,
    lines: list[tuple[Account, int, str]],
    *,
    finish: bool,
    now: int,
) -> Split:
    """Take the lines' money out of the frozen rest and promise their end."""
    number = (out_order_no, numbers.split_id(now))
    split = opened(order, number, lines, now=now, unfreeze_unsplit=finish)
    total = sum(split.amounts_fen)
    order.unsplit_fen -= total
    order.pending_fen += total
    order.finished = order.finished or finish
    order.splits.append(split)
    book.splits[out_order_no] = book.splits_by_id[split.order_id] = split
    due_at = now + book.settings.line_settle_seconds
    book.agenda.add(due_at, partial(_settle, book, split, True))
    return split


def _settle(book: Book, split: Split, patient: bool, now: int) -> None:
    waiting = False
    book.diary.split(split, now)
    month = month_of(now)
    for index, account in enumerate(split.accounts):
        if split.results[index] != PENDING:
            continue
        if patient and "slow" in account.owner.flags:
            waiting = True
        else:
            _decide(book, split, index, account, month, now)
    if waiting:
        book.agenda.add(now + SLOW_SECONDS, partial(_settle, book, split, False))
    elif split.order.finished:
        split.order.release()


def _decide(book: Book, split: Split, index: int, account: Account, month: int, now: int) -> None:
    order, amount = split.order, split.amounts_fen[index]
    order.pending_fen -= amount
    if account.owner is order.merchant:  # the rest, unfrozen to the payer of the shares
        order.unsplit_fen += amount
        split.succeed(index, now)
        return
    packet = Packet(
        now,
        amount,
        order.merchant.mchid,
        order.transaction_id,
        split.out_order_no,
        split.descriptions[index],
    )
    related = account in order.merchant.receivers
    reason = book.closes_line() or (None if related else "NO_RELATION")
    if account.kind != "MERCHANT_ID":
        reason = reason or book.magic.line_reason(order.total_fen)
    reason = reason or account.owner.receive(packet, month)
    if reason is None:
        order.split_fen += amount
        split.succeed(index, now)
        book.landed_lines[account.kind] += 1
        book.landed_fen[account.kind] += amount
        sharing.tell_success(book, split, index, now)
        if account.number == book.identity.sp_mchid:
            _income(book, split, index, now)
        return
    order.unsplit_fen += amount
    split.close(index, reason, now)
    book.failed_lines[reason] += 1
    book.failed_lines_fen[reason] += amount


def _income(book: Book, split: Split, index: int, now: int) -> None:
    """The provider's own line stands in its fund-flow bill, under the line's number."""
    book.diary.flow(
        BASIC,
        now,
        split.amounts_fen[index],
        business="分账",
        business_no=numbers.line_id(split.order_id, index),
        voucher=split.out_order_no,
        words=split.descriptions[index],
    )
