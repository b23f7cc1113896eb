"""Why this packet: the bill that funded it, the draw, the cap, and how to check all of it.

A packet's id is `pkt_`, the thirteen digits of the bill's id and the thirteen of the claim's.
"""

from datetime import date, datetime

from msgspec import Struct

from miniprogram_api.route import Call
from miniprogram_api.rule import RuleName
from miniprogram_api.shapes import InMarket, local
from models import merchant, packet_chain, payout, rulebook, wallet
from models.ids import read_id, write_id
from models.packet_chain import Proof
from models.wallet import PacketKey

_DIGITS = 13


class DrawFacts(Struct, frozen=True, kw_only=True):
    """What the draw needs to be computed again: `part_fen` among `recipients`, in this order.

    `drawn_fen` is every packet of the bill as drawn, `place` (from 1) is this one's. `seed` and
    `commitment` are hexadecimal; the seed is told once the day is over.
    """

    day: date
    order_id: str
    part_fen: int
    recipients: int
    place: int
    drawn_fen: list[int]
    commitment: str | None
    seed: str | None


class PacketPage(Struct, frozen=True, kw_only=True):
    """One packet, explained. `fund_fen` and the reserve are those of the bill that funded it.

    `verify` is what the stand-alone verifier reads (docs/verify.md).
    """

    packet_id: str
    claim_id: str
    store_name: str
    amount_fen: int
    state: str
    drawn_at: datetime
    drawn_fen: int
    remaining_cap_fen: int
    fund_fen: int
    reserve_taken_fen: int
    reserve_given_fen: int
    draw: DrawFacts
    rule: RuleName
    sentences: list[str]
    verify: Proof


async def packet_page(call: Call[InMarket]) -> PacketPage:
    """Why one received this packet, with everything needed to compute it again."""
    key = read_packet_id(call.path["packet_id"])
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        found = await wallet.explained_packet(
            connection, market_code=market, consumer_no=call.number, key=key
        )
        version = await rulebook.version_of(
            connection, book_no=found.evidence.book_no, hash=found.book_hash
        )
        covered_fen = await payout.history.covered_debt(
            connection, market, order_id=found.order_id, claim_no=found.claim_no
        )
    seed = _told_seed(call, market, date.fromisoformat(found.evidence.day))
    evidence, place = found.evidence, found.evidence.claims.index(found.claim_no)
    return PacketPage(
        packet_id=packet_id(found),
        claim_id=write_id("clm", found.claim_no),
        store_name=found.store_name,
        amount_fen=found.fen,
        state=found.state,
        drawn_at=local(found.drawn_at),
        drawn_fen=evidence.drawn_fen[place],
        remaining_cap_fen=evidence.remaining_fen[place],
        fund_fen=evidence.fund_fen,
        reserve_taken_fen=evidence.reserve_taken_fen,
        reserve_given_fen=evidence.reserve_given_fen,
        draw=_draw(found, place, seed),
        rule=RuleName(evidence.book_no, found.book_hash),
        sentences=[
            *packet_chain.why_packet(
                evidence, place=place, store_name=found.store_name, english=call.english
            ),
            *packet_chain.what_became(
                evidence,
                place=place,
                left_fen=found.fen,
                covered_fen=covered_fen,
                english=call.english,
            ),
        ],
        verify=packet_chain.proof_of(
            evidence,
            market_code=market,
            book_hash=found.book_hash,
            content=version.book.canonical_json().decode(),
            commitment=found.commitment.hex() if found.commitment else None,
            seed=seed,
            claim_no=found.claim_no,
        ),
    )


def packet_id(packet: wallet.Packet) -> str:
    """The id of a packet outside."""
    return write_id("pkt", packet.order_id) + write_id("", packet.claim_no)[1:]


def read_packet_id(text: str) -> PacketKey:
    """The packet that an id names; raises `IdUnreadable`."""
    order, claim = text[:-_DIGITS], text[-_DIGITS:]
    return PacketKey(read_id("pkt", order), read_id("", f"_{claim}"))


def _told_seed(call: Call[InMarket], market: int, day: date) -> str | None:
    seed = packet_chain.told_seed(call.house.draw_root_key, market, day, call.house.clock())
    return seed.hex() if seed else None


def _draw(found: wallet.ExplainedPacket, place: int, seed: str | None) -> DrawFacts:
    evidence = found.evidence
    return DrawFacts(
        day=date.fromisoformat(evidence.day),
        order_id=write_id("ord", found.order_id),
        part_fen=evidence.part_fen,
        recipients=len(evidence.claims),
        place=place + 1,
        drawn_fen=evidence.drawn_fen,
        commitment=found.commitment.hex() if found.commitment else None,
        seed=seed,
    )
