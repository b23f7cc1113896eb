"""Refunds as the audit reads them: each with its bill and the claims it has to do with."""

from typing import Any

import msgspec
from msgspec import Struct

from models.database import Connection, statement
from models.packet_chain.evidence import Evidence as ChainEvidence
from models.refund.evidence import Evidence, read_evidence
from models.refund.settled import Settled, read_settled
from models.settlement.rules import PaidOrder


class Refunded(Struct, frozen=True):
    """One posted refund; `told` is its evidence, None where that can't be read or has no bill.

    `settled` is what the bill's settlement said.
    """

    order: PaidOrder | None
    wanted_fen: int
    told: Evidence | None
    settled: Settled | None


class Refunds(Struct, frozen=True):
    """A market's refunds by number. `asked` are claims (or a pool's records, by their bill's
    `own_no`) that were held at some time, `touched` the claims whose packets or cap a refund may
    have changed."""

    posted: dict[int, Refunded]
    asked: frozenset[int]
    touched: frozenset[int]


async def read_refunds(connection: Connection, market_code: int) -> Refunds:
    """All refunds of a market."""
    rows = await connection.fetch(statement(__package__, "refunds"), market_code)
    posted = {row[0]: _refunded(row) for row in rows}
    asked = await connection.fetch(statement(__package__, "asked_claims"), market_code)
    touched = {
        claim_no
        for one in posted.values()
        if isinstance(one.settled, ChainEvidence)
        for claim_no in (*one.settled.claims, one.settled.own_claim_no)
    }
    return Refunds(posted, frozenset(row[0] for row in asked), frozenset(touched))


def _refunded(row: Any) -> Refunded:
    order = PaidOrder(*row[5:]) if row["order_id"] is not None else None
    try:
        told = read_evidence(row[2])
        before = read_settled(row[3], row[4]) if row[3] else None
    except msgspec.MsgspecError:
        return Refunded(order, row["wanted_fen"] or 0, None, None)
    return Refunded(order, row["wanted_fen"] or 0, told, before)
