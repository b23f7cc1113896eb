"""One refund that can't be written down holds up nobody else's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.workers.refund.conftest import Street


@asynccontextmanager
async def _unwritable(
    street: Street, table: str, state: str, refund_id: int
) -> AsyncIterator[None]:
    """The database refuses that state of that refund's rows for a while."""
    pool = street.database.pool
    await pool.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT unwritable"
        f" CHECK (NOT (refund_id = {refund_id} AND state = '{state}'))"
    )
    try:
        yield
    finally:
        await pool.execute(f"ALTER TABLE {table} DROP CONSTRAINT unwritable")


async def _why_late(street: Street, refund_id: int) -> str:
    return str(
        await street.value("SELECT last_error FROM promises WHERE subject_id = $1", refund_id)
    )


@pytest.mark.parametrize(("table", "state"), [("refunds", "posted"), ("refund_steps", "finished")])
async def test_others_go_on_and_it_says_why_it_does_not(
    street: Street, table: str, state: str
) -> None:
    shop, (ann, ben) = await street.shop(), await street.consumers(2)
    bills = [await street.bill(shop, one) for one in (ann, ben)]
    bad, good = [await street.give(shop, one, 10_000) for one in bills]
    await street.settle()
    async with _unwritable(street, table, state, bad):
        for _ in range(6):
            await street.drive()
            street.pass_time(seconds=30)
            street.rest()
        assert await street.state(good) == "finished"
        assert await street.state(bad) != "finished"
        assert "unwritable" in await _why_late(street, bad)
    await street.see_through()
    assert await street.state(bad) == "finished"
