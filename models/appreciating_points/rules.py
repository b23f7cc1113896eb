"""`appreciating_points`, decided: price, mint, redemption, forced exit. Values in, values out.

Two prices stand side by side. The *quoted* one is a formula and decides how many points a bill
mints. What a point *redeems for* is never more than the pool divided by all points, so that
nobody's leaving takes anything from those who stay: with pool P and n points outstanding, whoever
redeems k of them gets at most kP/n, and (P − kP/n)/(n − k) = P/n. The fee stays in the pool and
raises it.

What a bill brings to its payer's cap is fixed when it is settled, so other rules later change
nothing about it. Points of young bills wait (`locked_points`); points that a refund found missing
are owed and covered by the next ones minted.

Points are hundredths, money is fen, a price is 10⁻⁸ fen a point. Source: docs/rulebooks.md.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from models.appreciating_points.logarithm import log10_e8
from models.appreciating_points.values import Holder, Minting, PointsTooFew, Pool, Redemption
from models.money import WHOLE_BP, bp_of
from models.rulebook.book import AppreciatingPointsBook

E8 = 10**8
_PER_POINT = 100 * E8


def quoted_e8(pool: Pool, book: AppreciatingPointsBook) -> int:
    """The price of the formula, never below the base price."""
    if not 0 < pool.first_fen < pool.pool_fen:
        return book.base_price_fen * E8
    rise = book.slope_bp * log10_e8(pool.pool_fen, pool.first_fen)
    return book.base_price_fen * (E8 * WHOLE_BP + rise) // WHOLE_BP


def mint(
    pool: Pool, holder: Holder, *, amount_fen: int, inflow_fen: int, book: AppreciatingPointsBook
) -> Minting:
    """Let a paid bill fill the pool and mint points at the price after its own inflow."""
    filled = replace(
        pool, pool_fen=pool.pool_fen + inflow_fen, first_fen=pool.first_fen or inflow_fen
    )
    price_e8 = quoted_e8(filled, book)
    points = bp_of(amount_fen, book.mint_bp) * _PER_POINT // price_e8
    covered, cap_fen = min(holder.owed_points, points), bp_of(amount_fen, book.cap_bp)
    issued = points - covered
    return Minting(
        pool=replace(filled, points=filled.points + issued),
        holder=replace(
            holder,
            points=holder.points + issued,
            cap_fen=holder.cap_fen + cap_fen,
            owed_points=holder.owed_points - covered,
        ),
        points=points,
        price_e8=price_e8,
        cap_fen=cap_fen,
        covered_points=covered,
    )


def worth_fen(points: int, pool: Pool, price_e8: int) -> int:
    """What points are worth now, before the fee: the lower of quoted price and backing."""
    if not points:
        return 0
    return min(points * price_e8 // _PER_POINT, points * pool.pool_fen // pool.points)


def backing_e8(pool_fen: int, pool_points: int) -> int:
    """What lies behind a whole point, in 10⁻⁸ fen; 0 where there are no points."""
    return pool_fen * _PER_POINT // pool_points if pool_points else 0


def redeem(
    pool: Pool,
    holder: Holder,
    *,
    points: int,
    book: AppreciatingPointsBook,
    most_fen: int | None = None,
) -> Redemption:
    """Redeem points, at most up to the holder's cap and, where given, to `most_fen`.

    Where the cap cuts, only as many points go as it takes to reach it; the others are kept.
    Raises `PointsTooFew`.
    """
    if not 0 < points <= holder.ripe_points:
        raise PointsTooFew(points=points, held=holder.points, ripe=holder.ripe_points)
    price_e8 = quoted_e8(pool, book)
    room_fen = holder.room_fen if most_fen is None else min(holder.room_fen, most_fen)
    if _paid_fen(points, pool, price_e8, book) > room_fen:
        points = _least_points(room_fen, points, pool, price_e8, book)
    gross_fen = worth_fen(points, pool, price_e8)
    paid_fen = min(room_fen, _paid_fen(points, pool, price_e8, book))
    return Redemption(
        pool=replace(pool, pool_fen=pool.pool_fen - paid_fen, points=pool.points - points),
        holder=replace(
            holder,
            points=holder.points - points,
            redeemed_fen=holder.redeemed_fen + paid_fen,
        ),
        points=points,
        gross_fen=gross_fen,
        paid_fen=paid_fen,
    )


def exit_points(holder: Holder, book: AppreciatingPointsBook) -> int:
    """How many of a holder's points a day may redeem by itself; none of whoever holds few."""
    if holder.points <= book.exit_points:
        return 0
    return min(bp_of(holder.points, book.exit_share_bp), holder.ripe_points)


def forced_exits(
    pool: Pool, holders: Sequence[Holder], book: AppreciatingPointsBook
) -> Iterator[tuple[int, Redemption]]:
    """Redeem a part of what the largest holders have, within the day's allowance.

    Points that can't be redeemed yet count for the threshold, and stay. `holders` come oldest
    first; yields the place of each that exits and what it redeemed, one after the other, each from
    the pool that the one before left.
    """
    allowance_fen = bp_of(pool.pool_fen, book.daily_exit_bp)
    for place, holder in enumerate(holders):
        if allowance_fen < 1:
            return
        points = exit_points(holder, book)
        if points < 1:
            continue
        done = redeem(pool, holder, points=points, book=book, most_fen=allowance_fen)
        if done.paid_fen:
            pool = done.pool
            allowance_fen -= done.paid_fen
            yield place, done


def _paid_fen(points: int, pool: Pool, price_e8: int, book: AppreciatingPointsBook) -> int:
    return bp_of(worth_fen(points, pool, price_e8), WHOLE_BP - book.fee_bp)


def _least_points(
    paid_fen: int, most: int, pool: Pool, price_e8: int, book: AppreciatingPointsBook
) -> int:
    """The fewest points that pay at least `paid_fen`; `most` pay more than that."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if _paid_fen(middle, pool, price_e8, book) >= paid_fen:
            high = middle
        else:
            low = middle + 1
    return low
