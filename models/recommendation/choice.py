"""Whether a consumer wants recommendations at all; who never chose gets them."""

from datetime import datetime

from models.database import Connection


async def wanted_by(connection: Connection, *, consumer_no: int) -> bool:
    """Whether this consumer wants recommendations."""
    chosen: bool | None = await connection.fetchval(
        "SELECT wanted FROM recommendation_choices WHERE consumer_no = $1", consumer_no
    )
    return chosen is None or chosen


async def choose(connection: Connection, *, consumer_no: int, wanted: bool, at: datetime) -> None:
    """Switch them on or off, in a transaction; off also forgets what was concluded so far.

    A night that is being kept is waited for, so that it can't bring back what is forgotten here.
    Switched on again, lists come with the next night.
    """
    await connection.execute("SELECT FROM recommendation_nights FOR SHARE")
    await connection.execute(
        "INSERT INTO recommendation_choices (consumer_no, wanted, chosen_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (consumer_no) DO UPDATE SET wanted = $2, chosen_at = $3",
        *(consumer_no, wanted, at),
    )
    if not wanted:
        await connection.execute(
            "DELETE FROM recommendations WHERE market_code IN (SELECT market_code FROM markets)"
            " AND consumer_no = $1",
            consumer_no,
        )
