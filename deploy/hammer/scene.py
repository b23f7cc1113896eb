"""The hammering from the first process to the verdict."""

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import msgspec
from rich.console import Console

from deploy.demo.aftermath import drive_on
from deploy.demo.market import load_market, opening_moment
from deploy.hammer import books, inbox, report, screen
from deploy.hammer.days import let_days_pass
from deploy.hammer.dead_letters import settle_some, take_up
from deploy.hammer.dialogues import lose_a_template
from deploy.hammer.figures import figures_of
from deploy.hammer.ground import SLOW_S, Ground, HeardLine
from deploy.hammer.house import House, open_doors, standing, up_again
from deploy.hammer.killer import kill_at_random, kill_everybody
from deploy.hammer.mornings import reconcile_all
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
from deploy.hammer.weather import (
    bring_faults,
    change_fortunes,
    clear_up,
    set_clocks_wrong,
)
from models import people
from models.audit import Report, audit
from models.clock import market_day
from models.database import Database, close_database, open_database
from models.packet_chain import day_seed

_CONFIRMS_AFTER_S = 6 * 3_600
UNEXPECTED = '"code":"server.unexpected"'


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
            found = await _verdict(house, ground, closing)
        document = await _document(house, ground, found, struck)
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
    ground = Ground(
        options, town, market, house.stack.clock, [], HeardLine(sessions[-1], Counter())
    )
    ground.product = [HeardLine(session, ground.answers) for session in sessions[:-1]]
    ground.sandbox = HeardLine(sessions[-1], ground.answers)
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
    ground.days = _days_since(ground)
    ground.stage("hammering 锤打")
    struck = await clear_up(ground)
    await make_well(ground, provider)
    if ground.options.kills:
        await kill_everybody(ground, house.stack.children)
        await up_again(house)
    return struck


async def _verdict(house: House, ground: Ground, closing: AsyncExitStack) -> Report:
    """Drive the clock until every promise is kept, then look at everything."""
    options = ground.options.house
    database = await open_database(house.stack.database_url, pool_size=4)
    closing.push_async_callback(close_database, database)
    await drive_on(database, ground.clock, with_rests=True)
    await take_up(ground, database)
    await drive_on(database, ground.clock, with_rests=True)
    await settle_some(ground, database)
    if not await drive_on(database, ground.clock, with_rests=True):
        await _late(ground, database)
    ground.stage("settling 收尾")
    await reconcile_all(ground, database)
    if not await drive_on(database, ground.clock, with_rests=True):
        await _late(ground, database)
    ground.stage("reconciling 对账")
    _read_logs(house, ground)
    if not ground.counts["payments"]:
        ground.find("hammer.nothing_happened", "no payment went through")
    seal = people.Seal(keys={1: options.secret("seal")}, index_key=options.secret("index"))
    await books.compare(ground, database, seal, house.stack.identity["sp_mchid"])
    async with database.connection() as connection:
        await inbox.compare(ground, connection, seal)
    return await audit(
        database, seeds=lambda market, day: day_seed(options.secret("draw"), market, day)
    )


def _days_since(ground: Ground) -> int:
    """Midnights of the market since the town opened."""
    return (market_day(ground.clock()) - market_day(ground.town.opens_at)).days


def _read_logs(house: House, ground: Ground) -> None:
    """Nobody may have met what nobody expected; the sandbox least of all."""
    for name, child in house.stack.children.items():
        text = child.log.read_text(encoding="utf-8", errors="replace")
        if name.startswith("server") and (times := text.count(UNEXPECTED)):
            ground.find("server.unexpected", name, f"{times} times, see its log")
        if name == "sandbox" and (times := text.count("Traceback")):
            ground.find("sandbox.crashed", name, f"{times} times, see its log")


async def _late(ground: Ground, database: Database) -> None:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT * FROM promises ORDER BY due_at LIMIT 50")
    for row in rows:
        detail = f"due {row['due_at']:%m-%d %H:%M} attempt {row['attempt']}: {row['last_error']}"
        ground.find("promise.late", f"{row['job']} {row['subject_id']}", detail)


async def _document(
    house: House, ground: Ground, found: Report, struck: dict[str, int]
) -> dict[str, Any]:
    database = await open_database(house.stack.database_url, pool_size=2)
    async with database.connection() as connection:
        figures = await figures_of(connection)
    await close_database(database)
    findings = [msgspec.to_builtins(one) for one in ground.findings]
    findings += [
        {"code": one.code, "subject": one.subject, "detail": one.detail} for one in found.findings
    ]
    return {
        "ok": not findings,
        "seed": ground.options.seed,
        "scenario": ground.options.scenario,
        "span": {
            "minutes of hammering 分钟": round(ground.options.seconds / 60, 2),
            "market days of hammering 市场日": ground.days,
            "market days in all 全程市场日": _days_since(ground),
            "trade managed 交易类": int(ground.options.trade),
            "spare worker 第三工人": int(ground.options.spare),
            "store blocked 停分账": int(ground.options.blocked),
        },
        "counts": dict(ground.counts),
        "kills": dict(ground.kills),
        "deaths": {name: child.deaths for name, child in house.stack.children.items()},
        "faults": struck,
        "breaks": dict(ground.breaks),
        "answers": dict(ground.answers),
        "stages": ground.stages,
        **figures,
        "audit": {"journals": found.figures["journals"], "counts": dict(found.counts)},
        "findings": findings,
    }
