"""Paying what was declared, as soon as the store's own money is there for it.

A distribution is paid whole, in one journal, or it waits: so it is divided once, to the last fen,
and its evidence is all there is to know about it. Whoever comes second finds it paid.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby

from models import ledger
from models.database import Connection, statement
from models.shared_store.queries import all_registers
from models.shared_store.register import Register
from models.shared_store.rules import Declared, divide, draft, funded


async def markets_with_funded(connection: Connection, *, at: datetime) -> list[int]:
    """The markets in which a store's oldest waiting distribution can be paid at a moment."""
    rows = await connection.fetch(statement(__package__, "funded"), at)
    return [row["market_code"] for row in rows]


async def pay_funded(connection: Connection, market_code: int, *, now: datetime) -> int:
    """Pay what is funded in a market, in one transaction; returns how many distributions."""
    head = await ledger.lock_head(connection, market_code)
    waiting = await _waiting(connection, market_code)
    owed = await _owed(connection, market_code, {one.merchant_no for one in waiting}, now)
    paid = [
        one
        for merchant_no, group in groupby(waiting, key=lambda one: one.merchant_no)
        for one in funded(group, owed[merchant_no])
    ]
    if not paid:
        return 0
    registers = await all_registers(connection, market_code=market_code)
    by_register = [(one, registers[one.merchant_no, one.register_version]) for one in paid]
    drafts = [draft(one, register) for one, register in by_register]
    await ledger.post(connection, market_code, head, drafts, posted_at=now)
    await _note_paid(connection, market_code, by_register, now)
    return len(paid)


async def _waiting(connection: Connection, market_code: int) -> list[Declared]:
    rows = await connection.fetch(
        "SELECT distribution_id, merchant_no, register_version, month, amount_fen, declared_by,"
        " declared_at FROM distributions WHERE market_code = $1 AND state = 'declared'"
        " ORDER BY merchant_no, distribution_id",
        market_code,
    )
    return [Declared(**row) for row in rows]


async def _owed(
    connection: Connection, market_code: int, stores: Collection[int], now: datetime
) -> dict[int, int]:
    """What each store is owed beyond what refunds within a bill's hold can still take back."""
    rows = await connection.fetch(
        "SELECT store, owed_past_hold($1, store, $3) AS fen FROM unnest($2::integer[]) AS store",
        *(market_code, sorted(stores), now),
    )
    return {row["store"]: row["fen"] for row in rows}


async def _note_paid(
    connection: Connection,
    market_code: int,
    paid: Sequence[tuple[Declared, Register]],
    now: datetime,
) -> None:
    await connection.executemany(
        "UPDATE distributions SET state = 'paid', fens = $3, ended_at = $4"
        " WHERE market_code = $1 AND distribution_id = $2",
        [
            (market_code, one.distribution_id, divide(one.amount_fen, register.shares), now)
            for one, register in paid
        ],
    )
