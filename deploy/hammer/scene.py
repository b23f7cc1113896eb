"""The hammering from the first process to the verdict."""

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack

import aiohttp
from rich.console import Console

from deploy.demo.market import load_market, opening_moment
from deploy.hammer import report, screen
from deploy.hammer.days import let_days_pass
from deploy.hammer.dialogues import lose_a_template
from deploy.hammer.document import days_since, document_of
from deploy.hammer.ground import SLOW_S, Ground, HeardLine
from deploy.hammer.house import House, open_doors, standing, up_again
from deploy.hammer.killer import kill_at_random, kill_everybody
from deploy.hammer.options import Options
from deploy.hammer.paper import spoil_bills
from deploy.hammer.shopper import Shopper
from deploy.hammer.stores import (
    block_a_store,
    listen_to_shares,
    make_well,
    open_and_close,
    trouble_merchants,
)
from deploy.hammer.till import Owner
from deploy.hammer.town import Town, town_for
from deploy.hammer.verdict import verdict_on
from deploy.hammer.weather import (
    bring_faults,
    change_fortunes,
    clear_up,
    set_clocks_wrong,
)

_CONFIRMS_AFTER_S = 6 * 3_600


async def hammer(options: Options) -> int:
    """Hammer, let everything settle, and hold every book against the others; 1 if that fails."""
    console, started = Console(), time.monotonic()
    town = await asyncio.to_thread(town_for, options)
    async with (
        standing(options, opening_moment(town.receipts)) as house,
        AsyncExitStack() as closing,
    ):
        ground = await _ground(house, options, town, closing)
        async with screen.watching(console, ground):
            struck = await _fall(house, ground)
            found = await verdict_on(house, ground, closing)
        document = await document_of(house, ground, found, struck)
    document["seconds"] = round(time.monotonic() - started, 1)
    report.write(document, options.report)
    report.show(console, document)
    return 0 if document["ok"] else 1


async def _ground(house: House, options: Options, town: Town, closing: AsyncExitStack) -> Ground:
    """The market founded, the doors open, a line to every server."""
    market = await load_market(house.stack, options.house, town.receipts)
    await _manage_trade(house, options)
    await open_doors(house, options, closing)
    timeout = aiohttp.ClientTimeout(total=SLOW_S)
    urls = [*house.servers, house.stack.sandbox_url]
    sessions = [
        await closing.enter_async_context(aiohttp.ClientSession(url, timeout=timeout))
        for url in urls
    ]
    answers: Counter[str] = Counter()
    *product, sandbox = (HeardLine(session, answers) for session in sessions)
    clock = house.stack.clock
    ground = Ground(options, town, market, clock, [*product], sandbox, answers=answers)
    await listen_to_shares(ground, house.servers[0])
    return ground


async def _manage_trade(house: House, options: Options) -> None:
    """Before anybody asks: whether WeChat counts us among the 交易类."""
    async with aiohttp.ClientSession(house.stack.sandbox_url) as sandbox:
        wish = {"managed": options.trade, "confirm_seconds": _CONFIRMS_AFTER_S}
        (await sandbox.post("/sandbox/trade-management", json=wish)).raise_for_status()


async def _fall(house: House, ground: Ground) -> dict[str, int]:
    """Let it fall for as long as was asked; returns how often each fault struck."""
    await bring_faults(ground)
    deeds = [Shopper(ground, household).live() for household in ground.market.openids]
    appid = house.stack.identity["merchant_appid"]
    deeds += [Owner(ground, store, appid).live() for store in ground.market.scenes]
    provider = house.stack.identity["sp_mchid"]
    deeds += [let_days_pass(ground, house.stack.database_url), change_fortunes(ground)]
    deeds += [set_clocks_wrong(ground), lose_a_template(ground), block_a_store(ground)]
    deeds += [trouble_merchants(ground, provider), spoil_bills(ground)]
    deeds.append(open_and_close(ground, house.stack.database_url))
    if ground.options.kills:
        deeds.append(kill_at_random(ground, house.stack.children))
    async with asyncio.TaskGroup() as everybody:
        for deed in deeds:
            everybody.create_task(deed)
        await asyncio.sleep(ground.options.seconds)
        ground.over.set()
    ground.days = days_since(ground)
    ground.stage("hammering 锤打")
    struck = await clear_up(ground)
    await make_well(ground, provider)
    if ground.options.kills:
        await kill_everybody(ground, house.stack.children)
        await up_again(house)
    return struck
