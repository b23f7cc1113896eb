"""What the demos of programs with a pool have to tell: what came in, what was paid, what is there.

All of it comes out of the ledger, week by week, and what caps would still allow out of the
program's own tables.
"""

from typing import Any

import msgspec

from deploy.demo import figures
from deploy.demo.options import MARKET, Options
from deploy.demo.pool_bills import compare, settled_bills
from deploy.demo.pool_own import own_figures, periods
from deploy.demo.replay import Replayed
from models.database import Database
from models.ledger import JournalKind, Kind
from models.pool import pool_account

_TO_PEOPLE = [JournalKind.RELEASE, JournalKind.REDEMPTION]
_AT_ONCE_TOO = [JournalKind.SETTLEMENT, *_TO_PEOPLE]
_PURSES = [Kind.WALLET, Kind.REBATE, Kind.COUPON]


async def tell(options: Options, database: Database, seen: Replayed) -> dict[str, Any]:
    """The pool's figures, and whether quotes held."""
    bills = await settled_bills(database)
    pool = {
        "at_once_fen": sum(bill.instant_fen for bill in bills),
        "paid_with_coupons_fen": sum(bill.coupon_fen for bill in bills),
        **await _flows(database, options.program),
        "people": await figures.row(database, "pool_people", MARKET, _AT_ONCE_TOO, _PURSES),
        "withdrawn": await figures.row(database, "withdrawn", MARKET),
        **await periods(database, options.program),
    }
    own = await own_figures(database, options.program, pool["left_fen"])
    compared = msgspec.to_builtins(compare(bills, seen.quotes))
    return {
        "ok": True,
        "result": {"quotes": compared},
        "pool": pool | {"caps_left_fen": own.pop("caps_left_fen"), "own": own},
    }


async def _flows(database: Database, program: str) -> dict[str, Any]:
    """What went into the pool and out of it, in all and week by week."""
    where = (MARKET, pool_account(program))
    rows = await figures.rows(database, "pool_flows", *where)
    flows = {JournalKind(row["kind"]): row for row in rows}
    out = {kind: flows[kind] for kind in _TO_PEOPLE if kind in flows}
    settled = flows.get(JournalKind.SETTLEMENT, {"in_fen": 0})
    weeks = await figures.rows(database, "pool_weeks", *where, JournalKind.SETTLEMENT, _TO_PEOPLE)
    return {
        "into_fen": settled["in_fen"],
        "paid_out_fen": sum(row["out_fen"] for row in out.values()),
        "steps": {kind.name.lower(): row["journals"] for kind, row in out.items()},
        "left_fen": weeks[-1]["pool_fen"] if weeks else 0,
        "weeks": weeks,
    }
