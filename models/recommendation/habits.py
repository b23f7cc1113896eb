"""Habits: who goes where, and what is concluded from it; the model's food and its answer."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from models.database import Connection, statement

REMEMBERED: Final = timedelta(days=365)
"""Older bills say nothing about where somebody goes now."""


class Habit(Struct, frozen=True, array_like=True):
    """On how many market days a shopper paid a bill at a store that was not given back whole."""

    consumer_no: int
    merchant_no: int
    days: int


class Affinity(Struct, frozen=True, array_like=True):
    """A store where a shopper has not been, for the shoppers of one where they have.

    `shoppers` go to both stores. Scores compare only within one shopper's list.
    """

    consumer_no: int
    merchant_no: int
    because_merchant_no: int
    shoppers: int
    score: float


async def habits_of_market(
    connection: Connection, *, market_code: int, until: datetime
) -> list[Habit]:
    """The habits of the year before `until`, of those who want recommendations."""
    rows = await connection.fetch(
        statement(__package__, "habits"), market_code, until - REMEMBERED, until
    )
    return [Habit(*row) for row in rows]
