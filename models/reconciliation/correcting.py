"""Putting a break right: previewed first, then done once, with a reason in words and a name.

Nothing is edited. A payment is recorded like any other notice of it; a refund is adopted; what
WeChat did and the book does not know yet is asked about again under its own number; what nobody can
explain is taken by the platform's own part, in a journal that says why.
"""

from datetime import datetime
from typing import Final

from models.database import Connection
from models.ids import FreshId
from models.ledger import Kind, account
from models.reconciliation.breaks import Break, close, read_break
from models.reconciliation.correction import Order, Preview
from models.reconciliation.deeds import DEEDS, check_platform
from models.reconciliation.refusals import (
    BreakClosed,
    BreakUnknown,
    MarketMissing,
    NoCorrection,
    ReasonMissing,
)
from models.reconciliation.remedies import WORDS, Correction

LONGEST_REASON: Final = 200


async def preview(
    connection: Connection, break_id: int, *, market_code: int | None = None
) -> Preview:
    """What would be done about an open break, without doing it; refuses what `correct` would."""
    one = await _open(connection, break_id, lock=False)
    correction = Correction(one.correction)
    if correction is Correction.NONE:
        raise NoCorrection(break_id=break_id)
    moves: list[tuple[int, int]] = []
    market = one.market_code
    if correction is Correction.ACCEPT:
        market = await _market(connection, one, market_code)
        moves = _moves(one)
        await check_platform(connection, market, moves)
    return Preview(break_id, correction.value, *WORDS[correction], market, moves)


async def correct(
    connection: Connection, wish: Order, *, now: datetime, fresh_id: FreshId
) -> Preview:
    """Do what `preview` shows, once. In a transaction."""
    _check_reason(wish.reason)
    one = await _open(connection, wish.break_id, lock=True)
    shown = await preview(connection, wish.break_id, market_code=wish.market_code)
    await DEEDS[Correction(one.correction)](connection, one, shown, wish, now, fresh_id)
    await close(connection, one.break_id, "corrected", wish.reason, wish.who, now)
    return shown


async def explain(connection: Connection, wish: Order, *, now: datetime) -> None:
    """Close an open break with words and nothing else. In a transaction."""
    _check_reason(wish.reason)
    one = await _open(connection, wish.break_id, lock=True)
    await close(connection, one.break_id, "explained", wish.reason, wish.who, now)


async def _open(connection: Connection, break_id: int, *, lock: bool) -> Break:
    one = await read_break(connection, break_id, lock=lock)
    if one is None:
        raise BreakUnknown(break_id=break_id)
    if not one.is_open:
        raise BreakClosed(break_id=break_id, state=one.state)
    return one


def _check_reason(reason: str) -> None:
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise ReasonMissing(most_characters=LONGEST_REASON)


def _moves(one: Break) -> list[tuple[int, int]]:
    """More at WeChat than in the book is the platform's; less is borne by it."""
    fen = (one.theirs_fen or 0) - (one.ours_fen or 0)
    return [(account(Kind.CUSTODY), -fen), (account(Kind.PLATFORM), fen)]


async def _market(connection: Connection, one: Break, wanted: int | None) -> int:
    if one.market_code:
        return one.market_code
    rows = await connection.fetch("SELECT market_code FROM ledger_heads ORDER BY 1")
    markets = [row[0] for row in rows]
    if wanted is None and len(markets) == 1:
        return int(markets[0])
    if wanted is None or wanted not in markets:
        raise MarketMissing(markets=markets)
    return wanted
