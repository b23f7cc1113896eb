"""Queues in and out of the database, for the market's one writer (see `ledger.lock_head`)."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType

from models.arrays import array_text
from models.database import Connection, statement
from models.packet_chain.queue import Queue
from models.packet_chain.rules import Claim

_SPARE = 8
_NOTHING: Mapping[int, Queue] = MappingProxyType({})


async def load_queues(
    connection: Connection,
    market_code: int,
    passing: Mapping[int, int],
    *,
    packets_per_order: int,
    known: Mapping[int, Queue] = _NOTHING,
    stretch: int = 1,
) -> dict[int, Queue]:
    """The queues that bills will pass (so many by queue id), with windows to last for them.

    Those among `known` are taken as they are. `stretch` multiplies the windows, for a second try
    after `WindowTooShort`. Whoever lets a bill pass must first let its queue `know` the claim
    that its consumer has of that day.
    """
    lengths = {
        queue_id: (packets_per_order + bills + _SPARE) * stretch
        for queue_id, bills in passing.items()
    }
    queues = {
        queue_id: known[queue_id]
        for queue_id, length in lengths.items()
        if queue_id in known and known[queue_id].suffices(length)
    }
    if missing := {key: length for key, length in lengths.items() if key not in queues}:
        queues |= await _read_queues(connection, market_code, missing)
    return queues


async def _read_queues(
    connection: Connection, market_code: int, lengths: Mapping[int, int]
) -> dict[int, Queue]:
    windows: dict[int, list[Claim]] = {queue_id: [] for queue_id in lengths}
    reserves: dict[int, int] = {}
    for queue_id, reserve_fen, *claim in await connection.fetch(
        statement(__package__, "load_windows"), market_code, list(lengths), list(lengths.values())
    ):
        reserves[queue_id] = reserve_fen
        if claim[0] is not None:
            windows[queue_id].append(Claim(*claim))
    return {
        queue_id: Queue(
            queue_id,
            claims,
            whole=len(claims) < lengths[queue_id],
            reserve_fen=reserves[queue_id],
        )
        for queue_id, claims in windows.items()
    }


async def store_queues(
    connection: Connection, market_code: int, queues: Iterable[Queue], *, state: bytes
) -> None:
    """Write back what passing bills changed: new claims, caps, packets received, closings.

    `state` names the queues' state from now on (see `memory`).
    """
    opened: list[Claim] = []
    of_queue: list[int] = []
    touched: list[Claim] = []
    for queue in queues:
        opened += queue.opened.values()
        of_queue += [queue.queue_id] * len(queue.opened)
        touched += [c for c in queue.touched.values() if c.claim_no not in queue.opened]
    both = opened + touched
    ends = list(accumulate((len(claim.new_orders) for claim in both), initial=0))
    await connection.execute(
        statement(__package__, "store_claims"),
        market_code,
        array_text([order_id for claim in both for order_id in claim.new_orders]),
        array_text([fen for claim in both for fen in claim.new_fens]),
        array_text([claim.claim_no for claim in opened]),
        array_text(of_queue),
        array_text([claim.consumer_no for claim in opened]),
        array_text([claim.order_id for claim in opened]),
        array_text([claim.opened_on for claim in opened]),
        *_received(opened, ends),
        array_text([claim.claim_no for claim in touched]),
        *_received(touched, ends[len(opened) :]),
        state,
    )


async def name_queues(connection: Connection, market_code: int, state: bytes) -> None:
    """Name the queues' state anew, after a claim or a reserve changed otherwise than by a bill.

    `state` is the hash of the journal that changed it, or a name as good (see `memory`).
    """
    await connection.execute(
        "INSERT INTO queue_states VALUES ($1, $2)"
        " ON CONFLICT (market_code) DO UPDATE SET state = excluded.state",
        *(market_code, state),
    )


def _received(claims: Sequence[Claim], ends: Sequence[int]) -> tuple[str, ...]:
    """The columns that passing bills change, and where each claim's new packets lie among all."""
    return (
        array_text([claim.cap_fen for claim in claims]),
        array_text([claim.received_fen for claim in claims]),
        array_text([claim.packet_count for claim in claims]),
        array_text([claim.closed for claim in claims]),
        array_text(ends[: len(claims)]),
        array_text(ends[1 : len(claims) + 1]),
    )
