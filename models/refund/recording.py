"""Writing down what a refund makes of the records that a program keeps of a bill."""

from collections.abc import Sequence

from models.database import Connection
from models.pool import pool_no
from models.pool.own import OwnChange
from models.refund.facts import Bill
from models.refund.programs import RECORDS


async def write_records(
    connection: Connection, market_code: int, bill: Bill, changes: Sequence[OwnChange]
) -> None:
    """Lower the records, let them go on, and remember whose they are where they owe something.

    In the transaction that posts the refund.
    """
    if bill.pooled is None:
        return
    records = RECORDS[bill.pooled.program]
    await records.write(connection, market_code, bill.pooled, changes)
    await records.hold(connection, market_code, bill.pooled, held=False)
    pool = pool_no(bill.pooled.program)
    await connection.executemany(
        "INSERT INTO pool_debts VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        [
            (market_code, change.record_no, change.holder_id, pool)
            for change in changes
            if change.debt_fen
        ],
    )
