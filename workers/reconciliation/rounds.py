"""Each morning: the day before, and every day before that which is still to be done."""

import logging
import time
from datetime import timedelta
from typing import Final

from models import reconciliation
from wechat import WireError
from workers.house import Context, House
from workers.reconciliation.day import reconcile_day

_PASS_S: Final = 40.0
_REST: Final = timedelta(minutes=10)
"""How long to leave WeChat in peace (wire time) while it makes a bill, or gives none."""
_RESTS_UNTIL: Final = "reconciliation_rests_until"
log = logging.getLogger("rangli.reconciliation")


async def reconcile_due(ctx: Context) -> int:
    """Reconcile the days whose turn it is, in their order; returns how many."""
    house: House = ctx["house"]
    turns = house.turns["reconcile"]
    rests_until = ctx.get(_RESTS_UNTIL)
    if turns.somebody_waits or (rests_until and house.wire_clock() < rests_until):
        return 0
    done = 0
    async with turns.mine():
        ends_at = time.monotonic() + _PASS_S
        while time.monotonic() < ends_at and await _next(ctx, house):
            done += 1
    return done


async def _next(ctx: Context, house: House) -> bool:
    async with house.database.connection() as connection:
        day = await reconciliation.calendar.next_day(connection, house.clock())
    if day is None:
        return False
    try:
        report = await reconcile_day(house, day)
    except WireError as error:
        log.warning("the bills of %s are not to be had yet: %s", day, error)
        ctx[_RESTS_UNTIL] = house.wire_clock() + _REST
        return False
    for one in report.open:
        log.warning("%s %s %s %s is open", day, one.bill, one.type, one.subject)
    return True
