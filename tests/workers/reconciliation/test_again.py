"""Breaks that heal late, by the house's own work: looked at again, and ever more seldom."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from models.reconciliation import calendar
from tests.workers.reconciliation.conftest import Mornings
from workers.reconciliation import reconcile_due

LATER = timedelta(days=5)


async def days_after(world: Mornings, day: date, ctx: dict[str, Any]) -> None:
    """Five mornings pass, and the worker compares each."""
    for number in range(1, LATER.days + 1):
        await world.morning_after(day + timedelta(days=number))
        await reconcile_due(ctx)


async def test_a_payment_that_the_book_learned_of_late_explains_itself(world: Mornings) -> None:
    ctx = {"house": world.house}
    day = await world.new_day()
    store = await world.store()
    await world.order(store, 200)
    order_id = await world.order(store, 300)
    paid = await world.rows(
        "SELECT state, paid_at, transaction_id, tier FROM orders WHERE order_id = $1", order_id
    )
    await world.house.database.pool.execute(
        "UPDATE orders SET state = 'opened', paid_at = NULL, transaction_id = NULL, tier = 1"
        " WHERE order_id = $1",
        order_id,
    )
    await world.morning_after(day)
    await reconcile_due(ctx)
    await days_after(world, day, ctx)
    assert await world.breaks(day) == [("trade", "state_differs", "open")]
    await world.house.database.pool.execute(
        "UPDATE orders SET state = $2, paid_at = $3, transaction_id = $4, tier = $5"
        " WHERE order_id = $1",
        *(order_id, *paid[0].values()),
    )
    world.pass_time(minutes=30)
    await reconcile_due(ctx)
    assert await world.breaks(day) == [("trade", "state_differs", "open")]  # it rests
    await world.morning_after(day + 2 * LATER)
    await reconcile_due(ctx)
    assert await world.breaks(day) == [("trade", "state_differs", "explained")]
    await world.finish()


async def test_a_bill_that_could_not_be_read_is_fetched_anew_when_it_is_well(
    world: Mornings,
) -> None:
    ctx = {"house": world.house}
    day = await world.new_day()
    store, (ann,) = await world.store(), await world.consumers(1)
    await world.order(store, 300, [(ann, 50)])
    await world.finish()
    await world.plant("split", day, "truncated")
    await world.morning_after(day)
    await reconcile_due(ctx)
    assert await world.breaks(day) == [("split", "bill_unreadable", "open")]
    await days_after(world, day, ctx)
    await world.pull_out()
    runs = "SELECT runs FROM reconciliations WHERE day = $1"
    before = await world.value(runs, day)
    assert before < 1 + 2 * LATER.days
    await world.morning_after(day + 2 * LATER)
    await reconcile_due(ctx)
    assert await world.breaks(day) == [("split", "bill_unreadable", "explained")]
    assert await world.value(runs, day) == before + 1
    kept = await world.rows("SELECT hash FROM bills WHERE day = $1 AND bill = 'split'", day)
    assert len(kept) == 2


async def test_what_nobody_explains_is_looked_at_ever_more_seldom(world: Mornings) -> None:
    day = await world.new_day()
    await world.order(await world.store(), 300)
    await world.finish()
    await world.plant("trade", day, "extra_line")
    await world.morning_after(day)
    ctx = {"house": world.house}
    await reconcile_due(ctx)
    looks = []
    for hour in range(1, 24 * 30):
        world.pass_time(hours=1)
        async with world.database.connection() as connection:
            due = await calendar.days_to_look_at(connection, world.clock(), most=5)
        if day in due:
            await reconcile_due(ctx)
            looks.append(hour)
    pauses = [late - early for early, late in pairwise(looks)]
    assert len(looks) < 40
    assert max(pauses) <= 7 * 24
    assert pauses[-1] >= 4 * 24
