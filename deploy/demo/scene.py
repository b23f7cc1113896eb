"""The demo from the first process to the last line of its report."""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import msgspec
from rich.console import Console

from deploy.demo import bills, figures, owners, pools, queues, report
from deploy.demo.aftermath import drive_on, rest_over, settle_down
from deploy.demo.calendar import let_pass
from deploy.demo.effort import cpu_seconds
from deploy.demo.market import Market, load_market, opening_moment
from deploy.demo.options import Options
from deploy.demo.programs import PLAYING
from deploy.demo.receipts import Receipts, read_receipts
from deploy.demo.replay import Replay, Replayed
from deploy.demo.screen import Screen
from deploy.demo.stack import Stack, open_doors, running
from models.audit import audit
from models.database import Database, close_database, open_database
from models.packet_chain import day_seed

_TICK_S = 0.2
_LATE = timedelta(days=1)
"""What a splitting may rest across a night without its lines lying days apart."""


async def demo(options: Options) -> int:
    """Run the whole demo; the exit status is 1 if anything is found or a break is open."""
    console, started = Console(), time.monotonic()
    receipts = await asyncio.to_thread(
        read_receipts,
        orders=options.orders,
        stores=options.stores,
        days=options.days,
    )
    screen = Screen(console, len(receipts.chosen))
    screen.say(_what(receipts, options))
    async with running(options, opening_moment(receipts)) as stack, AsyncExitStack() as closing:
        market = await load_market(stack, options, receipts)
        await open_doors(stack, options, closing)
        await owners.say_where(stack, options, receipts.stores)
        screen.say(f"开市 market open ({time.monotonic() - started:.0f} s)")
        database = await open_database(stack.database_url, pool_size=4)
        closing.push_async_callback(close_database, database)
        seen, kept = await _play(stack, options, receipts, market, database, screen)
        document = await _document(stack, options, database, screen, seen)
        document["run"] |= _run(receipts, market, kept, time.monotonic() - started)
        report.write(document, options.report)
        report.show(console, document)
        if options.keep:
            await owners.promote(stack, options, receipts.stores)
            await _stay(stack, screen)
    return 0 if document["ok"] else 1


async def _play(
    stack: Stack,
    options: Options,
    receipts: Receipts,
    market: Market,
    database: Database,
    screen: Screen,
) -> tuple[Replayed, bool]:
    """Replay, then drive on; returns what the phones saw and whether every promise was kept."""
    due, days = PLAYING[options.program].due, PLAYING[options.program].on

    async def night() -> None:
        late = stack.clock() - _LATE
        if due is not None or await rest_over(database, late):
            await settle_down(database, stack.clock)

    async with (
        Replay(stack, options, market) as replay,
        screen.watching(database, stack.clock),
    ):
        await replay.play(receipts, night)
        kept = await drive_on(database, stack.clock)
        if due is not None:
            kept &= await let_pass(database, stack.clock, due, days)
            await replay.end()
            kept &= await drive_on(database, stack.clock)
    return replay.seen, kept


async def _document(
    stack: Stack, options: Options, database: Database, screen: Screen, seen: Replayed
) -> dict[str, Any]:
    """Everything that the report says."""
    books = await figures.of_the_books(database)
    lines, earned = books.pop("lines"), books.pop("earned")
    own = await _own(stack, options, database, seen)
    reconciled = await bills.reconciled(database, stack.clock)
    started = time.monotonic()
    async with screen.auditing():
        found = await audit(
            database,
            seeds=lambda market, day: day_seed(options.secret("draw"), market, day),
            progress=screen.audited,
        )
    return {
        "ok": own.pop("ok") and found.clean and not reconciled["breaks_open"],
        "run": {"program": options.program, "seed": options.seed, "phones": options.phones},
        "result": books
        | {"refused": dict(seen.refused), "deeds": dict(seen.deeds)}
        | own.pop("result"),
        "lines": lines,
        "earned": earned,
        "timings": figures.of_the_phones(seen)
        | {"cpu_seconds": cpu_seconds(stack.children, options.directory / "pg")},
        "deaths": {name: child.deaths for name, child in stack.children.items()},
        "wechat": await figures.of_wechat(stack.sandbox_url),
        "reconciliation": reconciled,
        "audit": {
            "seconds": round(time.monotonic() - started, 2),
            "figures": dict(found.figures),
            "counts": dict(found.counts),
            "findings": msgspec.to_builtins(found.findings),
        },
    } | own


async def _own(
    stack: Stack, options: Options, database: Database, seen: Replayed
) -> dict[str, Any]:
    """What the program alone has to tell."""
    if options.program == "packet_chain":
        return await queues.tell(stack, options, database, seen)
    return await pools.tell(options, database, seen)


def _run(receipts: Receipts, market: Market, kept: bool, seconds: float) -> dict[str, Any]:
    return {
        "orders": len(receipts.chosen),
        "stores": len(receipts.stores),
        "households": len(receipts.households),
        "first_receipt": receipts.chosen[0].at.isoformat(),
        "last_receipt": receipts.chosen[-1].at.isoformat(),
        "zero_baskets_skipped": receipts.zero_baskets,
        "shoppers_wechat_will_not_pay": market.flawed,
        "every_promise_kept": kept,
        "seconds": round(seconds, 1),
    }


def _what(receipts: Receipts, options: Options) -> str:
    first, last = receipts.chosen[0].at, receipts.chosen[-1].at
    why = (
        "各队列像一个商圈那样密集 queues as dense as a district's"
        if options.days is None
        else "人少而时间长，因为这种方案按日历运作 few people for long: it works by the calendar"
    )
    return (
        f"{options.program} · 真实收据 real receipts: The Complete Journey 2017"
        f" ({receipts.baskets:,} 篮 baskets, {receipts.zero_baskets} 个零元 zero ones skipped)\n"
        f"最忙的 {len(receipts.stores)} 家店 busiest of {receipts.stores_known} stores"
        f" · {len(receipts.households):,} 户 households ·"
        f" {len(receipts.chosen):,} 单 bills, {first:%m-%d} – {last:%m-%d} · $1 = ¥1\n{why}"
    )


async def _stay(stack: Stack, screen: Screen) -> None:
    """Leave the pages running until somebody says stop; market time now goes as the machine's."""
    screen.say(
        f"手机 phone    {stack.sandbox_url}/phone\n"
        f"控制 control  {stack.sandbox_url}/control\n"
        f"接口 OpenAPI  {stack.product_url}/docs\n"
        f"指标 metrics  {stack.product_url}/metrics\n"
        "在控制页拨快时间、制造故障。The control page moves time on and makes things go wrong.\n"
        "Ctrl-C 结束 ends it."
    )
    seen = time.monotonic()
    while True:
        await asyncio.sleep(_TICK_S)
        passed, seen = time.monotonic() - seen, time.monotonic()
        stack.clock.drive(stack.clock() + timedelta(seconds=passed))
