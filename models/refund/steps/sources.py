"""Where a refund's money is asked from: decided once, before it is sent for the first time."""

from models.database import Connection


async def fix_sources(
    connection: Connection, market_code: int, step_id: int, *, frozen_fen: int
) -> int:
    """Take as much as is frozen, at most all; returns what stands, whoever decided it first.

    Every repetition asks from the same pots, or WeChat would take it for another request.
    """
    fixed: int = await connection.fetchval(
        "UPDATE refund_steps"
        " SET from_frozen_fen = coalesce(from_frozen_fen, least($3, amount_fen))"
        " WHERE market_code = $1 AND step_id = $2 RETURNING from_frozen_fen",
        *(market_code, step_id, frozen_fen),
    )
    return fixed
