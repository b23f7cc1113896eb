"""Our side: what the book has of a day, bill by bill, under the names that WeChat's lines carry."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from models import payout, people
from models.clock import market_day
from models.database import Connection, statement
from models.ids import IdUnreadable, write_id
from models.ledger import Kind, kind_of, owner_of
from models.order import State as OrderState
from models.payout.payout import number_of as payout_number
from models.payout.reasons import OWN, PENDING, SUCCESS
from models.payout.transfer import number_of as transfer_number
from models.payout.transfer import read_number
from models.reconciliation.asked import Asked, ids_in
from models.reconciliation.entry import Bill, Entry, Nature
from models.refund import steps

Ours = dict[Bill, dict[str, Entry]]
_PAID = (OrderState.PAID, OrderState.SETTLED)
_PREPARED = "prepared"


class Ourselves(Struct, frozen=True):
    """Who we are at WeChat, and the keys that open openids."""

    mchid: str
    seal: people.Seal


async def ours_of(connection: Connection, asked: Asked, who: Ourselves) -> Ours:
    """Everything of the day, and everything that WeChat's lines of the day name."""
    ours: Ours = {bill: {} for bill in Bill}
    _add(ours[Bill.TRADE], await _payments(connection, asked))
    step_rows = await _steps(connection, asked)
    _add(ours[Bill.TRADE], [_refund(row) for row in step_rows if row[3] == steps.Kind.REFUND])
    payouts = await _payouts(connection, asked)
    returns = [row for row in step_rows if row[3] == steps.Kind.RETURN]
    receivers = {r for row in payouts for r in row[5]} | {row[4] for row in returns}
    parties = await _parties(connection, receivers, who)
    _add(ours[Bill.SPLIT], [line for row in payouts for line in _split_lines(row, parties)])
    _add(ours[Bill.SPLIT], [_return(row) for row in returns])
    own = [line for row in payouts for line in _split_lines(row, parties, only=who.mchid)]
    back = [_return(row, own=True) for row in returns if parties.get(row[4]) == who.mchid]
    _add(ours[Bill.BASIC], own + back)
    _add(ours[Bill.OPERATION], await _transfers(connection, asked))
    return ours


def _add(known: dict[str, Entry], entries: Iterable[Entry]) -> None:
    known.update((entry.name, entry) for entry in entries)


async def _payments(connection: Connection, asked: Asked) -> list[Entry]:
    named = ids_in("ord", (line.key for line in asked.entries(Nature.PAYMENT)))
    own = [_payment(*row) for row in await asked.rows(connection, "our_payments", named)]
    told = await connection.fetch(
        statement(__package__, "our_channel_payments"),
        *(asked.markets, asked.starts_at, asked.ends_at),
        [line.key for line in asked.entries(Nature.PAYMENT)],
    )
    return own + [_payment(*row) for row in told]


def _payment(
    market_code: int, order_id: int, fen: int, at: datetime, state: str, transaction_id: str = ""
) -> Entry:
    """A bill by its own number, or by WeChat's where WeChat knows it by a channel's."""
    number, day = write_id("ord", order_id), market_day(at)
    return Entry(
        *(Nature.PAYMENT, transaction_id or number, number, day, fen, market_code, order_id),
        done=state in _PAID,
    )


async def _steps(connection: Connection, asked: Asked) -> list[Any]:
    named = ids_in("rfd", (line.key for line in asked.entries(Nature.REFUND)))
    named += ids_in("rtn", (line.key for line in asked.entries(Nature.RETURN)))
    return await asked.rows(connection, "our_steps", named)


def _refund(row: Any) -> Entry:
    market_code, step_id, refund_id, kind, _, fen, result, at = row
    number = steps.number_of(step_id, kind)
    return Entry(
        *(Nature.REFUND, number, number, market_day(at), fen, market_code, refund_id),
        done=result == SUCCESS,
    )


def _return(row: Any, *, own: bool = False) -> Entry:
    """A return, as the split bill has it, or as money that left our own account."""
    market_code, step_id, refund_id, kind, receiver, fen, result, at = row
    number = steps.number_of(step_id, kind)
    amount = -fen if own else fen
    custody = amount if own and kind_of(receiver) is Kind.CUSTODY else 0
    return Entry(
        *(Nature.RETURN, number, number, market_day(at), amount, market_code, refund_id),
        done=result == SUCCESS,
        custody_fen=custody,
    )


async def _payouts(connection: Connection, asked: Asked) -> list[Any]:
    named = ids_in("pay", (line.key for line in asked.entries(Nature.SPLIT)))
    return await asked.rows(connection, "our_payouts", named)


async def _parties(
    connection: Connection, receivers: Iterable[int], who: Ourselves
) -> Mapping[int, str]:
    """How WeChat calls receivers: merchant numbers and openids. Never to be logged or kept."""
    directory = await payout.parties.directory_of(
        connection,
        seal=who.seal,
        receivers=set(receivers),
        platform_mchid=who.mchid,
        platform_name="",
    )
    return {receiver: account for receiver, (_, account) in directory.parties.items()}


def _split_lines(row: Any, parties: Mapping[int, str], *, only: str | None = None) -> list[Entry]:
    """A split's lines as WeChat has them: one a party; `only` that party's, as money of its own."""
    market_code, payout_id, step, at, accounts, receivers, amounts, results = row
    number, day = payout_number(payout_id, step), market_day(at)
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for place, (receiver, result) in enumerate(zip(receivers, results, strict=True)):
        was_sent = result == PENDING or (result.isupper() and result != OWN)
        if was_sent and receiver in parties and only in (None, parties[receiver]):
            lines[parties[receiver]].append(place)
    return [
        Entry(
            Nature.SPLIT,
            number if only else f"{number} {party}",
            number if only else f"{number}/{_words(receivers[places[0]])}",
            day,
            sum([amounts[place] for place in places]),
            market_code,
            payout_id,
            done=results[places[0]] == SUCCESS,
            custody_fen=sum([amounts[p] for p in places if kind_of(accounts[p]) is Kind.CUSTODY]),
        )
        for party, places in lines.items()
    ]


def _words(receiver: int) -> str:
    return f"{kind_of(receiver).name.lower()}:{owner_of(receiver)}"


async def _transfers(connection: Connection, asked: Asked) -> list[Entry]:
    named = []
    for line in asked.entries(Nature.TRANSFER, Nature.TRANSFER_BACK):
        try:
            named.append(read_number(line.key)[1])
        except IdUnreadable:
            continue
    rows = await asked.rows(connection, "our_transfers", named)
    return [entry for row in rows for entry in _transfer(*row)]


def _transfer(
    market_code: int,
    transfer_id: int,
    fen: int,
    state: str,
    result: str,
    created_at: datetime,
    finished_at: datetime | None,
) -> list[Entry]:
    """What left the operation account when it was offered, and what came back, if it did.

    Whether WeChat had set the money aside for one that failed at once only its bill can say.
    """
    number = transfer_number(market_code, transfer_id)
    arrived = result == SUCCESS
    sent = Entry(
        *(Nature.TRANSFER, number, number, market_day(created_at), -fen, market_code, transfer_id),
        done=state != _PREPARED,
        required=arrived,
    )
    if finished_at is None or arrived:
        return [sent]
    day = market_day(finished_at)
    back = Entry(
        *(Nature.TRANSFER_BACK, number, f"{number}/back", day, fen, market_code, transfer_id),
        required=False,
    )
    return [sent, back]
