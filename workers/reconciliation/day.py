"""One day: its bills fetched and kept, and then compared with the book."""

import asyncio
from datetime import date
from functools import partial

from models import reconciliation
from models.reconciliation import Bill, DayReport, Ourselves, Sheet
from wechat import Refused, Unavailable
from wechat.pay import bills
from workers.house import House
from workers.reconciliation.sheets import sheet_of


async def reconcile_day(house: House, day: date) -> DayReport:
    """Fetch what WeChat says about a day, compare, and look again at the open days before it.

    Raises Unavailable while a bill is being made or WeChat can't be reached, and Refused where
    WeChat gives a bill out no more; a bill that was kept before is then good enough.
    """
    for bill in Bill:
        await _fetch(house, day, bill)
    async with house.database.connection() as connection:
        earlier = await reconciliation.queries.days_to_look_at_again(connection, day)
    report = await reconcile_again(house, day)
    for before in earlier:
        await reconcile_again(house, before)
    return report


async def look_again(house: House, day: date) -> DayReport:
    """Compare a day whose breaks may have healed; only what could not be read is fetched anew.

    What is still not to be had leaves the bill as it was kept.
    """
    async with house.database.connection() as connection:
        spoiled = await reconciliation.calendar.bills_unreadable(connection, day, house.clock())
    for bill in spoiled:
        await _fetch(house, day, Bill(bill))
    return await reconcile_again(house, day)


async def reconcile_again(house: House, day: date) -> DayReport:
    """Compare a day once more, by the bills that were kept; nothing is fetched."""
    sheets = [sheet for bill in Bill if (sheet := await _kept(house, day, bill))]
    return await house.database.in_transaction(
        partial(
            reconciliation.reconcile,
            day=day,
            sheets=sheets,
            who=Ourselves(house.pay.account.sp_mchid, house.seal),
            now=house.clock(),
        )
    )


async def _fetch(house: House, day: date, bill: Bill) -> None:
    try:
        content = await bills.fetch(house.pay, bills.Bill(bill.value), day)
    except (Unavailable, Refused):
        async with house.database.connection() as connection:
            if await reconciliation.is_kept(connection, day=day, bill=bill):
                return
        raise
    async with house.database.transaction() as connection:
        await reconciliation.keep_bill(
            connection, seal=house.seal, day=day, bill=bill, content=content, at=house.clock()
        )


async def _kept(house: House, day: date, bill: Bill) -> Sheet | None:
    """A kept bill, read in a thread of its own: a long one takes seconds."""
    async with house.database.connection() as connection:
        content = await reconciliation.kept_bill(connection, seal=house.seal, day=day, bill=bill)
    if content is None:
        return None
    return await asyncio.to_thread(sheet_of, bill, content, house.pay.account.sp_mchid)
