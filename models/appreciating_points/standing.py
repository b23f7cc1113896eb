"""Where a market's points and one of their holders stand at a moment."""

from datetime import datetime

from msgspec import Struct

from models.appreciating_points.holding import Holding
from models.appreciating_points.minting import points_book
from models.appreciating_points.reading import PROGRAM, holding_of, read_pool
from models.appreciating_points.rules import backing_e8, quoted_e8, redeem
from models.appreciating_points.values import Holder, Pool
from models.database import Connection
from models.money import WHOLE_BP, bp_of
from models.pool.books import last_book
from models.refusal import Refusal
from models.rulebook import AppreciatingPointsBook, Version


class NoPointsHere(Refusal):
    """The market never had a rule book with such points."""

    code = "points.none_here"


class Standing(Struct, frozen=True, kw_only=True):
    """What decides a redemption at a moment: pool, holding, and the book it goes by."""

    pool: Pool
    holding: Holding
    version: Version
    at: datetime

    @property
    def book(self) -> AppreciatingPointsBook:
        """The rules."""
        return points_book(self.version.book)

    @property
    def holder(self) -> Holder:
        """The holder as rules see them at that moment."""
        return self.holding.at(self.at)

    @property
    def quoted_e8(self) -> int:
        """The price of the formula, in 10⁻⁸ fen a point."""
        return quoted_e8(self.pool, self.book)

    @property
    def today_e8(self) -> int:
        """What one point redeems for after the fee, in 10⁻⁸ fen, before any cap."""
        backing = backing_e8(self.pool.pool_fen, self.pool.points)
        return bp_of(min(self.quoted_e8, backing), WHOLE_BP - self.book.fee_bp)

    @property
    def redeemable_fen(self) -> int:
        """What all points that are ripe would bring now."""
        holder = self.holder
        if holder.ripe_points < 1:
            return 0
        return redeem(self.pool, holder, points=holder.ripe_points, book=self.book).paid_fen


async def read_standing(
    connection: Connection, *, market_code: int, consumer_no: int, at: datetime
) -> Standing:
    """What decides this consumer's redemptions at `at` (market time); raises `NoPointsHere`."""
    version = await last_book(connection, market_code=market_code, program=PROGRAM, at=at)
    if version is None:
        raise NoPointsHere(market_code=market_code)
    pool, _ = await read_pool(connection, market_code)
    holding = await holding_of(connection, market_code, consumer_no)
    return Standing(pool=pool, holding=holding, version=version, at=at)
