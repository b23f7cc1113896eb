"""Where a store is and when it is open, as its people say."""

from collections.abc import Sequence
from datetime import datetime

from asyncpg.types import Point
from msgspec import Struct, json

from models.clock import market_day
from models.database import Connection
from models.exposure.hours import Span, require_hours
from models.exposure.points import lock
from models.exposure.rules import Spot
from models.merchant import StaffMember
from models.refusal import Refusal


class HoursMissing(Refusal):
    """The store has not said yet when it is open."""

    code = "exposure.hours_missing"


class Hours(Struct, frozen=True, kw_only=True):
    """When a store is open, and when that was last said or confirmed."""

    version: int
    spans: tuple[Span, ...]
    said_at: datetime


async def set_place(
    connection: Connection, *, member: StaffMember, spot: Spot, now: datetime
) -> None:
    """Say where the store is; the last word counts."""
    await connection.execute(
        "INSERT INTO store_places VALUES ($1, $2, $3, $4, $5) ON CONFLICT (merchant_no)"
        " DO UPDATE SET spot = excluded.spot, set_by = excluded.set_by, set_at = excluded.set_at",
        *(member.merchant_no, member.market_code, Point(spot.longitude, spot.latitude)),
        *(member.staff_no, now),
    )


async def place_of(connection: Connection, *, merchant_no: int) -> Spot | None:
    """Where a store is; None until it says so."""
    row = await connection.fetchrow(
        "SELECT spot[1], spot[0] FROM store_places WHERE merchant_no = $1", merchant_no
    )
    return Spot(*row) if row else None


async def set_hours(
    connection: Connection, *, member: StaffMember, spans: Sequence[Span], now: datetime
) -> Hours:
    """Say when the store is open, in a transaction; raises `HoursInvalid`."""
    ordered = require_hours(spans)
    await lock(connection, member.merchant_no)
    last = await hours_of(connection, merchant_no=member.merchant_no)
    return await _say(connection, member, last, ordered, now)


async def confirm_hours(connection: Connection, *, member: StaffMember, now: datetime) -> Hours:
    """Say that the hours are still so, in a transaction; again on the same day changes nothing.

    Raises `HoursMissing`.
    """
    await lock(connection, member.merchant_no)
    last = await hours_of(connection, merchant_no=member.merchant_no)
    if last is None:
        raise HoursMissing
    if market_day(last.said_at) == market_day(now):
        return last
    return await _say(connection, member, last, last.spans, now)


async def hours_of(connection: Connection, *, merchant_no: int) -> Hours | None:
    """When a store is open, as it last said; None until it does."""
    row = await connection.fetchrow(
        "SELECT h.version, h.spans, h.said_at FROM store_hours AS h JOIN merchants AS m"
        " USING (market_code, merchant_no) WHERE m.merchant_no = $1 ORDER BY version DESC LIMIT 1",
        merchant_no,
    )
    if row is None:
        return None
    return Hours(version=row[0], spans=read_spans(row[1]), said_at=row[2])


def read_spans(text: str) -> tuple[Span, ...]:
    """Spans as they are kept."""
    return json.decode(text, type=tuple[Span, ...])


async def _say(
    connection: Connection,
    member: StaffMember,
    last: Hours | None,
    spans: tuple[Span, ...],
    now: datetime,
) -> Hours:
    said = Hours(version=last.version + 1 if last else 1, spans=spans, said_at=now)
    await connection.execute(
        "INSERT INTO store_hours VALUES ($1, $2, $3, $4, $5, $6)",
        *(member.market_code, member.merchant_no, said.version),
        *(json.encode(spans).decode(), member.staff_no, now),
    )
    return said
