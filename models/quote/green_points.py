"""`green_points`: what a bill puts into the pool, and the coupons that its points may become."""

from models.database import Connection
from models.quote.base import Asked, allocate
from models.quote.pooled import PooledQuote, quote_pooled
from models.rulebook import GreenPointsBook


async def quote_green_points(connection: Connection, asked: Asked) -> PooledQuote:
    """Quote a bill: its points are worth its discount, and their cap is a multiple of that."""
    book = asked.book(GreenPointsBook)
    points = allocate(asked).discount_fen
    return await quote_pooled(connection, asked, cap_fen=points * book.cap_multiple)
