"""Questions to the ledger."""

from collections.abc import Collection

from models.database import Connection


async def balances_of(
    connection: Connection, market_code: int, accounts: Collection[int]
) -> dict[int, int]:
    """The balance in fen of each account; one that never moved stands at 0."""
    rows = await connection.fetch(
        "SELECT account_id, balance_fen FROM balances"
        " WHERE market_code = $1 AND account_id = ANY($2)",
        market_code,
        list(accounts),
    )
    return dict.fromkeys(accounts, 0) | {row["account_id"]: row["balance_fen"] for row in rows}
