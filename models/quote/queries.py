"""Quoting one bill at one store: arithmetic of the rule book, and what stands in the queue."""

from datetime import datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from models import rulebook
from models.clock import market_midnight
from models.database import Connection, statement
from models.ids import least_id_at
from models.ledger import Kind, account
from models.merchant import PARTIES, Store
from models.money import bp_of, require_amount
from models.packet_chain import queue_id, tier_of
from models.rulebook import PacketChainBook
from models.rulebook.allocation import Allocation
from models.rulebook.netting import netted_fen

# An order opened two days ago can't be paid today any more.
_LATEST_PAYMENT = timedelta(days=2)


class Quote(Struct, frozen=True, kw_only=True):
    """What a bill can bring. `cap_fen` is a ceiling, never a promise; the rest is as it is now.

    `packet_fund_fen` is what the bill puts into packets for others, after `netted_fen` of its fund
    covered refunded bills of the store, if it were settled now; `funded_today_fen` is what the paid
    bills of the day have put into this queue, before refunds and such cover, and `reserve_fen` what
    lies in its reserve now. `tier_upper_fen` is None in the open tier. `joins_claim` is the number
    of the shopper's claim of today which the bill joins, None if it opens one: `cap_fen` then adds
    to that claim's cap, `packets_at_most` is what is left of its packets (with none left the bill
    brings nothing), and `packet_fund_fen` feeds the queue's reserve.
    """

    amount_fen: int
    discount_fen: int
    packet_fund_fen: int
    netted_fen: int
    cap_fen: int
    packets_at_most: int
    packets_per_order: int
    tier: int
    tier_upper_fen: int | None
    funded_today_fen: int
    reserve_fen: int
    open_claims_ahead: int
    joins_claim: int | None
    book_no: int
    book_hash: str


async def quote_for(
    connection: Connection,
    *,
    store: Store,
    amount_fen: int,
    at: datetime,
    consumer_no: int | None = None,
) -> Quote:
    """Quote a bill of `amount_fen` at `store` at `at` (market time); raises `AmountRefused`.

    For a known consumer it tells whether the bill would join a claim that was opened today.
    """
    require_amount(amount_fen)
    book, uppers_fen = store.version.chain, store.tier_uppers_fen
    tier = tier_of(amount_fen, uppers_fen)
    # Every party present: what then remains for packets is what is certain.
    allocated = _allocation(book).split(
        amount_fen=amount_fen, discount_bp=store.discount_bp, filled=frozenset(PARTIES)
    )
    day = market_midnight(at)
    queue = queue_id(store.merchant_no, tier)
    row = await connection.fetchrow(
        statement(__package__, "facts"),
        *(store.market_code, queue, store.merchant_no, tier, day, book.packet_share_bp),
        *(least_id_at(day - _LATEST_PAYMENT), account(Kind.RESERVE, queue), consumer_no),
        account(Kind.RECEIVABLE, store.merchant_no),
    )
    netted = netted_fen(allocated.packets_fen, row["uncovered_fen"], book.netting_bp)
    packets_left = max(0, book.packets_per_order - row["packets_had"])
    return Quote(
        amount_fen=amount_fen,
        discount_fen=allocated.discount_fen,
        packet_fund_fen=allocated.packets_fen - netted,
        netted_fen=netted,
        cap_fen=bp_of(amount_fen, book.cap_bp) if packets_left else 0,
        packets_at_most=packets_left,
        packets_per_order=book.packets_per_order,
        tier=tier,
        tier_upper_fen=uppers_fen[tier] if tier < len(uppers_fen) else None,
        funded_today_fen=row["funded_today_fen"],
        reserve_fen=row["reserve_fen"],
        open_claims_ahead=row["open_claims"],
        joins_claim=row["joins_claim"],
        book_no=store.version.book_no,
        book_hash=store.version.hash,
    )


@lru_cache(maxsize=256)
def _allocation(book: PacketChainBook) -> Allocation:
    return rulebook.compile_allocation(book)
