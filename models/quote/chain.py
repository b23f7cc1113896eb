"""`packet_chain`: arithmetic of the rule book, and what stands in the bill's queue."""

from datetime import timedelta

from models.clock import market_midnight
from models.database import Connection, statement
from models.ids import least_id_at
from models.ledger import Kind, account
from models.money import bp_of
from models.packet_chain import queue_id, tier_of
from models.quote.base import Asked, Quote, allocate
from models.rulebook.netting import netted_fen

# An order opened two days ago can't be paid today any more.
_LATEST_PAYMENT = timedelta(days=2)


class ChainQuote(Quote, frozen=True, kw_only=True):
    """What a bill can bring in packets.

    `packet_fund_fen` is what the bill puts into packets for others, `netted_fen` not in it;
    `funded_today_fen` is what the paid bills of the day have put into this queue, before refunds
    and such cover, `funded_fen` what lies in its reserve now. `tier_upper_fen` is None in the open
    tier. `joins_claim` is the number
    of the shopper's claim of today which the bill joins, None if it opens one: `cap_fen` then adds
    to that claim's cap, `packets_at_most` is what is left of its packets (with none left the bill
    brings nothing), and `packet_fund_fen` feeds the queue's reserve.
    """

    packet_fund_fen: int
    packets_at_most: int
    packets_per_order: int
    tier_upper_fen: int | None
    funded_today_fen: int
    open_claims_ahead: int
    joins_claim: int | None


async def quote_chain(connection: Connection, asked: Asked) -> ChainQuote:
    """Quote a bill; for a known consumer also whether it would join a claim opened today."""
    store = asked.store
    book, uppers_fen = store.version.chain, store.tier_uppers_fen
    tier = tier_of(asked.amount_fen, uppers_fen)
    allocated = allocate(asked)
    day = market_midnight(asked.at)
    queue = queue_id(store.merchant_no, tier)
    row = await connection.fetchrow(
        statement(__package__, "chain"),
        *(store.market_code, queue, store.merchant_no, tier, day, book.packet_share_bp),
        *(least_id_at(day - _LATEST_PAYMENT), account(Kind.RESERVE, queue), asked.consumer_no),
        account(Kind.RECEIVABLE, store.merchant_no),
    )
    netted = netted_fen(allocated.packets_fen, row["uncovered_fen"], book.netting_bp)
    packets_left = max(0, book.packets_per_order - row["packets_had"])
    return ChainQuote(
        program=book.program,
        amount_fen=asked.amount_fen,
        discount_fen=allocated.discount_fen,
        packet_fund_fen=allocated.packets_fen - netted,
        netted_fen=netted,
        cap_fen=bp_of(asked.amount_fen, book.cap_bp) if packets_left else 0,
        packets_at_most=packets_left,
        packets_per_order=book.packets_per_order,
        tier=tier,
        tier_upper_fen=uppers_fen[tier] if tier < len(uppers_fen) else None,
        funded_today_fen=row["funded_today_fen"],
        funded_fen=row["reserve_fen"],
        open_claims_ahead=row["open_claims"],
        joins_claim=row["joins_claim"],
        book_no=store.version.book_no,
        book_hash=store.version.hash,
    )
