"""The bills that filled a pool, as their journals have them, held against their quotes."""

from collections.abc import Mapping

import msgspec

from deploy.demo.options import MARKET
from deploy.demo.phone import Quoted
from models.database import Database
from models.ids import write_id
from models.ledger import JournalKind
from models.pool import PooledEvidence, read_pooled

_STATEMENT = "SELECT evidence FROM journals WHERE market_code = $1 AND kind = $2 ORDER BY seq"


class Compared(msgspec.Struct):
    """Counts of bills, by what of the quote came true."""

    compared: int = 0
    discount_as_quoted: int = 0
    fund_as_quoted: int = 0


async def settled_bills(database: Database) -> list[PooledEvidence]:
    """All settled bills of the market, oldest first."""
    async with database.connection() as connection:
        rows = await connection.fetch(_STATEMENT, MARKET, JournalKind.SETTLEMENT)
    return [read_pooled(text) for (text,) in rows]


def compare(bills: list[PooledEvidence], quotes: Mapping[str, Quoted]) -> Compared:
    """Compare every quote that a phone kept with the journal of its bill."""
    compared = Compared()
    for bill in bills:
        quoted = quotes.get(write_id("ord", bill.order_id))
        if quoted is not None:
            compared.compared += 1
            compared.discount_as_quoted += bill.discount_fen == quoted.discount_fen
            compared.fund_as_quoted += bill.fund_fen == quoted.fund_fen
    return compared
