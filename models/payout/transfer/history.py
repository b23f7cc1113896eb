"""What became of transfers: a person's, and those that were given up."""

from models.database import Connection, statement
from models.payout.transfer.transfer import Transfer, read_transfers, transfer_from
from models.refusal import Refusal


class TransferUnknown(Refusal):
    """There is no such transfer, or it is somebody else's; the two look the same."""

    code = "transfer.unknown"


async def transfer_of(
    connection: Connection, market_code: int, *, consumer_no: int, transfer_id: int
) -> Transfer:
    """One transfer of this person; raises `TransferUnknown`."""
    found = await read_transfers(connection, [(market_code, transfer_id)])
    if not found or found[0].consumer_no != consumer_no:
        raise TransferUnknown
    return found[0]


async def transfers_of(
    connection: Connection,
    market_code: int,
    consumer_no: int,
    *,
    limit: int,
    before: int | None = None,
) -> list[Transfer]:
    """A person's transfers, newest first; `before` is the last id of the page before."""
    rows = await connection.fetch(
        statement(__package__, "transfers_of"), market_code, consumer_no, before, limit
    )
    return [transfer_from(dict(row)) for row in rows]


async def dead_letters(connection: Connection, market_code: int, *, limit: int) -> list[Transfer]:
    """Transfers that somebody has to look at, oldest first; `last_error` says why."""
    rows = await connection.fetch(
        "SELECT transfer_id FROM transfers WHERE market_code = $1 AND state = 'dead_letter'"
        " ORDER BY transfer_id LIMIT $2",
        *(market_code, limit),
    )
    return await read_transfers(connection, [(market_code, row[0]) for row in rows])
