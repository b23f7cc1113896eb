"""What one worker drops, another may have been promised meanwhile."""

from models import outbox
from tests.workers.payout.conftest import MARKET, World
from workers.passes import Pass

JOB = "test.look"


async def _promise(world: World) -> None:
    async with world.database.transaction() as connection:
        await outbox.promise(
            connection, market_code=MARKET, job=JOB, subject_ids=[1], due_at=world.clock()
        )


async def _promised(world: World) -> int:
    return int(await world.value("SELECT count(*) FROM promises WHERE job = $1", JOB))


async def test_what_has_nothing_left_to_do_is_dropped(world: World) -> None:
    await _promise(world)
    this = Pass(world.house)
    await this.drop((await this.take(JOB)).values())
    assert await _promised(world) == 0


async def test_what_was_promised_anew_while_a_worker_looked_is_not_dropped(world: World) -> None:
    await _promise(world)
    this = Pass(world.house)
    looked_at = await this.take(JOB)
    await _promise(world)
    await this.drop(looked_at.values())
    assert await _promised(world) == 1
    await this.drop((await this.take(JOB)).values())
