"""Points that a refund makes void: out of the bill, out of others of its payer, then owed. Pure.

Whoever redeemed a bill's points before they were burned has had the money for them. What of that
money a refund takes back (because the cap fell) was no redemption after all, so its points count as
given back; the others that are missing come out of the holder's other points, oldest first, and
what even those lack is owed: the next points minted cover it.
"""

from msgspec import Struct
from msgspec.structs import replace

from models.appreciating_points.holding import Holding, Taken, oldest, without


class Burnt(Struct, frozen=True, kw_only=True):
    """What burning leaves: of the holder, and how many points are outstanding no longer."""

    holding: Holding
    taken: Taken

    @property
    def points(self) -> int:
        """How many points are outstanding no longer."""
        return sum(points for _, points in self.taken)


def burn(
    holding: Holding, mint_no: int, points: int, *, cap_fen: int, taken_back_fen: int
) -> Burnt:
    """Burn `points` of a bill whose refund lowered its payer's cap to `cap_fen`.

    `taken_back_fen` of what the payer had redeemed was above that, and is taken back or owed.
    """
    own = [one for one in holding.mints if one.mint_no == mint_no]
    others = [one for one in holding.mints if one.mint_no != mint_no]
    taken = oldest(own, points)
    missing = points - sum(part for _, part in taken)
    unredeemed = _unredeemed(holding, taken_back_fen)
    missing = max(0, missing - unredeemed)
    more = oldest(others, missing)
    owed = missing - sum(part for _, part in more)
    taken = (*taken, *more)
    left = replace(
        holding,
        points=holding.points - sum(part for _, part in taken),
        owed_points=holding.owed_points + owed,
        cap_fen=cap_fen,
        redeemed_fen=holding.redeemed_fen - taken_back_fen,
        redeemed_points=holding.redeemed_points - unredeemed,
        mints=without(holding.mints, taken),
    )
    return Burnt(holding=left, taken=taken)


def _unredeemed(holding: Holding, taken_back_fen: int) -> int:
    """The points whose money is taken back, at the average for which they were redeemed."""
    if not holding.redeemed_fen:
        return 0
    return holding.redeemed_points * taken_back_fen // holding.redeemed_fen
