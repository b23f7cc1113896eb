"""Claims as their consumer sees them: the ceiling, what arrived, who comes before."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from models import rulebook
from models.clock import market_midnight
from models.database import Connection, statement
from models.ids import least_id_at
from models.packet_chain import Standing
from models.packet_chain.evidence import read_evidence
from models.refusal import Refusal

# An order opened two days ago can't be paid today any more.
_LATEST_PAYMENT = timedelta(days=2)


class ClaimUnknown(Refusal):
    """There is no such claim, or it is somebody else's; the two look the same."""

    code = "claim.unknown"


class Claim(Struct, frozen=True, kw_only=True):
    """One claim; `state` is open, frozen (a dispute holds it) or closed. `cap_fen` is a ceiling."""

    claim_no: int
    order_id: int
    store_name: str
    opened_on: date
    cap_fen: int
    received_fen: int
    packet_count: int
    packets_at_most: int
    ahead: int
    state: str


async def claim(
    connection: Connection, *, market_code: int, consumer_no: int, claim_no: int
) -> Claim:
    """One claim of this consumer; raises `ClaimUnknown`."""
    row = await connection.fetchrow(
        statement(__package__, "claim"), market_code, consumer_no, claim_no
    )
    if row is None:
        raise ClaimUnknown
    facts = dict(row)
    version = await rulebook.load_no(
        connection, market_code=market_code, book_no=facts.pop("book_no")
    )
    frozen, closed = facts.pop("frozen"), facts.pop("closed")
    return Claim(
        **facts,
        packets_at_most=version.chain.packets_per_order,
        state="closed" if closed else "frozen" if frozen else "open",
    )


async def standing_today(
    connection: Connection, *, market_code: int, consumer_no: int, claim: Claim, now: datetime
) -> Standing:
    """How a claim of this consumer stands on the market day of `now`, for `why_nothing`."""
    day = market_midnight(now)
    row = await connection.fetchrow(
        statement(__package__, "queue_today"),
        *(market_code, consumer_no, claim.claim_no, least_id_at(day - _LATEST_PAYMENT), day),
    )
    return Standing(
        cap_fen=claim.cap_fen,
        received_fen=claim.received_fen,
        packet_count=claim.packet_count,
        packets_at_most=claim.packets_at_most,
        frozen=claim.state == "frozen",
        closed=claim.state == "closed",
        ahead=claim.ahead,
        bills=row["bills"],
        packets=row["packets"],
        last=read_evidence(row["last"]) if row["last"] else None,
    )


async def claim_of_order(
    connection: Connection, *, market_code: int, consumer_no: int, order_id: int
) -> Claim | None:
    """The claim that a settled order opened or joined; None while there is none."""
    claim_no = await connection.fetchval(
        statement(__package__, "claim_of_order"), market_code, consumer_no, order_id
    )
    if claim_no is None:
        return None
    return await claim(
        connection, market_code=market_code, consumer_no=consumer_no, claim_no=claim_no
    )
