"""Holding the program's tables against what a replay of the journals has."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from models.database import Connection, statement
from models.green_points.kept import Kept, KeptGrant

Parts: TypeAlias = dict[tuple[int, int], tuple[int, int, int]]
"""(Period, holder) → scheduled, released, covered."""

_SCHEDULES = (
    "SELECT cohort, book_no, step, reach, periods FROM green_schedules WHERE market_code = $1"
)
_PARTS = (
    "SELECT period_no, holder_no, scheduled_fen, released_fen, covered_fen FROM green_parts"
    " WHERE market_code = $1"
)


async def compare(
    connection: Connection, market_code: int, kept: Kept, parts: Parts
) -> Sequence[tuple[str, str]]:
    """(Subject, detail) of every grant, schedule and part that the tables have otherwise."""
    grants = await connection.fetch(statement(__package__, "grants_kept"), market_code)
    schedules = await connection.fetch(_SCHEDULES, market_code)
    stored = await connection.fetch(_PARTS, market_code)
    right = {(number,): _columns(grant) for number, grant in kept.grants.items()}
    reached = {
        tuple(cohort): (one.step, one.reach, one.periods)
        for cohort, one in (kept.schedules | kept.over).items()
    }
    return [
        *_differ("grant", {tuple(row[:1]): tuple(row[1:]) for row in grants}, right),
        *_differ("schedule", {tuple(row[:2]): tuple(row[2:]) for row in schedules}, reached),
        *_differ("part", {tuple(row[:2]): tuple(row[2:]) for row in stored}, dict(parts)),
    ]


def _columns(one: KeptGrant) -> tuple[object, ...]:
    standing = one.standing
    return (
        standing.points,
        standing.scheduled_fen,
        standing.payer_fen,
        standing.store_fen,
        one.cohort.period_no if one.cohort else None,
        one.counted,
    )


def _differ(
    noun: str, stored: Mapping[Any, object], right: Mapping[Any, object]
) -> list[tuple[str, str]]:
    return [
        (f"{noun} {' '.join(map(str, key))}", f"kept {stored.get(key)}, replayed {right.get(key)}")
        for key in sorted(stored.keys() | right.keys())
        if stored.get(key) != right.get(key)
    ]
