"""The bounty: what the platform gives, once, to whoever recruited a merchant that real people use.

It is no pay for a head: a merchant earns it for its recruiter by its first settled bills by several
people. A bill counts once its hold is over, while nothing of it is refunded or asked back, and a
recruiter's own bills never do. The money is the platform's own and comes out of what can't be asked
back any more; while that is not enough, the bounty waits. It is late money of the recruiter's
account from the first, so the next split that pays them pays it too.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct, json

from models import ledger
from models.database import Connection, statement
from models.ledger import Draft, JournalKind, Kind, account
from models.payout.carrying import Carried, carried_of, carry
from models.role.rules import BountyTerms, CountedBill, proof

BOUNTY = "bounty"
"""Why money of a recruiter's account is late that no split was to pay."""
_PLATFORM = account(Kind.PLATFORM)


class Outcome(StrEnum):
    """What became of a bounty that may be due."""

    GIVEN = "given"
    NOT_EARNED = "not_earned"
    WAITS = "waits"
    """Earned, and the platform does not hold it yet."""


class Recruited(Struct, frozen=True, kw_only=True):
    """A merchant, who recruited it, and what they may earn by it."""

    merchant_no: int
    bd_payee_no: int
    terms: BountyTerms


class Evidence(Struct, frozen=True, kw_only=True):
    """Why a bounty was given: the terms, and the bills that count, oldest first."""

    merchant_no: int
    bd_payee_no: int
    terms: BountyTerms
    order_ids: tuple[int, ...]


def read_evidence(text: str) -> Evidence:
    """The evidence of a bounty's journal."""
    return json.decode(text, type=Evidence)


async def merchants_due(connection: Connection, market_code: int, *, now: datetime) -> list[int]:
    """The merchants of a market whose recruiters have earned a bounty that was not given yet."""
    return [
        one.merchant_no
        for one in await _recruited(connection, market_code)
        if proof(await _counted(connection, market_code, one, now), one.terms)
    ]


async def give_bounty(
    connection: Connection, market_code: int, *, merchant_no: int, now: datetime
) -> Outcome:
    """Give the bounty for a merchant if it is earned at `now` (market time), in a transaction."""
    head = await ledger.lock_head(connection, market_code)
    for one in await _recruited(connection, market_code, merchant_no):
        bills = proof(await _counted(connection, market_code, one, now), one.terms)
        if bills is None:
            continue
        if await _free_fen(connection, market_code) < one.terms.amount_fen:
            return Outcome.WAITS
        await ledger.post(connection, market_code, head, [_draft(one, bills)], posted_at=now)
        await _make_late(connection, market_code, one)
        return Outcome.GIVEN
    return Outcome.NOT_EARNED


async def _recruited(
    connection: Connection, market_code: int, merchant_no: int | None = None
) -> list[Recruited]:
    """Merchants of a market (or this one) that may have earned a bounty not given yet."""
    rows = await connection.fetch(
        statement(__package__, "merchants_recruited"), market_code, merchant_no
    )
    return [
        Recruited(merchant_no=row[0], bd_payee_no=row[1], terms=BountyTerms(*row[2:]))
        for row in rows
    ]


async def _counted(
    connection: Connection, market_code: int, one: Recruited, now: datetime
) -> list[CountedBill]:
    rows = await connection.fetch(
        statement(__package__, "counted_bills"),
        *(market_code, one.merchant_no, one.bd_payee_no, now),
        *(one.terms.least_bill_fen, one.terms.bills),
    )
    return [CountedBill(*row) for row in rows]


async def _free_fen(connection: Connection, market_code: int) -> int:
    """What the platform has of bills whose discount has left the stores."""
    balances = await ledger.balances_of(connection, market_code, [_PLATFORM])
    held_fen: int = await connection.fetchval(
        statement(__package__, "held_platform"), market_code, _PLATFORM
    )
    return balances[_PLATFORM] - held_fen


def _draft(one: Recruited, bills: tuple[CountedBill, ...]) -> Draft:
    evidence = Evidence(
        merchant_no=one.merchant_no,
        bd_payee_no=one.bd_payee_no,
        terms=one.terms,
        order_ids=tuple(bill.order_id for bill in bills),
    )
    fen = one.terms.amount_fen
    return Draft(
        JournalKind.BOUNTY,
        one.merchant_no,
        [_PLATFORM, account(Kind.BD, one.bd_payee_no)],
        [-fen, fen],
        json.encode(evidence).decode(),
    )


async def _make_late(connection: Connection, market_code: int, one: Recruited) -> None:
    account_id = account(Kind.BD, one.bd_payee_no)
    known = await carried_of(connection, market_code, [account_id])
    before = known.get(account_id, Carried(BOUNTY))
    late_fen = before.overdue_fen + one.terms.amount_fen
    await carry(
        connection, market_code, {account_id: Carried(before.reason, before.retry_at, late_fen)}
    )
