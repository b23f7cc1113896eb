"""`appreciating_points`: what a bill puts into the pool, and what its payer may ever redeem."""

from models.database import Connection
from models.money import bp_of
from models.quote.base import Asked
from models.quote.pooled import PooledQuote, quote_pooled
from models.rulebook import AppreciatingPointsBook


async def quote_appreciating_points(connection: Connection, asked: Asked) -> PooledQuote:
    """Quote a bill: redemptions are capped by what was spent."""
    book = asked.book(AppreciatingPointsBook)
    return await quote_pooled(connection, asked, cap_fen=bp_of(asked.amount_fen, book.cap_bp))
