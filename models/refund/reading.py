"""Reading what a refund is decided from: a handful of statements, whatever a bill went through.

Whoever means to post reads under the market's ledger lock; a preview reads without.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from models import ledger, order
from models.database import Connection, statement
from models.ledger import Kind, account, owner_of
from models.packet_chain import evidence as settled
from models.packet_chain import queue_id
from models.payout.custody import free_custody_fen
from models.payout.leg import MERCHANT, Leg, wallet_of
from models.refund.evidence import Evidence, read_evidence
from models.refund.facts import Bill, Claim, Facts
from models.refund.refusals import RETURNABLE
from models.refund.splits import (
    Split,
    Stage,
    carried_of,
    kept_of,
    own_lines,
    payee_lines,
    stage_of,
    unfrozen_of,
)
from models.settlement.books import CompiledBook, compiled_book


class Earlier(Struct, frozen=True):
    """Another refund of the bill; its evidence once it is posted."""

    refund_id: int
    state: str
    amount_fen: int
    evidence: Evidence | None


class Situation(Struct, frozen=True, kw_only=True):
    """A bill as a refund finds it. `facts` are None while nothing can be posted."""

    bill: Bill
    paid_at: datetime | None
    refundable_fen: int
    refunds: Sequence[Earlier]
    book: CompiledBook
    facts: Facts | None

    def others(self, refund_id: int) -> list[str]:
        """The states of the bill's other refunds."""
        return [one.state for one in self.refunds if one.refund_id != refund_id]


async def read_situation(
    connection: Connection, market_code: int, order_id: int, *, now: datetime
) -> Situation:
    """Everything about a bill that a refund depends on; raises `order.OrderUnknown`."""
    row = await connection.fetchrow(statement(__package__, "read_bill"), market_code, order_id)
    if row is None:
        raise order.OrderUnknown
    refunds = await _refunds(connection, market_code, order_id)
    evidences = [one.evidence for one in refunds if one.evidence]
    bill = _bill(row, evidences)
    book = await compiled_book(
        connection, market_code=market_code, book_no=row["book_no"], book_hash=row["book_hash"]
    )
    splits = await _splits(connection, market_code, order_id)
    stage = stage_of(splits) if row["evidence"] else Stage.UNSETTLED
    facts = None
    if stage in (Stage.HELD, Stage.SPLIT):
        facts = await _facts(connection, market_code, bill, splits, evidences, row["paid_at"], now)
    return Situation(
        bill=bill,
        paid_at=row["paid_at"],
        refundable_fen=row["amount_fen"] - row["refunded_fen"],
        refunds=refunds,
        book=book,
        facts=facts,
    )


async def _refunds(connection: Connection, market_code: int, order_id: int) -> list[Earlier]:
    rows = await connection.fetch(statement(__package__, "read_refunds"), market_code, order_id)
    return [
        Earlier(number, state, fen, read_evidence(text) if text else None)
        for number, state, fen, text in rows
    ]


async def _splits(connection: Connection, market_code: int, order_id: int) -> list[Split]:
    rows = await connection.fetch(statement(__package__, "read_payouts"), market_code, order_id)
    return [
        Split(number, step, state, tuple(Leg(*leg) for leg in zip(*legs, strict=True)))
        for number, step, state, *legs in rows
    ]


def _bill(row: Mapping[str, Any], evidences: Sequence[Evidence]) -> Bill:
    told = settled.read_evidence(row["evidence"]) if row["evidence"] else None
    return Bill(
        order_id=row["order_id"],
        merchant_no=row["merchant_no"],
        consumer_no=row["consumer_no"],
        amount_fen=row["amount_fen"],
        left_fen=row["amount_fen"] - sum(evidence.amount_fen for evidence in evidences),
        discount_bp=row["discount_bp"],
        book_no=row["book_no"],
        queue_id=queue_id(row["merchant_no"], row["tier"]),
        parties=row["parties"],
        packets=list(zip(told.claims, told.paid_fen, strict=True)) if told else (),
        own_claim_no=told.own_claim_no if told else 0,
        own_cap_fen=told.own_cap_fen if told else 0,
        netted_fen=told.netted_fen if told else 0,
    )


async def _facts(
    connection: Connection,
    market_code: int,
    bill: Bill,
    splits: Sequence[Split],
    earlier: Sequence[Evidence],
    paid_at: datetime,
    now: datetime,
) -> Facts:
    claims = await _claims(connection, market_code, bill)
    payees = sorted({payee for payee in bill.parties if payee})
    balances = await ledger.balances_of(
        connection,
        market_code,
        {wallet_of(claim.consumer_no) for claim in claims.values()}
        | {*payees, account(Kind.PLATFORM), account(Kind.RESERVE, bill.queue_id)}
        | {account(Kind.RECEIVABLE, bill.merchant_no)},
    )
    late = await connection.fetch(
        "SELECT account_id, overdue_fen FROM carried"
        " WHERE market_code = $1 AND account_id = ANY($2::bigint[])",
        *(market_code, payees),
    )
    return Facts(
        bill=bill,
        phase="split" if stage_of(splits) is Stage.SPLIT else "held",
        claims=claims,
        balances=balances,
        overdue_fen=dict(late),
        carried=carried_of(splits, earlier),
        own_lines=own_lines(splits, earlier),
        payee_lines=payee_lines(splits, earlier, await _at_wechat(connection, payees)),
        kept_fen=kept_of(splits, earlier),
        unfrozen_fen=unfrozen_of(splits, earlier),
        custody_fen=max(0, await free_custody_fen(connection, market_code)),
        may_return=now - paid_at < RETURNABLE,
    )


async def _claims(connection: Connection, market_code: int, bill: Bill) -> dict[int, Claim]:
    numbers = {claim_no for claim_no, _ in bill.packets}
    rows = await connection.fetch(
        statement(__package__, "read_claims"), market_code, sorted(numbers | {bill.own_claim_no})
    )
    return {
        row["claim_no"]: Claim(
            **{
                **row,
                "packet_orders": tuple(row["packet_orders"]),
                "packet_fens": tuple(row["packet_fens"]),
            }
        )
        for row in rows
    }


async def _at_wechat(connection: Connection, payees: Sequence[int]) -> list[int]:
    """Those payees' accounts whose payees are merchant accounts at WeChat."""
    rows = await connection.fetch(
        "SELECT payee_no FROM payees WHERE payee_no = ANY($1::bigint[]) AND receiver_type = $2",
        *([owner_of(payee) for payee in payees], MERCHANT),
    )
    known = {row["payee_no"] for row in rows}
    return [payee for payee in payees if owner_of(payee) in known]
