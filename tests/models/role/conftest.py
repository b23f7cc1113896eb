"""A market whose store was recruited by somebody, and bills of it."""

from collections.abc import Sequence

from models.database import Database
from tests.refunding import Market, open_refunding
from tests.settling import MERCHANT, START, Paid

BD = 2


def bills_of(consumers: Sequence[int], first: int = 1, amount_fen: int = 20_000) -> list[Paid]:
    return [
        Paid(first + place, consumer, amount_fen, minute=first + place)
        for place, consumer in enumerate(consumers)
    ]


async def recruit(database: Database, merchant_no: int = MERCHANT) -> Market:
    """A market whose store was recruited by a person."""
    market = await open_refunding(database)
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM merchants")
        await connection.execute(
            "INSERT INTO merchants (merchant_no, market_code, scene, name, industry, region_code,"
            " region_name, sub_mchid, max_split_bp, bd_payee_no, created_at, open)"
            " VALUES ($1, $2, 'noodles', '面馆', '餐饮', 330106, '西湖区', '1900000109', 3000, $3,"
            " $4, true)",
            *(merchant_no, market.code, BD, START),
        )
    return market
