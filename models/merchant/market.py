"""Which markets are open, and which is meant where somebody may leave it out."""

from models.database import Connection
from models.merchant.region import MarketUnknown
from models.refusal import Refusal


class MarketNeeded(Refusal):
    """Several markets are open, so one must be named."""

    code = "market.needed"


async def open_markets(connection: Connection) -> list[int]:
    """The codes of all markets that were opened."""
    rows = await connection.fetch("SELECT market_code FROM markets ORDER BY market_code")
    return [row["market_code"] for row in rows]


async def market_or_only(connection: Connection, market_code: int | None) -> int:
    """The market that was named, if it is open, or the only open one.

    Raises `MarketUnknown` and `MarketNeeded`.
    """
    rows = await connection.fetch(
        "SELECT market_code FROM markets WHERE $1::integer IS NULL OR market_code = $1 LIMIT 2",
        market_code,
    )
    if not rows:
        raise MarketUnknown(market_code=market_code)
    if len(rows) > 1:
        raise MarketNeeded
    return int(rows[0]["market_code"])
