"""Sweeping: what no rail carries goes from a wallet to the reserve of a queue, and stays there.

It goes to the queue of the person's newest claim, so it comes back to shoppers of the same store
and tier, or to the pool that their newest bill filled; the platform can't have it. Nothing is swept
that a rail could still carry, or that could still come: packets to be paid out, money on its way, a
transfer under way.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct, json

from models import ledger
from models.database import Connection, statement
from models.ledger import Draft, JournalKind, Kind, account
from models.packet_chain import name_queues
from models.payout import carrying, transfer
from models.payout.leg import wallet_of
from models.payout.transfer import Facts, TransferTerms
from models.refusal import Refusal
from models.wallet.packets import Totals, totals

Why = Literal["account_closed", "market_closed"]


class NothingToSweep(Refusal):
    """The wallet is empty."""

    code = "sweep.nothing"


class SweepTooEarly(Refusal):
    """A rail can still carry the money, or more is still to come."""

    code = "sweep.too_early"


class SweepDiffers(Refusal):
    """The wallet holds another amount than was agreed to."""

    code = "sweep.differs"


class Sweep(Struct, frozen=True, kw_only=True):
    """What was swept, from whom, and into which queue's reserve."""

    market_code: int
    sweep_id: int
    consumer_no: int
    queue_id: int
    fen: int
    why: Why
    created_at: datetime


class _Evidence(Struct, frozen=True):
    why: Why
    least_fen: int


def may_sweep(facts: Facts, sums: Totals, terms: TransferTerms) -> bool:
    """Whether all that is left is below what any rail carries. Pure."""
    coming = facts.under_way or facts.debt_fen or sums.pending_fen or sums.paying_fen
    return facts.carried_fen < terms.least_fen and not coming


async def sweep(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    agreed_fen: int,
    why: Why,
    sweep_id: int,
    terms: TransferTerms,
    now: datetime,
) -> Sweep:
    """Sweep a wallet that holds exactly `agreed_fen`, in a transaction.

    Raises `NothingToSweep`, `SweepTooEarly` and `SweepDiffers`.
    """
    head = await ledger.lock_head(connection, market_code)
    facts = await transfer.facts_of(connection, market_code, consumer_no, now=now)
    sums = await totals(connection, market_code=market_code, consumer_no=consumer_no)
    if not facts.carried_fen:
        raise NothingToSweep
    if not may_sweep(facts, sums, terms):
        raise SweepTooEarly(carried_fen=facts.carried_fen)
    if facts.carried_fen != agreed_fen:
        raise SweepDiffers(carried_fen=facts.carried_fen)
    done = Sweep(
        market_code=market_code,
        sweep_id=sweep_id,
        consumer_no=consumer_no,
        queue_id=await _newest_queue(connection, market_code, consumer_no),
        fen=agreed_fen,
        why=why,
        created_at=now,
    )
    head = await ledger.post(connection, market_code, head, [_draft(done, terms)], posted_at=now)
    await name_queues(connection, market_code, head.hash)
    await carrying.settle_carried(connection, market_code, [wallet_of(consumer_no)])
    await _write(connection, done)
    return done


async def sweepable(connection: Connection, market_code: int) -> list[int]:
    """The consumers of a market in whose wallets something is carried, by number."""
    rows = await connection.fetch(statement(__package__, "carrying_consumers"), market_code)
    return [row["consumer_no"] for row in rows]


async def _newest_queue(connection: Connection, market_code: int, consumer_no: int) -> int:
    queue_id = await connection.fetchval(
        statement(__package__, "newest_queue"), market_code, consumer_no
    )
    if queue_id is None:
        raise NothingToSweep
    return int(queue_id)


def _draft(done: Sweep, terms: TransferTerms) -> Draft:
    return Draft(
        JournalKind.SWEEP,
        done.sweep_id,
        [wallet_of(done.consumer_no), account(Kind.RESERVE, done.queue_id)],
        [-done.fen, done.fen],
        json.encode(_Evidence(done.why, terms.least_fen)).decode(),
    )


async def _write(connection: Connection, done: Sweep) -> None:
    await connection.execute(
        "INSERT INTO sweeps VALUES ($1, $2, $3, $4, $5, $6, $7)",
        *(done.market_code, done.sweep_id, done.consumer_no, done.queue_id, done.fen),
        *(done.why, done.created_at),
    )
