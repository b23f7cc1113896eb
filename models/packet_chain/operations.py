"""Queues in and out of the database, for the market's one writer (see `ledger.lock_head`)."""

from collections.abc import Iterable, Mapping, Sequence

from models import ledger
from models.copying import array_text, copy_line, copy_lines
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
    lines, touched = [], []
    for queue in queues:
        lines += [_claim_line(market_code, queue.queue_id, c) for c in queue.opened.values()]
        touched += [c for c in queue.touched.values() if c.claim_no not in queue.opened]
    await copy_lines(connection, "claims", lines)
    await connection.execute(
        statement(__package__, "store_claims"),
        market_code,
        [claim.claim_no for claim in touched],
        [claim.cap_fen for claim in touched],
        [claim.received_fen for claim in touched],
        [claim.packet_count for claim in touched],
        [claim.closed for claim in touched],
        [array_text(claim.new_orders) for claim in touched],
        [array_text(claim.new_fens) for claim in touched],
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


def _claim_line(market_code: int, queue_id: int, claim: Claim) -> str:
    return copy_line(
        market_code,
        claim.claim_no,
        queue_id,
        claim.consumer_no,
        claim.order_id,
        claim.opened_on,
        claim.cap_fen,
        claim.received_fen,
        0,
        claim.packet_count,
        claim.frozen,
        claim.closed,
        claim.new_orders,
        claim.new_fens,
    )


def _reserve(queue_id: int) -> int:
    return ledger.account(ledger.Kind.RESERVE, queue_id)
