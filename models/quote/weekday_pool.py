"""`weekday_pool`: what a bill puts into the pool, and how far it may go there."""

from models.database import Connection
from models.quote.base import Asked, allocate
from models.quote.pooled import PooledQuote, quote_pooled
from models.rulebook import WeekdayPoolBook
from models.weekday_pool import cap_fen


async def quote_weekday_pool(connection: Connection, asked: Asked) -> PooledQuote:
    """Quote a bill with its own store as the only partner."""
    most_fen = cap_fen(
        amount_fen=asked.amount_fen,
        discount_fen=allocate(asked).discount_fen,
        partners=1,
        book=asked.book(WeekdayPoolBook),
    )
    return await quote_pooled(connection, asked, cap_fen=most_fen)
