"""A small market for tests: Hangzhou, one rule book, and stores that join it."""

from datetime import UTC, datetime, timedelta

from models import merchant, people, rulebook
from models.database import Database

MARKET = 330100
PUBLISHED_AT = datetime(2026, 3, 1, tzinfo=UTC)
OPENED_AT = PUBLISHED_AT + timedelta(days=1)
SEAL = people.Seal(keys={1: b"1" * 32}, index_key=b"i" * 32)


async def open_market(database: Database) -> rulebook.Version:
    """Open the market and publish the default rule book, in force from `OPENED_AT`."""
    book = rulebook.default_packet_chain_book(market_code=MARKET, effective_at=OPENED_AT)
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=MARKET)
        return await rulebook.publish(connection, book, at=PUBLISHED_AT)


async def enrol(
    database: Database,
    scene: str,
    *,
    discount_bp: int = 1000,
    at: datetime = OPENED_AT,
    **facts: int | str,
) -> merchant.Store:
    """Let a store join with its own account as locker; returns it as `by_scene` does."""
    locker = await people.add_merchant_payee(name="店", mchid="1900000109", at=at)
    enrolment = {
        "market_code": MARKET,
        "scene": scene,
        "name": "西湖面馆",
        "industry": "餐饮",
        "region_code": 330106,
        "sub_mchid": "1900000109",
        "max_split_bp": 3000,
        "locker_payee_no": locker,
    }
    await merchant.enrol(
        database,
        enrolment=merchant.Enrolment(**(enrolment | facts)),
        terms=merchant.ChosenTerms(discount_bp=discount_bp),
        at=at,
    )
    async with database.connection() as connection:
        return await merchant.by_scene(connection, scene=scene, at=at)
