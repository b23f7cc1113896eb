"""Looking through the books for something to tell."""

from functools import partial
from typing import Any

from models.merchant import open_markets
from models.notification import sending, watching
from workers.house import Context, House


async def watch_news(ctx: Context) -> int:
    """Plan messages about everything new in every market; returns how many journals were read."""
    house: House = ctx["house"]
    turns = house.turns["watch news"]
    if not house.templates or turns.somebody_waits:
        return 0
    async with turns.mine():
        able = await able_templates(house)
        async with house.database.connection() as connection:
            markets = await open_markets(connection)
            behind = set(await watching.markets_behind(connection))
        return sum([await _watch(house, code, able, behind) for code in markets])


async def able_templates(house: House) -> set[str]:
    """The templates that we have at WeChat and that it has not withdrawn."""
    async with house.database.connection() as connection:
        gone = await sending.withdrawn_ids(connection)
    return {key for key, one in house.templates.items() if one.template_id not in gone}


async def _watch(house: House, market_code: int, able: set[str], behind: set[int]) -> int:
    terms: dict[str, Any] = {
        "market_code": market_code,
        "able": able,
        "digest_hour": house.digest_hour,
        "fresh_id": house.fresh_id,
    }
    seen = 0
    while market_code in behind:
        work = partial(watching.watch, now=house.clock(), **terms)
        some = await house.database.in_transaction(work)
        seen += some
        if some < watching.MOST_JOURNALS:
            break
    work = partial(watching.watch_waiting, now=house.clock(), **terms)
    await house.database.in_transaction(work)
    return seen
