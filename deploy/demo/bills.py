"""The morning after: the worker holds WeChat's bills of every day against the book."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from models import reconciliation
from models.clock import DrivenClock, market_day
from models.database import Database

_PATIENCE_S = 180.0
_GLANCE_S = 0.1
_AFTER_TEN = timedelta(minutes=10)


async def reconciled(database: Database, clock: DrivenClock) -> dict[str, Any]:
    """Drive to the next morning, let the worker catch up, and say what was compared."""
    today = market_day(clock())
    clock.drive(reconciliation.calendar.due_at(today) + _AFTER_TEN)
    deadline = time.monotonic() + _PATIENCE_S
    async with database.connection() as connection:
        while time.monotonic() < deadline:
            if await reconciliation.calendar.next_day(connection, clock()) is None:
                break
            await asyncio.sleep(_GLANCE_S)
        statement = Path(__file__).with_name("bills.sql").read_text(encoding="utf-8")
        return dict(await connection.fetchrow(statement))
