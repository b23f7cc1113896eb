"""What each correction does. Nothing is edited: every deed adds, or asks again."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from msgspec import json

from models import channel, ledger, refund
from models.clock import market_day
from models.database import Connection
from models.ids import FreshId, read_id
from models.inbox import Notice
from models.ledger import Draft, JournalKind
from models.order import OrderUnknown, Payment, record_paid
from models.order.rules import CURRENCY
from models.outbox import promise
from models.payout import promises as payouts
from models.payout import redrive as redrive_payout
from models.payout import transfer
from models.payout.custody import free_custody_fen
from models.payout.lifecycle import MoveIllegal
from models.reconciliation.breaks import Break, bear
from models.reconciliation.correction import Order, Preview
from models.reconciliation.refusals import PaymentUnfit, PlatformShort
from models.reconciliation.remedies import Correction

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
    market_code, order_id = await _order_of(connection, one)
    await refund.adopt(
        connection,
        market_code=market_code,
        order_id=order_id,
        refund_id=fresh_id(),
        amount_fen=one.theirs_fen or 0,
        reason=wish.reason[:80],
        now=now,
        fresh_id=fresh_id,
    )


async def _order_of(connection: Connection, one: Break) -> tuple[int, int]:
    """Market and id of the order that a line names: by its own number, or as a channel's."""
    told = await channel.order_of_transaction(connection, str(one.facts["transaction_id"]))
    if told is not None:
        return told
    order_id = read_id("ord", str(one.facts["order"]))
    return one.market_code or await _market_of(connection, order_id), order_id


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
    except refund.steps.NothingGivenUp:
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
    await check_platform(connection, shown.market_code, shown.moves)
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


DEEDS: Final[dict[Correction, Deed]] = {
    Correction.RECORD_PAYMENT: _record_payment,
    Correction.ADOPT_REFUND: _adopt_refund,
    Correction.ASK_PAYOUT: _ask_payout,
    Correction.ASK_REFUND: _ask_refund,
    Correction.ASK_TRANSFER: _ask_transfer,
    Correction.ACCEPT: _accept,
}


async def check_platform(
    connection: Connection, market_code: int, moves: list[tuple[int, int]]
) -> None:
    """Refuse moves that would put the platform's own part past zero, or our account.

    What returns and transfers under way will take of our account counts as gone.
    """
    _, (platform, fen) = moves
    platform_fen = (await ledger.balances_of(connection, market_code, [platform]))[platform]
    if fen < 0 and -fen > min(platform_fen, await free_custody_fen(connection, market_code)):
        raise PlatformShort(platform_fen=platform_fen, needed_fen=-fen)
