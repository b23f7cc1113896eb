"""Packets as their consumer sees them: how much, where the money is, and what made it."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from models import payout
from models.database import Connection, statement
from models.ledger import Kind, account
from models.refusal import Refusal
from models.settlement import Evidence, read_evidence

PacketState = Literal["pending", "paying", "paid", "carried", "covered"]
_CLAIM = account(Kind.CLAIM)


class PacketUnknown(Refusal):
    """There is no such packet, or it is somebody else's; the two look the same."""

    code = "packet.unknown"


class PacketKey(Struct, frozen=True):
    """What names a packet in its market: the bill that funded it and the claim that got it."""

    order_id: int
    claim_no: int


class Packet(Struct, frozen=True, kw_only=True):
    """One packet. pending: won; paying: at WeChat; paid: arrived; carried: tried again later;
    covered: it made up for what a refund had left owing."""

    order_id: int
    claim_no: int
    fen: int
    state: PacketState
    store_name: str
    drawn_at: datetime


class ExplainedPacket(Packet, frozen=True, kw_only=True):
    """A packet with the evidence of the bill that funded it."""

    evidence: Evidence
    book_hash: str
    commitment: bytes | None


class Totals(Struct, frozen=True, kw_only=True):
    """All that a wallet ever won, in fen, by where it is; a fen is in one place at a time.

    `won_fen` (packets, rebates at once, what pools released and redeemed), and what shared stores
    distributed (`distributed_fen`), are the sum of the others but the last: `given_back_fen` went
    back for refunds, and `debt_fen` is what the next packets or releases still have to cover.
    """

    won_fen: int
    distributed_fen: int
    pending_fen: int
    paying_fen: int
    paid_fen: int
    carried_fen: int
    swept_fen: int
    given_back_fen: int
    debt_fen: int


async def totals(connection: Connection, *, market_code: int, consumer_no: int) -> Totals:
    """What a consumer has won so far, by where it is."""
    debt_fen = await payout.history.debt_of(connection, market_code, consumer_no)
    row = await connection.fetchrow(
        statement(__package__, "totals"),
        *(market_code, consumer_no, account(Kind.WALLET, consumer_no), debt_fen),
        account(Kind.REBATE, consumer_no),
    )
    return Totals(**row, debt_fen=debt_fen)


async def packets_page(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    limit: int,
    after: PacketKey | None = None,
) -> list[Packet]:
    """A consumer's packets, newest bill first; `after` is the last packet of the page before."""
    rows = await connection.fetch(
        _from_packets("page"),
        *(market_code, consumer_no, _CLAIM),
        *(after and after.order_id, after and after.claim_no, limit),
    )
    return [Packet(**row) for row in rows]


async def explained_packet(
    connection: Connection, *, market_code: int, consumer_no: int, key: PacketKey
) -> ExplainedPacket:
    """One packet of this consumer with all that made it; raises `PacketUnknown`."""
    row = await connection.fetchrow(
        _from_packets("packet"),
        *(market_code, consumer_no, _CLAIM, key.claim_no, key.order_id),
    )
    if row is None:
        raise PacketUnknown
    facts: dict[str, Any] = dict(row)
    return ExplainedPacket(**{**facts, "evidence": read_evidence(facts["evidence"])})


def _from_packets(name: str) -> str:
    return f"WITH k AS ({statement(__package__, 'packets')}) {statement(__package__, name)}"
