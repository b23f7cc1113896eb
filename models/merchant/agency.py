"""Who looks after a region, from when to when, and what becomes of that when its code is given up.

A region has one agent at a time; whoever is appointed follows the one in office, whose term ends
then. Where GB/T 2260 gives a code up, its successor stands for the place from a day on: shops keep
the code under which they joined, and their bills find the successor's agent.
"""

from contextlib import suppress
from datetime import datetime

from models.database import Connection
from models.merchant.region import require_region, same_level
from models.refusal import Refusal


class AgentOverlap(Refusal):
    """Somebody else looks after the region within that time."""

    code = "agent.overlap"


class AgentMissing(Refusal):
    """Nobody looks after the region then."""

    code = "agent.none"


class RegionMerged(Refusal):
    """The code was given up; `successor_code` stands for the place."""

    code = "agent.region_merged"


class SuccessorUnfit(Refusal):
    """The successor is a region of another level, or was given up for this one."""

    code = "agent.successor_unfit"


async def appoint_agent(
    connection: Connection,
    *,
    region_code: int,
    payee_no: int,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Let `payee_no` look after a region from `at` on; an open term of somebody else ends then.

    In a transaction. Raises `RegionUnknown`, `RegionMerged`, and `AgentOverlap` where a term begins
    or is known to go on within that time.
    """
    await _lock(connection)
    present = await region_at(connection, region_code, at)
    if present != region_code:
        raise RegionMerged(region_code=region_code, successor_code=present)
    require_region(region_code)
    await connection.execute(
        "UPDATE region_agents SET effective_to = $2 WHERE region_code = $1"
        " AND effective_to IS NULL AND effective_from < $2",
        *(region_code, at),
    )
    await _enter_office(connection, region_code, payee_no, at, until)


async def end_agency(connection: Connection, *, region_code: int, at: datetime) -> None:
    """Let the agent who is in office at `at` look after the region until then, and nobody after.

    In a transaction. Raises `AgentMissing` where nobody is, or the end is known already.
    """
    await _lock(connection)
    ended = await connection.execute(
        "UPDATE region_agents SET effective_to = $2 WHERE region_code = $1"
        " AND effective_to IS NULL AND effective_from < $2",
        *(region_code, at),
    )
    if ended == "UPDATE 0":
        raise AgentMissing(region_code=region_code)


async def merge_region(
    connection: Connection, *, region_code: int, successor_code: int, at: datetime
) -> None:
    """Let `successor_code` stand for a region from `at` on; doing so again changes nothing.

    In a transaction. The successor's agent looks after both; where it has none, the one in office
    goes on under the successor's code. Raises `RegionUnknown`, `SuccessorUnfit`, and `RegionMerged`
    where the code was given up for another.
    """
    require_region(successor_code)
    await _lock(connection)
    known = await connection.fetchval(
        "SELECT successor_code FROM region_successors WHERE region_code = $1", region_code
    )
    if known not in (None, successor_code):
        raise RegionMerged(region_code=region_code, successor_code=known)
    if known is not None:
        return
    last = await connection.fetchval("SELECT region_at($1, 'infinity')", successor_code)
    if last == region_code or not same_level(region_code, successor_code):
        raise SuccessorUnfit(region_code=region_code, successor_code=successor_code)
    await connection.execute(
        "INSERT INTO region_successors VALUES ($1, $2, $3)", region_code, successor_code, at
    )
    await _hand_over(connection, region_code, successor_code, at)


async def region_at(connection: Connection, region_code: int, at: datetime) -> int:
    """The code that stands for a region at a moment: itself, or what succeeded it by then."""
    present: int = await connection.fetchval("SELECT region_at($1, $2)", region_code, at)
    return present


async def _hand_over(
    connection: Connection, region_code: int, successor_code: int, at: datetime
) -> None:
    """End the term that is running, and let it run out under the successor if nobody is there."""
    running = await connection.fetchrow(
        "SELECT id, payee_no, effective_to FROM region_agents WHERE region_code = $1"
        " AND effective_from < $2 AND (effective_to IS NULL OR effective_to > $2)",
        *(region_code, at),
    )
    if running is None:
        return
    number, payee_no, until = running
    await connection.execute("UPDATE region_agents SET effective_to = $2 WHERE id = $1", number, at)
    with suppress(AgentOverlap):
        await _enter_office(connection, successor_code, payee_no, at, until)


async def _enter_office(
    connection: Connection, region_code: int, payee_no: int, at: datetime, until: datetime | None
) -> None:
    entered = await connection.fetchval(
        "INSERT INTO region_agents (region_code, payee_no, effective_from, effective_to)"
        " SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM region_agents WHERE region_code = $1"
        " AND tstzrange(effective_from, effective_to) && tstzrange($3, $4)) RETURNING id",
        *(region_code, payee_no, at, until),
    )
    if entered is None:
        raise AgentOverlap(region_code=region_code)


async def _lock(connection: Connection) -> None:
    """Appointments are rare and made one after the other."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('agency'))")
