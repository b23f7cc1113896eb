"""How much a merchant may transfer: at once, to a person a day, in all a day and a month.

What failed or was taken back counts no more. The figures are settings of the sandbox.
"""

from datetime import datetime

from wechat.sandbox.book.book import Book
from wechat.sandbox.book.people import Shopper
from wechat.sandbox.book.transfer import CANCELLED, FAIL
from wechat.sandbox.clock import CHINA
from wechat.sandbox.refusal import invalid

LEAST_FEN = 10


def check(book: Book, payee: Shopper, amount_fen: int, now: int) -> None:
    """Refuse what is beyond a limit."""
    limits = book.settings
    if not LEAST_FEN <= amount_fen <= limits.transfer_most_fen:
        raise invalid("超过单笔转账上下限")
    today = datetime.fromtimestamp(now, CHINA).date()
    to_person = in_all = in_month = 0
    for known in reversed(book.transfers.values()):
        day = datetime.fromtimestamp(known.created_at, CHINA).date()
        if (day.year, day.month) != (today.year, today.month):
            break
        if known.state in (FAIL, CANCELLED):
            continue
        in_month += known.amount_fen
        in_all += known.amount_fen if day == today else 0
        to_person += known.amount_fen if day == today and known.payee is payee else 0
    if to_person + amount_fen > limits.transfer_person_day_fen:
        raise invalid("超过单日转账给单个用户限额")
    if in_all + amount_fen > limits.transfer_day_fen:
        raise invalid("超过商户单日转账限额")
    if in_month + amount_fen > limits.transfer_month_fen:
        raise invalid("超过商户单月转账限额")
