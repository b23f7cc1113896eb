"""The payout world, seen the next morning: WeChat's bills, planted breaks, and the worker's run."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from models import reconciliation
from models.clock import MARKET_ZONE, market_day
from models.reconciliation import Break, DayReport
from tests.workers.payout.conftest import World, module_world, sandbox
from tests.workers.refund.conftest import Street, module_street
from workers.reconciliation import reconcile_day

__all__ = ["module_street", "module_world", "sandbox"]


class Mornings(World):
    """What a test does with days and their bills."""

    async def new_day(self) -> date:
        """Noon of a day on which nothing has happened yet."""
        noon = datetime.combine(self.today + timedelta(days=1), datetime.min.time(), MARKET_ZONE)
        self.clock.drive(noon + timedelta(hours=12))
        return self.today

    @property
    def today(self) -> date:
        return market_day(self.clock())

    async def morning_after(self, day: date) -> None:
        """Drive on to ten past ten of the next day."""
        self.clock.drive(
            datetime.combine(day + timedelta(days=1), datetime.min.time(), MARKET_ZONE)
            + timedelta(hours=10, minutes=10)
        )

    async def plant(self, bill: str, day: date, kind: str, **more: object) -> None:
        await self.tell("bills/breaks", {"bill": bill, "day": str(day), "kind": kind} | more)

    async def pull_out(self) -> None:
        """Let every bill be right again."""
        async with self._session.delete(f"{self.url}/sandbox/bills/breaks") as answer:
            assert answer.status == 200

    async def reconcile(self, day: date) -> DayReport:
        return await reconcile_day(self.house, day)

    async def breaks(self, day: date) -> list[tuple[str, str, str]]:
        found = await self.rows(
            "SELECT bill, type, state FROM reconciliation_breaks WHERE day = $1 ORDER BY 1, 2", day
        )
        return [(one["bill"], one["type"], one["state"]) for one in found]

    async def correct(self, one: Break, reason: str = "核对无误") -> reconciliation.Preview:
        wish = reconciliation.Order(break_id=one.break_id, reason=reason, who="ann")

        async def work(connection: Any) -> reconciliation.Preview:
            return await reconciliation.correct(
                connection, wish, now=self.clock(), fresh_id=self.house.fresh_id
            )

        return await self.database.in_transaction(work)


@pytest.fixture
async def world(module_world: World) -> AsyncIterator[Mornings]:
    """The module's world with mornings; nothing planted is left over."""
    made = Mornings(module_world.house, module_world.url, module_world._session, module_world.clock)
    yield made
    await made.pull_out()
    await made.check_books()


@pytest.fixture
async def street(module_street: Street) -> AsyncIterator[Street]:
    """The module's street, on which WeChat also refunds what nobody here asked for."""
    yield module_street
    await module_street.check_audit()
