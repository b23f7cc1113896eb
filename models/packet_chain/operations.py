"""Queues in and out of the database, for the market's one writer (see `ledger.lock_head`)."""

from collections.abc import Iterable, Mapping, Sequence

from models import ledger
from models.arrays import array_text
from models.database import Connection, statement
from models.packet_chain.queue import Queue
from models.packet_chain.rules import Bill, Claim

_SPARE = 8


async def load_queues(
    connection: Connection,
    market_code: int,
    bills: Mapping[int, Sequence[Bill]],
    *,
    packets_per_order: int,
    stretch: int = 1,
) -> dict[int, Queue]:
    """The queues through which `bills` (by queue id) will pass, with windows long enough for them.

    `stretch` multiplies the windows, for a second try after `WindowTooShort`.
    """
    lengths = {
        queue_id: (packets_per_order + len(passing) + _SPARE) * stretch
        for queue_id, passing in bills.items()
    }
    windows: dict[int, list[Claim]] = {queue_id: [] for queue_id in bills}
    for row in await connection.fetch(
        statement(__package__, "load_windows"), market_code, list(lengths), list(lengths.values())
    ):
        windows[row[0]].append(Claim(*row[1:]))
    reserves = await ledger.balances_of(
        connection, market_code, [_reserve(queue_id) for queue_id in bills]
    )
    queues = {
        queue_id: Queue(
            queue_id,
            claims,
            whole=len(claims) < lengths[queue_id],
            reserve_fen=reserves[_reserve(queue_id)],
        )
        for queue_id, claims in windows.items()
    }
    await _load_own_claims(connection, market_code, bills, queues)
    return queues


async def store_queues(connection: Connection, market_code: int, queues: Iterable[Queue]) -> None:
    """Write back what passing bills changed: new claims, caps, packets received, closings."""
    opened: list[Claim] = []
    of_queue: list[int] = []
    touched: list[Claim] = []
    for queue in queues:
        opened += queue.opened.values()
        of_queue += [queue.queue_id] * len(queue.opened)
        touched += [c for c in queue.touched.values() if c.claim_no not in queue.opened]
    await connection.execute(
        statement(__package__, "store_claims"),
        market_code,
        [claim.claim_no for claim in opened],
        of_queue,
        [claim.consumer_no for claim in opened],
        [claim.order_id for claim in opened],
        [claim.opened_on for claim in opened],
        *_received(opened),
        [claim.claim_no for claim in touched],
        *_received(touched),
    )


def _received(claims: Sequence[Claim]) -> tuple[list[object], ...]:
    """The columns that passing bills change."""
    return (
        [claim.cap_fen for claim in claims],
        [claim.received_fen for claim in claims],
        [claim.packet_count for claim in claims],
        [claim.closed for claim in claims],
        [array_text(claim.new_orders) for claim in claims],
        [array_text(claim.new_fens) for claim in claims],
    )


async def _load_own_claims(
    connection: Connection,
    market_code: int,
    bills: Mapping[int, Sequence[Bill]],
    queues: Mapping[int, Queue],
) -> None:
    flat = [(queue_id, bill) for queue_id, passing in bills.items() for bill in passing]
    rows = await connection.fetch(
        statement(__package__, "load_own_claims"),
        market_code,
        [queue_id for queue_id, _ in flat],
        [bill.consumer_no for _, bill in flat],
        [bill.paid_on for _, bill in flat],
    )
    for row in rows:
        queues[row[0]].know(Claim(*row[1:]))


def _reserve(queue_id: int) -> int:
    return ledger.account(ledger.Kind.RESERVE, queue_id)
