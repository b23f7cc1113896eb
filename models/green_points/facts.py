"""What a replay reads out of the facts that the audit gives it. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from models.clock import day_begins
from models.green_points.program import PROGRAM, green_book
from models.ledger import Kind, account
from models.pool import pool_account, pool_no
from models.pool.debts import Debt
from models.pool.replay import ReplayFacts
from models.rulebook.book import GreenPointsBook


def book_of(facts: ReplayFacts, book_no: int) -> GreenPointsBook:
    """A book of this program, by its number."""
    return green_book(facts.books[book_no])


def last_book_no(facts: ReplayFacts, day: date) -> int:
    """The number of the program's last book at the beginning of a day."""
    moment = day_begins(day)
    _, number = max(
        (book.effective_at, number)
        for number, book in facts.books.items()
        if isinstance(book, GreenPointsBook) and book.effective_at <= moment
    )
    return number


def pool_fen(facts: ReplayFacts, later_fen: int) -> int:
    """What lies in the pool but what later bills brought."""
    return max(0, facts.balances.get(pool_account(PROGRAM), 0) - later_fen)


def debts_of(
    facts: ReplayFacts, owing: Mapping[int, Collection[int]]
) -> Mapping[int, Sequence[Debt]]:
    """The open debts of holders (accounts), oldest record first; `owing` are their records."""
    debts: dict[int, list[Debt]] = {}
    for holder_id, numbers in owing.items():
        for number in sorted(numbers):
            if open_fen := -facts.balances.get(account(Kind.DEBT, number), 0):
                debts.setdefault(holder_id, []).append(Debt(number, pool_no(PROGRAM), open_fen))
    return debts
