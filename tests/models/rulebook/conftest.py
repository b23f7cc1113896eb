"""The default books for the tests of this slice."""

from datetime import UTC, datetime

import pytest

from models.rulebook import (
    AppreciatingPointsBook,
    Book,
    GreenPointsBook,
    PacketChainBook,
    WeekdayPoolBook,
    default_appreciating_points_book,
    default_green_points_book,
    default_packet_chain_book,
    default_weekday_pool_book,
)

FROM = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def book() -> PacketChainBook:
    return default_packet_chain_book(market_code=330_100, effective_at=FROM)


@pytest.fixture(scope="session")
def pool_book() -> WeekdayPoolBook:
    return default_weekday_pool_book(market_code=330_100, effective_at=FROM)


@pytest.fixture(scope="session")
def green_book() -> GreenPointsBook:
    return default_green_points_book(market_code=330_100, effective_at=FROM)


@pytest.fixture(scope="session")
def price_book() -> AppreciatingPointsBook:
    return default_appreciating_points_book(market_code=330_100, effective_at=FROM)


@pytest.fixture(scope="session")
def every_book(
    book: PacketChainBook,
    pool_book: WeekdayPoolBook,
    green_book: GreenPointsBook,
    price_book: AppreciatingPointsBook,
) -> dict[str, Book]:
    return {one.program: one for one in (book, pool_book, green_book, price_book)}
