"""Asking WeChat whether our consumer program is 交易类: when a worker starts, and then each hour.

It is asked rather than set, since only WeChat's answer decides whether a split is refused. While it
does not answer, what it said before goes on; before its first answer nothing is managed.
"""

import logging
from functools import partial

from models import shipping
from models.merchant import open_markets
from wechat import WireError
from wechat.mini.shipping import is_trade_managed
from workers.house import Context, House

log = logging.getLogger("rangli.shipping")


async def ask_management(ctx: Context) -> bool | None:
    """Ask, and remember the answer for every market; None where there was no answer."""
    house: House = ctx["house"]
    if "consumer" not in house.programs:
        return None
    try:
        managed = await is_trade_managed(house.programs["consumer"])
    except WireError as error:
        log.warning("WeChat does not say whether it manages our trade: %s", error)
        return None
    async with house.database.connection() as connection:
        markets = await open_markets(connection)
    await house.database.in_transaction(
        partial(shipping.note_management, market_codes=markets, managed=managed, at=house.clock())
    )
    return managed
