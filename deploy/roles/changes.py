"""Changes to roles that an operator makes, each in a transaction."""

from argparse import Namespace
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from models import merchant, role
from models.database import Connection
from models.role.rules import BountyTerms

Work = Callable[[Connection, Namespace, datetime], Awaitable[None]]


async def appoint(connection: Connection, asked: Namespace, now: datetime) -> None:
    await merchant.appoint_agent(
        connection,
        region_code=asked.region,
        payee_no=asked.payee,
        at=asked.at or now,
        until=asked.until,
    )


async def end(connection: Connection, asked: Namespace, now: datetime) -> None:
    await merchant.end_agency(connection, region_code=asked.region, at=asked.at or now)


async def merge(connection: Connection, asked: Namespace, now: datetime) -> None:
    await merchant.merge_region(
        connection,
        region_code=asked.region,
        successor_code=asked.successor,
        at=asked.at or now,
    )


async def bounty(connection: Connection, asked: Namespace, now: datetime) -> None:
    await role.bounty_terms.choose_bounty_terms(
        connection,
        market_code=asked.market,
        terms=BountyTerms(asked.fen, asked.bills, asked.consumers, asked.least),
        effective_at=asked.at or now,
    )


async def nature(connection: Connection, asked: Namespace, now: datetime) -> None:
    await role.nature.record_nature(
        connection,
        payee_no=asked.payee,
        nature=asked.nature,
        effective_at=asked.at or now,
        by=asked.by,
        now=now,
    )


async def withholding(connection: Connection, asked: Namespace, now: datetime) -> None:
    await role.nature.choose_withholding(
        connection,
        nature=asked.nature,
        withheld_bp=asked.bp,
        effective_at=asked.at or now,
        now=now,
    )


CHANGES: Final[dict[str, Work]] = {
    work.__name__: work for work in (appoint, end, merge, bounty, nature, withholding)
}
"""What changes something, each in a transaction."""
