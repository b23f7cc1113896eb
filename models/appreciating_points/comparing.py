"""The program's tables against what its journals say, at the end of an audit."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from models.appreciating_points.evidence import Redeemed
from models.appreciating_points.minting import Mints
from models.database import Connection

Difference = tuple[str, str]
_HOLDERS = "since_no, points, owed_points, cap_fen, redeemed_fen, redeemed_points"
_MINTS = "order_id, consumer_no, price_e8, points, covered_points, burned_points, left_points"
_REDEMPTIONS = (
    "consumer_no, points, price_e8, pool_fen, pool_points, gross_fen, paid_fen, covered_fen,"
    " book_no, day"
)


class Step(Struct, frozen=True):
    """One redemption as it was told, and the day whose exit it was."""

    told: Redeemed
    book_no: int
    day: date | None


async def differences(
    connection: Connection,
    market_code: int,
    *,
    mints: Mints,
    burned: Mapping[int, int],
    steps: Sequence[Step],
) -> list[Difference]:
    """What of the pool, its holders, mints and redemptions is not what a replay says.

    `burned` are the points that refunds made void, by mint.
    """
    pool = mints.pool
    kept = await connection.fetchrow(
        "SELECT points, first_fen FROM point_pools WHERE market_code = $1", market_code
    )
    found = []
    if tuple(kept or (0, 0)) != (pool.points, pool.first_fen):
        found.append(("point_pool", f"stored {tuple(kept or ())}, again {pool}"))
    for noun, table, key, columns, expected in (
        ("point_holder", "point_holders", "consumer_no", _HOLDERS, _holders(mints)),
        ("point_mint", "point_mints", "mint_no, matures_at", _MINTS, _mints(mints, burned)),
        ("redemption", "point_redemptions", "redemption_id", _REDEMPTIONS, _steps(steps)),
    ):
        rows = await connection.fetch(
            f"SELECT {columns}, {key} FROM {table} WHERE market_code = $1", market_code
        )
        width = len(columns.split(","))
        stored = {tuple(row[width:]): tuple(row[:width]) for row in rows}
        found += _compared(noun, stored, expected)
    return found


def _compared(
    noun: str, stored: Mapping[Any, Any], expected: Mapping[Any, Any]
) -> Iterator[Difference]:
    for key in sorted(stored.keys() | expected.keys(), key=str):
        if stored.get(key) != expected.get(key):
            yield f"{noun} {key[0]}", f"stored {stored.get(key)}, again {expected.get(key)}"


def _holders(mints: Mints) -> dict[Any, Any]:
    return {
        (consumer_no,): (
            one.since_no,
            one.points,
            one.owed_points,
            one.cap_fen,
            one.redeemed_fen,
            one.redeemed_points,
        )
        for consumer_no, one in mints.holdings.items()
    }


def _mints(mints: Mints, burned: Mapping[int, int]) -> dict[Any, Any]:
    left = {
        mint.mint_no: mint.left_points
        for holding in mints.holdings.values()
        for mint in holding.mints
    }
    return {
        (one.mint_no, one.facts.matures_at): (
            one.bill.order_id,
            one.bill.consumer_no,
            one.facts.price_e8,
            one.facts.points,
            one.facts.covered_points,
            burned.get(one.mint_no, 0),
            left.get(one.mint_no, 0),
        )
        for one in mints.minted
    }


def _steps(steps: Sequence[Step]) -> dict[Any, Any]:
    names = ("consumer_no", "points", "price_e8", "pool_fen", "pool_points")
    sums = ("gross_fen", "paid_fen", "covered_fen")
    return {
        (step.told.redemption_id,): (
            *(getattr(step.told, name) for name in (*names, *sums)),
            step.book_no,
            step.day,
        )
        for step in steps
    }
