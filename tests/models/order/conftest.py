from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from models.database import Database
from models.order import Payment, Verdict, open_order, record_paid
from tests.bills import Bill


@pytest.fixture
def pay(database: Database) -> Callable[..., Awaitable[list[Verdict]]]:
    """Record payments in one transaction."""

    async def record(*payments: Payment) -> list[Verdict]:
        return await database.in_transaction(lambda connection: record_paid(connection, payments))

    return record


@pytest.fixture
def opened(database: Database) -> Callable[..., Awaitable[Bill]]:
    """Open a bill and return it."""

    async def open_it(**changed: Any) -> Bill:
        bill = replace(Bill(), **changed)
        await database.in_transaction(lambda c: open_order(c, **bill.arguments()))
        return bill

    return open_it
