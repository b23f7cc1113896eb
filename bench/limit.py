"""L, the COPY limit: how fast PostgreSQL itself takes the 27 plain rows of an order.

27 rows an order (market, journal, line, account, amount, kind, claim), primary key and one account
index, 100 orders a transaction, one stream. The rows are made before the clock starts.
"""

import random
import time
from io import BytesIO

from models.database import Database

_ORDERS_PER_TRANSACTION = 100
_ROWS_PER_ORDER = 27
_ACCOUNTS = 100_000


async def copy_limit(database: Database, *, orders: int) -> float:
    """Orders per second that COPY alone reaches over `orders`; its table is made and dropped."""
    payloads = [_payload(first) for first in range(0, orders, _ORDERS_PER_TRANSACTION)]
    async with database.connection() as connection:
        await connection.execute(
            "CREATE TABLE copy_limit (market_code integer, journal bigint, line smallint,"
            " account bigint, amount bigint, kind smallint, claim bigint,"
            " PRIMARY KEY (market_code, journal, line));"
            "CREATE INDEX ON copy_limit (account)"
        )
        try:
            started = time.perf_counter()
            for payload in payloads:
                async with connection.transaction():
                    await connection.copy_to_table("copy_limit", source=BytesIO(payload))
            return orders / (time.perf_counter() - started)
        finally:
            await connection.execute("DROP TABLE copy_limit")


def _payload(first: int) -> bytes:
    return "".join(
        f"330100\t{first + order}\t{line}\t{random.randrange(_ACCOUNTS)}\t15\t1\t{first}\n"
        for order in range(_ORDERS_PER_TRANSACTION)
        for line in range(_ROWS_PER_ORDER)
    ).encode()
