"""Pool, holder, and what a minting or a redemption makes of them. Values, nothing else.

Points are hundredths, money is fen, a price is 10⁻⁸ fen a point.
"""

from msgspec import Struct

from models.refusal import Refusal


class PointsTooFew(Refusal):
    """More points to redeem than are held and ripe, or none."""

    code = "points.too_few"


class Pool(Struct, frozen=True, gc=False):
    """The market's pool, the points outstanding, and the first inflow (0: there was none yet)."""

    pool_fen: int = 0
    points: int = 0
    first_fen: int = 0


class Holder(Struct, frozen=True, gc=False):
    """One holder: points held, the most they may ever redeem, and what they have redeemed.

    `locked_points` of the points can't be redeemed yet; `owed_points` the next ones minted cover.
    """

    points: int = 0
    cap_fen: int = 0
    redeemed_fen: int = 0
    locked_points: int = 0
    owed_points: int = 0

    @property
    def ripe_points(self) -> int:
        """What can be redeemed now."""
        return self.points - self.locked_points

    @property
    def room_fen(self) -> int:
        """What the cap still allows."""
        return max(0, self.cap_fen - self.redeemed_fen)


class Minting(Struct, frozen=True, gc=False):
    """What a bill minted, at which quoted price, and what it brought to its payer's cap.

    `covered_points` of the points covered what was owed and were never issued.
    """

    pool: Pool
    holder: Holder
    points: int
    price_e8: int
    cap_fen: int
    covered_points: int


class Redemption(Struct, frozen=True, gc=False):
    """Points that were redeemed: `gross_fen` is their worth, of which the fee stays in the pool."""

    pool: Pool
    holder: Holder
    points: int
    gross_fen: int
    paid_fen: int

    @property
    def fee_fen(self) -> int:
        """What stays in the pool, with what a cap left there."""
        return self.gross_fen - self.paid_fen
