"""What each program with a pool has of its own to tell, out of its own tables."""

from typing import Any

from deploy.demo import figures
from deploy.demo.options import MARKET
from models import rulebook
from models.appreciating_points import Pool, quoted_e8
from models.database import Database
from models.rulebook import AppreciatingPointsBook

_PER_POINT = 100 * 10**8


async def own_figures(database: Database, program: str, pool_fen: int) -> dict[str, Any]:
    """`<program>.sql`, and the two prices of a point; `caps_left_fen` is in all of them."""
    own = await figures.row(database, program, MARKET)
    if program == "appreciating_points":
        own |= await _prices(database, Pool(pool_fen, own["points"], own["first_fen"]))
    return own


async def periods(database: Database, program: str) -> dict[str, Any]:
    """The periods that have ended, of the program that has any."""
    if program != "green_points":
        return {}
    return {"periods": await figures.rows(database, "green_periods", MARKET)}


async def _prices(database: Database, pool: Pool) -> dict[str, int]:
    """What a point is quoted at, and the money behind it, in 10⁻⁸ fen."""
    async with database.connection() as connection:
        version = await rulebook.load_no(connection, market_code=MARKET, book_no=1)
    if not isinstance(version.book, AppreciatingPointsBook) or not pool.points:
        return {"quoted_e8": 0, "backed_e8": 0}
    backed_e8 = pool.pool_fen * _PER_POINT // pool.points
    return {"quoted_e8": quoted_e8(pool, version.book), "backed_e8": backed_e8}
