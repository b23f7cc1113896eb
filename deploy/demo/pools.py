"""What the demos of programs with a pool have to tell: what came in, what was paid, what is there.

All of it comes out of the ledger, week by week, and what caps would still allow out of the
program's own tables (`<program>.sql`).
"""

from typing import Any

import msgspec

from deploy.demo import figures
from deploy.demo.options import MARKET, Options
from deploy.demo.phone import Quoted
from deploy.demo.replay import Replayed
from models import rulebook
from models.appreciating_points import Pool, quoted_e8
from models.database import Database
from models.ids import write_id
from models.ledger import JournalKind, Kind
from models.pool import pool_account, read_pooled
from models.rulebook import AppreciatingPointsBook

_TO_PEOPLE = [JournalKind.RELEASE, JournalKind.REDEMPTION]
_AT_ONCE_TOO = [JournalKind.SETTLEMENT, *_TO_PEOPLE]
_PURSES = [Kind.WALLET, Kind.REBATE, Kind.COUPON]


class Outcome(msgspec.Struct):
    """Counts of bills, by what of the quote came true; sums of what they brought, in fen."""

    compared: int = 0
    discount_as_quoted: int = 0
    fund_as_quoted: int = 0


async def tell(options: Options, database: Database, seen: Replayed) -> dict[str, Any]:
    """The pool's figures, and whether quotes held."""
    outcome, at_once_fen, coupons_fen = await _bills(database, seen.quotes)
    where = (MARKET, pool_account(options.program))
    flows = {row["kind"]: row for row in await figures.rows(database, "pool_flows", *where)}
    people = await figures.row(database, "pool_people", MARKET, _AT_ONCE_TOO, _PURSES)
    weeks = await figures.rows(database, "pool_weeks", *where, JournalKind.SETTLEMENT, _TO_PEOPLE)
    own = await figures.row(database, options.program, MARKET)
    left_fen = weeks[-1]["pool_fen"] if weeks else 0
    if options.program == "appreciating_points":
        own |= await _prices(database, own, left_fen)
    return {
        "ok": True,
        "result": {"quotes": msgspec.to_builtins(outcome)},
        "pool": {
            "into_fen": _sum(flows, [JournalKind.SETTLEMENT], "in_fen"),
            "at_once_fen": at_once_fen,
            "paid_with_coupons_fen": coupons_fen,
            "paid_out_fen": _sum(flows, _TO_PEOPLE, "out_fen"),
            "steps": {
                JournalKind(kind).name.lower(): row["journals"]
                for kind, row in flows.items()
                if kind in _TO_PEOPLE
            },
            "left_fen": left_fen,
            "caps_left_fen": own.pop("caps_left_fen"),
            "people": people,
            "withdrawn": await figures.row(database, "withdrawn", MARKET),
            "own": own,
            "weeks": weeks,
        }
        | await _periods(options, database),
    }


async def _bills(database: Database, quotes: dict[str, Quoted]) -> tuple[Outcome, int, int]:
    """How quotes compare with journals; rebates at once, and what was paid with coupons, in fen."""
    outcome, at_once_fen, coupons_fen = Outcome(), 0, 0
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT evidence FROM journals WHERE market_code = $1 AND kind = $2",
            *(MARKET, JournalKind.SETTLEMENT),
        )
    for (text,) in rows:
        bill = read_pooled(text)
        at_once_fen += bill.instant_fen
        coupons_fen += bill.coupon_fen
        quoted = quotes.get(write_id("ord", bill.order_id))
        if quoted is not None:
            outcome.compared += 1
            outcome.discount_as_quoted += bill.discount_fen == quoted.discount_fen
            outcome.fund_as_quoted += bill.fund_fen == quoted.fund_fen
    return outcome, at_once_fen, coupons_fen


async def _periods(options: Options, database: Database) -> dict[str, Any]:
    if options.program != "green_points":
        return {}
    return {"periods": await figures.rows(database, "green_periods", MARKET)}


async def _prices(database: Database, own: dict[str, Any], pool_fen: int) -> dict[str, int]:
    """What a point is quoted at, and the money behind it, in 10⁻⁸ fen."""
    async with database.connection() as connection:
        version = await rulebook.load_no(connection, market_code=MARKET, book_no=1)
    pool = Pool(pool_fen, own["points"], own["first_fen"])
    if not isinstance(version.book, AppreciatingPointsBook) or not pool.points:
        return {"quoted_e8": 0, "backed_e8": 0}
    return {
        "quoted_e8": quoted_e8(pool, version.book),
        "backed_e8": pool_fen * 100 * 10**8 // pool.points,
    }


def _sum(flows: dict[int, dict[str, Any]], kinds: list[JournalKind], name: str) -> int:
    return sum(flows[kind][name] for kind in kinds if kind in flows)
