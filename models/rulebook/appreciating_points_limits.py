"""What plain arithmetic allows points with a quoted price to be."""

from collections.abc import Iterator

from models.money import WHOLE_BP
from models.rulebook.book import AppreciatingPointsBook
from models.rulebook.limits import check_above_zero, check_cap, check_shares
from models.rulebook.objection import Objection


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
