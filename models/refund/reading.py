"""Reading what a refund is decided from: a handful of statements, whatever a bill went through.

Whoever means to post reads under the market's ledger lock; a preview reads without.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from models import order
from models.database import Connection, statement
from models.packet_chain import queue_id
from models.payout.leg import Leg
from models.refund.evidence import Evidence, read_evidence
from models.refund.facts import Bill, Facts
from models.refund.gathering import gather
from models.refund.settled import read_settled, terms_of
from models.refund.splits import Split, Stage, stage_of
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
    settled: bool

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
    book = await compiled_book(
        connection, market_code=market_code, book_no=row["book_no"], book_hash=row["book_hash"]
    )
    bill = _bill(row, evidences, book.program)
    splits = await _splits(connection, market_code, order_id)
    stage = stage_of(splits) if row["evidence"] else Stage.UNSETTLED
    facts = None
    if stage in (Stage.HELD, Stage.SPLIT):
        facts = await gather(connection, market_code, bill, splits, evidences, row["paid_at"], now)
    return Situation(
        bill=bill,
        paid_at=row["paid_at"],
        refundable_fen=row["amount_fen"] - row["refunded_fen"],
        refunds=refunds,
        book=book,
        facts=facts,
        settled=row["evidence"] is not None,
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


def _bill(row: Mapping[str, Any], evidences: Sequence[Evidence], program: str) -> Bill:
    told = read_settled(row["evidence"], program) if row["evidence"] else None
    return Bill(
        order_id=row["order_id"],
        merchant_no=row["merchant_no"],
        consumer_no=row["consumer_no"],
        amount_fen=row["amount_fen"],
        left_fen=row["amount_fen"] - sum(evidence.amount_fen for evidence in evidences),
        discount_bp=row["discount_bp"],
        book_no=row["book_no"],
        parties=row["parties"],
        coupon_fen=row["coupon_fen"],
        **terms_of(told, queue_id(row["merchant_no"], row["tier"])),
    )
