"""The verdict: everything settles, and then every book is held against the others."""

from contextlib import AsyncExitStack
from typing import Final

from deploy.demo.aftermath import drive_on
from deploy.hammer import books, inbox
from deploy.hammer.dead_letters import settle_some, take_up
from deploy.hammer.ground import Ground
from deploy.hammer.house import House
from deploy.hammer.mornings import reconcile_all
from models import people
from models.audit import Report, audit
from models.database import Database, close_database, open_database
from models.packet_chain import day_seed

_UNEXPECTED: Final = '"code":"server.unexpected"'


async def verdict_on(house: House, ground: Ground, closing: AsyncExitStack) -> Report:
    """Drive the clock until every promise is kept, then look at everything."""
    options = ground.options.house
    database = await open_database(house.stack.database_url, pool_size=4)
    closing.push_async_callback(close_database, database)
    await drive_on(database, ground.clock)
    await take_up(ground, database)
    await drive_on(database, ground.clock)
    await settle_some(ground, database)
    if not await drive_on(database, ground.clock):
        await _late(ground, database)
    ground.stage("settling 收尾")
    await reconcile_all(ground, database)
    if not await drive_on(database, ground.clock):
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


def _read_logs(house: House, ground: Ground) -> None:
    """Nobody may have met what nobody expected; the sandbox least of all."""
    for name, child in house.stack.children.items():
        text = child.log.read_text(encoding="utf-8", errors="replace")
        if name.startswith("server") and (times := text.count(_UNEXPECTED)):
            ground.find("server.unexpected", name, f"{times} times, see its log")
        if name == "sandbox" and (times := text.count("Traceback")):
            ground.find("sandbox.crashed", name, f"{times} times, see its log")


async def _late(ground: Ground, database: Database) -> None:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT * FROM promises ORDER BY due_at LIMIT 50")
    for row in rows:
        detail = f"due {row['due_at']:%m-%d %H:%M} attempt {row['attempt']}: {row['last_error']}"
        ground.find("promise.late", f"{row['job']} {row['subject_id']}", detail)
