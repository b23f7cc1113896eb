"""What plain arithmetic allows points with a quoted price to be."""

from collections.abc import Iterator

from models.money import WHOLE_BP
from models.rulebook.book import AppreciatingPointsBook
from models.rulebook.limits import check_above_zero, check_cap, check_shares
from models.rulebook.objection import Objection

MOST_PRICE_FEN = 10**10
"""A price is kept in 10⁻⁸ fen as an integer of eight bytes."""

_MOST_DIGITS = 18
"""More decimal digits than any pool will ever be larger than its first inflow."""


def check_appreciating_points(book: AppreciatingPointsBook) -> Iterator[Objection]:
    """Everything that is against this book beside what any book must be."""
    yield from check_cap(book.cap_bp)
    yield from check_shares(
        pool_bp=book.pool_bp,
        mint_bp=book.mint_bp,
        fee_bp=book.fee_bp,
        exit_share_bp=book.exit_share_bp,
        daily_exit_bp=book.daily_exit_bp,
    )
    yield from check_above_zero(
        pool_bp=book.pool_bp, mint_bp=book.mint_bp, base_price_fen=book.base_price_fen
    )
    if highest_price_fen(book) > MOST_PRICE_FEN:
        yield Objection(
            code="rulebook.price_too_high",
            zh="起初报价与涨幅太大，账簿无法记录这样的报价。",
            en="The base price and its slope are too large: the book can't write such a price.",
            numbers={"highest_fen": highest_price_fen(book), "most_fen": MOST_PRICE_FEN},
        )
    if book.fee_bp == WHOLE_BP:
        yield Objection(
            code="rulebook.nothing_to_give",
            zh="手续费不能是兑换的全部。",
            en="The fee can't be all of a redemption.",
            numbers={"fee_bp": book.fee_bp},
        )


def funded_bp(book: AppreciatingPointsBook) -> int:
    """How much money stands behind the points of a bill at its quoted price, in bp, floored."""
    return book.pool_bp * WHOLE_BP // book.mint_bp if book.mint_bp else WHOLE_BP


def highest_price_fen(book: AppreciatingPointsBook) -> int:
    """A price that no pool can pass, in fen."""
    return book.base_price_fen * (WHOLE_BP + book.slope_bp * _MOST_DIGITS) // WHOLE_BP
