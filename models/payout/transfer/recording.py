"""Writing down what WeChat said about transfers, in one transaction under the market's ledger lock.

A transfer that somebody else has moved on meanwhile is left as it is: whoever asks asks with the
same number, so both heard the same.
"""

from collections.abc import Sequence
from datetime import datetime

from models import ledger
from models.database import Connection, statement
from models.outbox import postpone, withdraw
from models.payout import carrying
from models.payout.answers import Moment
from models.payout.carrying import Carried
from models.payout.leg import wallet_of
from models.payout.lifecycle import State
from models.payout.reasons import SUCCESS
from models.payout.transfer import journals
from models.payout.transfer.answers import Heard, after
from models.payout.transfer.promises import DRIVE, next_look
from models.payout.transfer.transfer import Transfer, read_transfers


async def record(
    connection: Connection, market_code: int, heard: Sequence[Heard], *, at: Moment
) -> list[Transfer]:
    """Write down answers about transfers of one market; returns those that they moved or kept."""
    head = await ledger.lock_head(connection, market_code)
    valid = await _still_so(connection, market_code, heard)
    moved = [after(one.transfer, one.answer, at) for one in valid]
    await write_down(connection, market_code, head, moved, now=at.now)
    for one, transfer in zip(valid, moved, strict=True):
        if transfer.alive:
            look_at = next_look(transfer, at.now, at.jitter)
            await postpone(connection, one.promise, due_at=look_at, last_error=transfer.last_error)
    return moved


async def write_down(
    connection: Connection,
    market_code: int,
    head: ledger.Head,
    moved: Sequence[Transfer],
    *,
    now: datetime,
    words: str = "",
) -> None:
    """Post what ended behind `head`, write transfers as they stand, and withdraw what is done.

    `words` are a person's, where a person said how it ended.
    """
    ended = [transfer for transfer in moved if transfer.state is State.FINISHED]
    drafts = [journals.finished(transfer, words) for transfer in ended]
    await ledger.post(connection, market_code, head, drafts, posted_at=now)
    await _write(connection, market_code, moved)
    await _carry(connection, market_code, ended, now)
    done = [(market_code, transfer.transfer_id) for transfer in moved if not transfer.alive]
    await withdraw(connection, job=DRIVE, subjects=done)


async def _still_so(
    connection: Connection, market_code: int, heard: Sequence[Heard]
) -> list[Heard]:
    """Those whose transfer stands as it did when it was taken in hand, with any wish to cancel."""
    keys = [(market_code, one.transfer.transfer_id) for one in heard]
    known = {one.transfer_id: one for one in await read_transfers(connection, keys)}
    return [
        Heard(known[one.transfer.transfer_id], one.promise, one.answer)
        for one in heard
        if one.transfer.transfer_id in known
        and known[one.transfer.transfer_id].state is one.transfer.state
    ]


async def _write(connection: Connection, market_code: int, moved: Sequence[Transfer]) -> None:
    if moved:
        names = (
            *("transfer_id", "state", "result", "package_info", "expires_at", "asked", "tries"),
            *("rest_until", "last_error", "finished_at"),
        )
        columns = [[getattr(transfer, name) for transfer in moved] for name in names]
        await connection.execute(statement(__package__, "write_transfers"), market_code, *columns)


async def _carry(
    connection: Connection, market_code: int, ended: Sequence[Transfer], now: datetime
) -> None:
    """Say why money is carried again; a split that was barred for a reason of its own stays so."""
    wallets = {wallet_of(transfer.consumer_no): transfer for transfer in ended}
    known = await carrying.carried_of(connection, market_code, wallets)
    open_fen = await ledger.balances_of(connection, market_code, list(wallets))
    reasons = {
        wallet: Carried(transfer.result)
        for wallet, transfer in wallets.items()
        if transfer.result != SUCCESS and not (wallet in known and known[wallet].bars(now))
    }
    await carrying.carry(connection, market_code, reasons)
    empty = [
        wallet
        for wallet in wallets.keys() & known.keys()
        if not open_fen[wallet] and not known[wallet].bars(now)
    ]
    await carrying.settle_carried(connection, market_code, empty)
