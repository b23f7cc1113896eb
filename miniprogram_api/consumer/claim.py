"""A claim: its ceiling, what came so far, and who is served before it."""

from datetime import date

from msgspec import Struct, structs

from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket
from models import merchant, packet_chain, wallet
from models.ids import read_id, write_id


class ClaimFacts(Struct, frozen=True, kw_only=True):
    """How far a claim has come. `cap_fen` is a ceiling, never a promise."""

    claim_id: str
    cap_fen: int
    received_fen: int
    packet_count: int
    packets_at_most: int
    state: str


class ClaimPage(ClaimFacts, frozen=True, kw_only=True):
    """A claim with its store, and how many open claims of its queue are served before it.

    `reason` and `sentences` say why nothing came today: refunded, closed_at_cap,
    closed_at_packets, frozen, no_bill, part_too_small or older_first; received where something did.
    """

    order_id: str
    store_name: str
    opened_on: date
    open_claims_ahead: int
    reason: str
    sentences: list[str]


async def claim_page(call: Call[InMarket]) -> ClaimPage:
    """One claim of one's own."""
    claim_no = read_id("clm", call.path["claim_id"])
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        found = await wallet.claim(
            connection, market_code=market, consumer_no=call.number, claim_no=claim_no
        )
        standing = await wallet.standing_today(
            connection,
            market_code=market,
            consumer_no=call.number,
            claim=found,
            now=call.house.clock(),
        )
    absence = packet_chain.why_nothing(standing, english=call.english)
    return ClaimPage(
        **structs.asdict(claim_facts(found)),
        order_id=write_id("ord", found.order_id),
        store_name=found.store_name,
        opened_on=found.opened_on,
        open_claims_ahead=found.ahead,
        reason=absence.reason.value,
        sentences=absence.sentences,
    )


def claim_facts(found: wallet.Claim) -> ClaimFacts:
    """A claim as an order shows it."""
    return ClaimFacts(
        claim_id=write_id("clm", found.claim_no),
        cap_fen=found.cap_fen,
        received_fen=found.received_fen,
        packet_count=found.packet_count,
        packets_at_most=found.packets_at_most,
        state=found.state,
    )
