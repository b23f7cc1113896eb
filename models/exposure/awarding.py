"""Awarding what tasks have earned: month after month, each store once for each task.

A month is looked at until all is known about it and then closed, in order; after an outage every
month that was missed is looked at as it ended. A second run finds nothing to do.
"""

from collections.abc import AsyncIterator
from datetime import date, datetime

from msgspec import Struct

from models.clock import day_begins, market_month, month_after
from models.database import Connection, statement
from models.exposure import points
from models.exposure.rules import Counted, done_by, is_over
from models.exposure.terms import Task, terms


class Progress(Struct, frozen=True):
    """How far a store has come with a task this month; `awarded` once its points were given."""

    task: Task
    counted: int
    awarded: bool


async def award_due(connection: Connection, market_code: int, *, now: datetime) -> int:
    """Award what is done in a market by `now` (market time), in one transaction; how many awards.

    Stores are locked in the order of their numbers within a task; several workers take turns at
    the row of the market.
    """
    await connection.execute(
        "SELECT FROM markets WHERE market_code = $1 FOR NO KEY UPDATE", market_code
    )
    awards = 0
    async for month in _open_months(connection, market_code, now):
        for task in terms().task:
            awards += await _award(connection, market_code, task, month, now)
        if is_over(month, now):
            await connection.execute(
                "INSERT INTO task_months VALUES ($1, $2, $3)", market_code, month, now
            )
    return awards


async def progress_of(
    connection: Connection, *, market_code: int, merchant_no: int, now: datetime
) -> list[Progress]:
    """How far a store has come with every task in the month of `now`."""
    month = market_month(now)
    given = await connection.fetch(
        "SELECT task FROM traffic_points"
        " WHERE market_code = $1 AND merchant_no = $2 AND period = $3",
        *(market_code, merchant_no, month),
    )
    awarded = {row["task"] for row in given}
    found = []
    for task in terms().task:
        counted = await _counted(connection, market_code, task, month, now, merchant_no)
        one = counted.get(merchant_no, Counted(()))
        found.append(Progress(task, len(one.subjects), task.code in awarded))
    return found


async def _award(
    connection: Connection, market_code: int, task: Task, month: date, now: datetime
) -> int:
    awards = 0
    over = is_over(month, now)
    counted = await _counted(connection, market_code, task, month, now, None)
    for merchant_no in sorted(counted):
        proof = done_by(task, counted[merchant_no], over=over)
        if proof is not None:
            awards += await points.award(
                connection,
                market_code=market_code,
                merchant_no=merchant_no,
                task=task.code,
                period=month,
                points=task.points,
                evidence={"rule": task.rule, "needed": task.needed, "subjects": proof},
                at=now,
            )
    return awards


async def _counted(
    connection: Connection,
    market_code: int,
    task: Task,
    month: date,
    now: datetime,
    merchant_no: int | None,
) -> dict[int, Counted]:
    rows = await connection.fetch(
        statement(__package__, task.rule),
        *(market_code, day_begins(month), day_begins(month_after(month)), merchant_no, now),
    )
    return {number: Counted(tuple(subjects), missed) for number, subjects, missed in rows}


async def _open_months(
    connection: Connection, market_code: int, now: datetime
) -> AsyncIterator[date]:
    """The months that are not closed yet, from the first in which the market had a store."""
    last: date | None = await connection.fetchval(
        "SELECT max(month) FROM task_months WHERE market_code = $1", market_code
    )
    began: datetime | None = await connection.fetchval(
        "SELECT min(created_at) FROM merchants WHERE market_code = $1", market_code
    )
    if began is None:
        return
    month = month_after(last) if last else market_month(began)
    while month <= market_month(now):
        yield month
        month = month_after(month)
