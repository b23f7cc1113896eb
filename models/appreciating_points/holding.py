"""What one person holds, bill by bill: which points are ripe, which go first, which burn. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.appreciating_points.values import Holder

Taken = tuple[tuple[int, int], ...]
"""Points taken out of mints: (mint_no, points)."""


class Mint(Struct, frozen=True, gc=False):
    """What is left of a bill's points, from when they can be redeemed, and whether they are held
    because somebody asks to have the bill back."""

    mint_no: int
    left_points: int
    matures_at: datetime
    held: bool = False

    def ripe(self, moment: datetime) -> bool:
        """Whether its points can be redeemed at `moment`."""
        return not self.held and self.matures_at <= moment


class Holding(Struct, frozen=True, kw_only=True):
    """A holder as the database keeps them; `mints` are those of which something is left, oldest
    first. `since_no` is the mint with which they began to hold."""

    consumer_no: int
    since_no: int = 0
    points: int = 0
    owed_points: int = 0
    cap_fen: int = 0
    redeemed_fen: int = 0
    redeemed_points: int = 0
    mints: tuple[Mint, ...] = ()

    def at(self, moment: datetime) -> Holder:
        """The holder as rules see them at `moment`."""
        return Holder(
            points=self.points,
            cap_fen=self.cap_fen,
            redeemed_fen=self.redeemed_fen,
            locked_points=sum(one.left_points for one in self.mints if not one.ripe(moment)),
            owed_points=self.owed_points,
        )

    def next_ripe_at(self, moment: datetime) -> datetime | None:
        """When the next of the points that wait at `moment` become ripe; None where none do."""
        waiting = (one.matures_at for one in self.mints if one.matures_at > moment)
        return min(waiting, default=None)


def oldest(mints: Iterable[Mint], points: int) -> Taken:
    """Take so many points out of the mints, in their order; fewer where they have fewer."""
    return tuple(_taken(mints, points))


def ripest(holding: Holding, points: int, moment: datetime) -> Taken:
    """Which of the holder's points go when so many are redeemed: the oldest that are ripe."""
    return oldest((one for one in holding.mints if one.ripe(moment)), points)


def without(mints: Sequence[Mint], taken: Taken) -> tuple[Mint, ...]:
    """What is left of the mints; those that are used up are gone."""
    less = dict(taken)
    left = (replace(one, left_points=one.left_points - less.get(one.mint_no, 0)) for one in mints)
    return tuple(one for one in left if one.left_points)


def _taken(mints: Iterable[Mint], points: int) -> Iterator[tuple[int, int]]:
    for one in mints:
        if points < 1:
            return
        part = min(points, one.left_points)
        points -= part
        if part:
            yield one.mint_no, part
