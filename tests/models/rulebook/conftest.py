"""One default book for the tests of this slice."""

from datetime import UTC, datetime

import pytest

from models.rulebook import PacketChainBook, default_packet_chain_book


@pytest.fixture(scope="session")
def book() -> PacketChainBook:
    return default_packet_chain_book(
        market_code=330_100, effective_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
