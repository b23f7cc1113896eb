"""Each morning: the day before, and every day before that which is still to be done.

Between mornings: days whose breaks are still open, because the book may have learned meanwhile.
"""

import logging
import time
from datetime import date, timedelta
from typing import Final

from models import reconciliation
from wechat import WireError
from workers.house import Context, House
from workers.reconciliation.day import look_again, reconcile_day

_PASS_S: Final = 40.0
_REST: Final = timedelta(minutes=10)
"""How long to leave WeChat in peace (market time) while it makes a bill, or gives none."""
_LOOKED_AT_A_PASS: Final = 5
_ROUND: Final = "reconcile"
log = logging.getLogger("rangli.reconciliation")


async def reconcile_due(ctx: Context) -> int:
    """Reconcile the days whose turn it is, in their order, and look again at some that have open
    breaks; returns how many were reconciled for the first time."""
    house: House = ctx["house"]
    turns = house.turns[_ROUND]
    if turns.somebody_waits:
        return 0
    done = 0
    async with turns.mine():
        ends_at = time.monotonic() + _PASS_S
        while time.monotonic() < ends_at and not _rests(house) and await _next(house):
            done += 1
        async with house.database.connection() as connection:
            days = await reconciliation.calendar.days_to_look_at(
                connection, house.clock(), most=_LOOKED_AT_A_PASS
            )
        for day in days:
            await _look_again(house, day)
    return done


def _rests(house: House) -> bool:
    rests_until = house.rests.get(_ROUND)
    return rests_until is not None and house.clock() < rests_until


async def _look_again(house: House, day: date) -> None:
    report = await look_again(house, day)
    if not report.open:
        log.info("the breaks of %s have healed", day)


async def _next(house: House) -> bool:
    async with house.database.connection() as connection:
        day = await reconciliation.calendar.next_day(connection, house.clock())
    if day is None:
        return False
    try:
        report = await reconcile_day(house, day)
    except WireError as error:
        log.warning("the bills of %s are not to be had yet: %s", day, error)
        house.rests[_ROUND] = house.clock() + _REST
        return False
    for one in report.open:
        log.warning("%s %s %s %s is open", day, one.bill, one.type, one.subject)
    return True
