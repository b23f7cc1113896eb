"""Breaks: written down once, followed from run to run, closed with words, never removed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, json

from models.database import Connection, statement
from models.reconciliation.entry import Bill, Found, Type
from models.reconciliation.remedies import Correction, owner_of, remedy
from models.reconciliation.rules import TOLERANCE

HOUSE = "rangli"
"""Who closes what explains itself."""

_GONE = "再次对账时已消失 gone when the day was compared again"
_LASTING = (Correction.ACCEPT, Correction.ADOPT_REFUND)
"""Corrections after which WeChat's line still has no fellow here, and needs none."""

_LONGEST_SUBJECT = 128


class Break(Struct, frozen=True, kw_only=True):
    """A break as it stands; amounts in fen, `market_code` and `number` 0 where not known."""

    break_id: int
    day: date
    bill: str
    type: str
    subject: str
    nature: str
    market_code: int
    number: int
    ours_fen: int | None
    theirs_fen: int | None
    other_day: date | None
    detail: str
    facts: dict[str, Any]
    owner: str
    correction: str
    state: str
    words: str | None
    closed_by: str | None
    first_seen_at: datetime
    last_seen_at: datetime
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look."""
        return self.state == "open"


async def keep_breaks(
    connection: Connection,
    day: date,
    bills: Collection[Bill],
    found: Sequence[Found],
    now: datetime,
) -> None:
    """Bring the breaks of a day to what was found now; `bills` are those that were compared."""
    known = {(one.bill, one.type, one.subject): one for one in await breaks_of(connection, day)}
    new = []
    for one in found:
        before = known.pop((one.bill, one.type, one.subject[:_LONGEST_SUBJECT]), None)
        if before is None:
            new.append(_row(day, one, now))
        elif _moved(before, one):
            await _see_again(connection, before, one, now)
    await connection.executemany(statement(__package__, "write_break"), new)
    await connection.execute(
        "UPDATE reconciliation_breaks SET last_seen_at = $3 WHERE day = $1 AND bill = ANY($2)"
        " AND break_id <> ALL($4)",
        *(day, [bill.value for bill in bills], now, [gone.break_id for gone in known.values()]),
    )
    for gone in known.values():
        if gone.is_open and gone.bill in bills:
            await close(connection, gone.break_id, "explained", _GONE, HOUSE, now)


async def breaks_of(connection: Connection, day: date) -> list[Break]:
    """Every break of a day, whatever became of it."""
    rows = await connection.fetch(
        "SELECT * FROM reconciliation_breaks WHERE day = $1 ORDER BY break_id", day
    )
    return [break_from(row) for row in rows]


async def close(
    connection: Connection, break_id: int, state: str, words: str, who: str, now: datetime
) -> None:
    """Close a break: `explained` or `corrected`, in whose words."""
    await connection.execute(
        "UPDATE reconciliation_breaks SET state = $2, words = $3, closed_by = $4, closed_at = $5"
        " WHERE break_id = $1",
        *(break_id, state, words, who, now),
    )


async def bear(connection: Connection, one: Break, fen: int, now: datetime) -> None:
    """Let a difference that was accepted count at once where less lay at WeChat than was owed.

    Else the same fen could be accepted twice: as the line that nobody knows, and as the shortage
    that it left.
    """
    short = await connection.fetch(
        "UPDATE reconciliation_breaks SET ours_fen = ours_fen + $4"
        " WHERE state = 'open' AND type = $1 AND day >= $2 AND break_id <> $3"
        " RETURNING break_id, ours_fen <= theirs_fen AS covered",
        *(Type.BACKING_SHORT.value, one.day, one.break_id, fen),
    )
    for break_id, covered in short:
        if covered:
            await close(connection, break_id, "explained", f"#{one.break_id}", HOUSE, now)


async def known_elsewhere(connection: Connection, day: date, bill: Bill) -> set[str]:
    """What stands in the bill of a day close by while the book has it elsewhere."""
    rows = await connection.fetch(
        "SELECT subject FROM reconciliation_breaks"
        " WHERE bill = $1 AND type = $2 AND day BETWEEN $3 AND $4 AND day <> $5",
        *(bill.value, Type.DAY_DIFFERS.value, day - TOLERANCE, day + TOLERANCE, day),
    )
    return {row[0] for row in rows}


def _row(day: date, one: Found, now: datetime) -> tuple[Any, ...]:
    closed = one.explained is not None
    return (
        *(day, one.bill.value, one.type.value, one.subject[:_LONGEST_SUBJECT], one.nature.value),
        *(one.market_code, one.number, one.ours_fen, one.theirs_fen, one.other_day, one.detail),
        *(json.encode(one.facts).decode(), owner_of(one).value, remedy(one).value),
        *("explained" if closed else "open", one.explained, HOUSE if closed else None),
        *(now, now if closed else None),
    )


def _moved(before: Break, one: Found) -> bool:
    """Whether anything has to be written about a break that was seen before."""
    figures = (before.ours_fen, before.theirs_fen, before.other_day, before.detail)
    same = figures == (one.ours_fen, one.theirs_fen, one.other_day, one.detail)
    return not same or before.is_open == (one.explained is not None)


async def _see_again(connection: Connection, before: Break, one: Found, now: datetime) -> None:
    same = (before.ours_fen, before.theirs_fen) == (one.ours_fen, one.theirs_fen)
    await connection.execute(
        "UPDATE reconciliation_breaks SET ours_fen = $2, theirs_fen = $3, other_day = $4,"
        " detail = $5 WHERE break_id = $1",
        *(before.break_id, one.ours_fen, one.theirs_fen, one.other_day, one.detail),
    )
    if one.explained is not None:
        if before.is_open:
            await close(connection, before.break_id, "explained", one.explained, HOUSE, now)
    elif not before.is_open and not (same and _lasts(before)):
        await connection.execute(
            "UPDATE reconciliation_breaks SET state = 'open', words = NULL, closed_by = NULL,"
            " closed_at = NULL WHERE break_id = $1",
            before.break_id,
        )


def _lasts(one: Break) -> bool:
    """Whether its end stands though the difference is still there."""
    if one.state == "corrected":
        return one.correction in _LASTING
    return one.closed_by != HOUSE


def break_from(row: Any) -> Break:
    return Break(**{**row, "facts": json.decode(row["facts"])})


async def read_break(connection: Connection, break_id: int, *, lock: bool = False) -> Break | None:
    """One break by its number."""
    end = " FOR UPDATE" if lock else ""
    row = await connection.fetchrow(
        f"SELECT * FROM reconciliation_breaks WHERE break_id = $1{end}", break_id
    )
    return break_from(row) if row else None
