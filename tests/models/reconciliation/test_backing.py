"""A correction takes nothing out of our account that is on its way out already."""

import pytest

from models.database import Database
from models.ledger import Kind, account
from models.reconciliation.deeds import check_platform
from models.reconciliation.refusals import PlatformShort
from tests.refunding import Market, open_refunding
from tests.settling import Paid


async def _check(market: Market, fen: int) -> None:
    moves = [(account(Kind.CUSTODY), fen), (account(Kind.PLATFORM), -fen)]
    async with market.database.connection() as connection:
        await check_platform(connection, market.code, moves)


async def test_what_returns_will_take_is_not_the_platforms_to_give(database: Database) -> None:
    market = await open_refunding(database)
    await market.settle(Paid(1, 21, 10_000))
    assert await market.pay_out(1) == 1
    await market.settle(*[Paid(number, 20 + number, 10_000) for number in range(2, 6)])
    await _check(market, 1)
    await market.give(1, 10_000)
    custody_fen = -await market.balance(Kind.CUSTODY)
    assert 0 < custody_fen <= await market.balance(Kind.RETURNING)
    assert await market.balance(Kind.PLATFORM) > 0
    with pytest.raises(PlatformShort):
        await _check(market, 1)
    await _check(market, -1)
