"""Quoting one bill at one store: arithmetic of the rule book, and two facts of the queue."""

from datetime import datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from models import rulebook
from models.clock import MARKET_ZONE
from models.database import Connection, statement
from models.ids import least_id_at
from models.merchant import PARTIES, Store
from models.money import bp_of, require_amount
from models.packet_chain import queue_id, tier_of
from models.rulebook import PacketChainBook
from models.rulebook.allocation import Allocation

# An order opened two days ago can't be paid today any more.
_LATEST_PAYMENT = timedelta(days=2)


class Quote(Struct, frozen=True, kw_only=True):
    """What a bill can bring. `cap_fen` is a ceiling, never a promise; the rest is as it is now.

    `packet_fund_fen` is what the bill puts into packets for others; `funded_today_fen` what
    the paid bills of the day have put into this queue. `tier_upper_fen` is None in the open tier.
    """

    amount_fen: int
    discount_fen: int
    packet_fund_fen: int
    cap_fen: int
    packets_at_most: int
    tier: int
    tier_upper_fen: int | None
    funded_today_fen: int
    open_claims_ahead: int
    book_no: int
    book_hash: str


async def quote_for(
    connection: Connection, *, store: Store, amount_fen: int, at: datetime
) -> Quote:
    """Quote a bill of `amount_fen` at `store` at `at` (market time); raises `AmountRefused`."""
    require_amount(amount_fen)
    book, uppers_fen = store.version.book, store.tier_uppers_fen
    tier = tier_of(amount_fen, uppers_fen)
    # Every party present: what then remains for packets is what is certain.
    allocated = _allocation(book).split(
        amount_fen=amount_fen, discount_bp=store.discount_bp, filled=frozenset(PARTIES)
    )
    day = at.astimezone(MARKET_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    row = await connection.fetchrow(
        statement(__package__, "facts"),
        *(store.market_code, queue_id(store.merchant_no, tier), store.merchant_no, tier),
        *(day, book.packet_share_bp, least_id_at(day - _LATEST_PAYMENT)),
    )
    return Quote(
        amount_fen=amount_fen,
        discount_fen=allocated.discount_fen,
        packet_fund_fen=allocated.packets_fen,
        cap_fen=bp_of(amount_fen, book.cap_bp),
        packets_at_most=book.packets_per_order,
        tier=tier,
        tier_upper_fen=uppers_fen[tier] if tier < len(uppers_fen) else None,
        funded_today_fen=row["funded_today_fen"],
        open_claims_ahead=row["open_claims"],
        book_no=store.version.book_no,
        book_hash=store.version.hash,
    )


@lru_cache(maxsize=256)
def _allocation(book: PacketChainBook) -> Allocation:
    return rulebook.compile_allocation(book)
