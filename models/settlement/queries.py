"""Questions about what waits to be settled."""

from models.database import Connection


async def markets_waiting(connection: Connection) -> list[int]:
    """The markets that have paid orders (set apart or not), one index probe a market."""
    rows = await connection.fetch(
        "SELECT market_code FROM ledger_heads AS h WHERE EXISTS ("
        " SELECT FROM orders AS o WHERE o.market_code = h.market_code AND o.state = 'paid')"
    )
    return [row["market_code"] for row in rows]
