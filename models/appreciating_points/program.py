"""The program while a batch is settled: read once, minted in memory, written in one go."""

from collections.abc import Sequence

from models.appreciating_points.minting import Mints
from models.appreciating_points.reading import read_holdings, read_pool
from models.arrays import array_text
from models.database import Connection, statement
from models.pool import PooledBill


class PointsProgram(Mints):
    """What `models.pool.Program` asks."""

    async def store(self, connection: Connection, market_code: int) -> None:
        """Write the pool's points, the holders whom the batch touched, and its mints."""
        if not self.minted:
            return
        first_day = min(one.bill.paid_on for one in self.minted)
        await connection.execute(
            "INSERT INTO point_pools VALUES ($1, $2, $3, $4) ON CONFLICT (market_code)"
            " DO UPDATE SET first_fen = excluded.first_fen, points = excluded.points",
            *(market_code, self.pool.first_fen, self.pool.points, first_day),
        )
        await self._store_holders(connection, market_code)
        await self._store_mints(connection, market_code)

    async def _store_holders(self, connection: Connection, market_code: int) -> None:
        touched = sorted({one.bill.consumer_no for one in self.minted})
        holders = [self.holdings[consumer_no] for consumer_no in touched]
        await connection.execute(
            statement(__package__, "store_holders"),
            market_code,
            array_text(touched),
            array_text([one.since_no for one in holders]),
            array_text([one.points for one in holders]),
            array_text([one.owed_points for one in holders]),
            array_text([one.cap_fen for one in holders]),
        )

    async def _store_mints(self, connection: Connection, market_code: int) -> None:
        facts = [one.facts for one in self.minted]
        await connection.execute(
            statement(__package__, "store_mints"),
            market_code,
            array_text([one.mint_no for one in self.minted]),
            array_text([one.bill.order_id for one in self.minted]),
            array_text([one.bill.consumer_no for one in self.minted]),
            array_text([one.price_e8 for one in facts]),
            array_text([one.points for one in facts]),
            array_text([one.covered_points for one in facts]),
            [one.matures_at for one in facts],
        )


async def load(
    connection: Connection, market_code: int, bills: Sequence[PooledBill]
) -> PointsProgram:
    """The pool and the payers of these bills, as they stand; the caller holds the ledger's lock."""
    pool, _ = await read_pool(connection, market_code)
    payers = {bill.consumer_no for bill in bills}
    holdings = await read_holdings(connection, market_code, payers, with_mints=False)
    return PointsProgram(pool, holdings)
