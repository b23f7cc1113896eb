"""Putting a break right: previewed first, then done once, with a reason in words and a name.

Nothing is edited. A payment is recorded like any other notice of it; a refund is adopted; what
WeChat did and the book does not know yet is asked about again under its own number; what nobody can
explain is taken by the platform's own part, in a journal that says why.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from msgspec import Struct, json

from models import ledger, refund
from models.clock import market_day
from models.database import Connection
from models.ids import FreshId, read_id
from models.inbox import Notice
from models.ledger import Draft, JournalKind, Kind, account
from models.order import OrderUnknown, Payment, record_paid
from models.order.rules import CURRENCY
from models.outbox import promise
from models.payout import promises as payouts
from models.payout import redrive as redrive_payout
from models.payout import transfer
from models.payout.lifecycle import MoveIllegal
from models.reconciliation.breaks import Break, bear, close, read_break
from models.reconciliation.remedies import WORDS, Correction
from models.refusal import Refusal

LONGEST_REASON: Final = 200


class BreakUnknown(Refusal):
    """There is no such break."""

    code = "reconciliation.break_unknown"


class BreakClosed(Refusal):
    """The break is explained or corrected already."""

    code = "reconciliation.break_closed"


class NoCorrection(Refusal):
    """Nothing can be done about this break by itself; explain it instead."""

    code = "reconciliation.no_correction"


class ReasonMissing(Refusal):
    """A correction and an explanation need a reason in words."""

    code = "reconciliation.reason_missing"


class MarketMissing(Refusal):
    """WeChat's line belongs to no market, and there are several: say whose platform bears it."""

    code = "reconciliation.market_missing"


class PlatformShort(Refusal):
    """The platform's own part would fall below zero."""

    code = "reconciliation.platform_short"


class PaymentUnfit(Refusal):
    """The bill's payment does not fit the order; the detail names why."""

    code = "reconciliation.payment_unfit"


class Preview(Struct, frozen=True):
    """What a correction would do: in words, and as moves of (account, fen) in a market."""

    break_id: int
    correction: str
    zh: str
    en: str
    market_code: int
    moves: list[tuple[int, int]]


class Order(Struct, frozen=True, kw_only=True):
    """A correction that somebody asks for."""

    break_id: int
    reason: str
    who: str
    market_code: int | None = None


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
        await _check_platform(connection, market, moves)
    return Preview(break_id, correction.value, *WORDS[correction], market, moves)


async def correct(
    connection: Connection, wish: Order, *, now: datetime, fresh_id: FreshId
) -> Preview:
    """Do what `preview` shows, once. In a transaction."""
    _check_reason(wish.reason)
    one = await _open(connection, wish.break_id, lock=True)
    shown = await preview(connection, wish.break_id, market_code=wish.market_code)
    await _DEEDS[Correction(one.correction)](connection, one, shown, wish, now, fresh_id)
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


async def _check_platform(
    connection: Connection, market_code: int, moves: list[tuple[int, int]]
) -> None:
    balances = await ledger.balances_of(connection, market_code, [number for number, _ in moves])
    custody, platform = moves
    if balances[platform[0]] + platform[1] < 0 or balances[custody[0]] + custody[1] > 0:
        raise PlatformShort(platform_fen=balances[platform[0]], needed_fen=-platform[1])


Deed = Callable[[Connection, Break, Preview, Order, datetime, FreshId], Awaitable[None]]


async def _record_payment(
    connection: Connection, one: Break, _: Preview, wish: Order, now: datetime, __: FreshId
) -> None:
    facts = one.facts
    notice = Notice(
        market_code=one.market_code,
        callback_id=f"bill:{facts['transaction_id']}",
        kind="bill",
        subject=str(facts["order"]),
        received_at=now,
        headers={},
        body=json.encode(facts | {"break_id": one.break_id, "reason": wish.reason}),
    )
    payment = Payment(
        market_code=one.market_code,
        order_id=one.number,
        sub_mchid=str(facts["sub_mchid"]),
        amount_fen=one.theirs_fen or 0,
        currency=str(facts.get("currency", CURRENCY)),
        transaction_id=str(facts["transaction_id"]),
        paid_at=datetime.fromisoformat(str(facts["at"])),
        notice=notice,
    )
    (verdict,) = await record_paid(connection, [payment])
    if not verdict.good:
        raise PaymentUnfit(verdict=verdict.value)


async def _adopt_refund(
    connection: Connection, one: Break, _: Preview, wish: Order, now: datetime, fresh_id: FreshId
) -> None:
    order_id = read_id("ord", str(one.facts["order"]))
    await refund.adopt(
        connection,
        market_code=one.market_code or await _market_of(connection, order_id),
        order_id=order_id,
        refund_id=fresh_id(),
        amount_fen=one.theirs_fen or 0,
        reason=wish.reason[:80],
        now=now,
        fresh_id=fresh_id,
    )


async def _market_of(connection: Connection, order_id: int) -> int:
    """The market of an order whose line on the bill lost its mark."""
    market_code = await connection.fetchval(
        "SELECT market_code FROM orders"
        " WHERE market_code IN (SELECT market_code FROM ledger_heads) AND order_id = $1",
        order_id,
    )
    if market_code is None:
        raise OrderUnknown
    return int(market_code)


async def _ask_payout(
    connection: Connection, one: Break, _: Preview, __: Order, now: datetime, ___: FreshId
) -> None:
    try:
        await redrive_payout(connection, one.market_code, one.number, now=now)
    except MoveIllegal:
        await _promise(connection, one, payouts.DRIVE, now)


async def _ask_refund(
    connection: Connection, one: Break, _: Preview, __: Order, now: datetime, ___: FreshId
) -> None:
    try:
        await refund.steps.redrive(connection, one.market_code, one.number, now=now)
    except MoveIllegal:
        await _promise(connection, one, refund.steps.promises.DRIVE, now)


async def _ask_transfer(
    connection: Connection, one: Break, _: Preview, __: Order, now: datetime, ___: FreshId
) -> None:
    try:
        await transfer.redrive(connection, one.market_code, one.number, now=now)
    except MoveIllegal:
        await _promise(connection, one, transfer.promises.DRIVE, now)


async def _promise(connection: Connection, one: Break, job: str, now: datetime) -> None:
    await promise(
        connection, market_code=one.market_code, job=job, subject_ids=[one.number], due_at=now
    )


async def _accept(
    connection: Connection, one: Break, shown: Preview, wish: Order, now: datetime, _: FreshId
) -> None:
    head = await ledger.lock_head(connection, shown.market_code)
    await _check_platform(connection, shown.market_code, shown.moves)
    evidence = {
        "break_id": one.break_id,
        "day": one.day.isoformat(),
        "bill": one.bill,
        "subject": one.subject,
        "reason": wish.reason,
        "who": wish.who,
        "on": market_day(now).isoformat(),
    }
    draft = Draft(
        JournalKind.CORRECTION,
        one.break_id,
        [number for number, _ in shown.moves],
        [fen for _, fen in shown.moves],
        json.encode(evidence).decode(),
    )
    await ledger.post(connection, shown.market_code, head, [draft], posted_at=now)
    await bear(connection, one, -shown.moves[0][1], now)


_DEEDS: Final[dict[Correction, Deed]] = {
    Correction.RECORD_PAYMENT: _record_payment,
    Correction.ADOPT_REFUND: _adopt_refund,
    Correction.ASK_PAYOUT: _ask_payout,
    Correction.ASK_REFUND: _ask_refund,
    Correction.ASK_TRANSFER: _ask_transfer,
    Correction.ACCEPT: _accept,
}
