"""Claims that a refund holds: a bill that is asked back keeps its place and receives nothing.

Where the bill fills a pool, its program's records are held in the same way.
"""

import hashlib
from collections.abc import Mapping

from models.arrays import array_text
from models.database import Connection, statement
from models.packet_chain import name_queues
from models.refund.facts import Bill, Claim
from models.refund.programs import RECORDS


async def hold(connection: Connection, market_code: int, bill: Bill) -> None:
    """Freeze what the bill may still receive, under the market's ledger lock."""
    if bill.pooled is not None:
        records = RECORDS[bill.pooled.program]
        await records.hold(connection, market_code, bill.pooled, held=True)
    else:
        await _set_frozen(connection, market_code, bill.own_claim_no, frozen=True)


async def free(connection: Connection, market_code: int, bill: Bill, *, refund_id: int) -> None:
    """Let it wait on where it stood, unless another refund asks for a bill of the same claim."""
    if bill.pooled is not None:
        records = RECORDS[bill.pooled.program]
        await records.hold(connection, market_code, bill.pooled, held=False)
        return
    claim_no, consumer_no = bill.own_claim_no, bill.consumer_no
    if not await asked_for(connection, market_code, claim_no, consumer_no, refund_id):
        await _set_frozen(connection, market_code, claim_no, frozen=False)


async def asked_for(
    connection: Connection, market_code: int, claim_no: int, consumer_no: int, refund_id: int
) -> bool:
    """Whether another refund than this one holds the claim."""
    held: bool = await connection.fetchval(
        statement(__package__, "asked_for_claim"), market_code, consumer_no, claim_no, refund_id
    )
    return held


async def write_claims(
    connection: Connection,
    market_code: int,
    claims: Mapping[int, tuple[Claim, bool]],
    *,
    free_claim_no: int,
) -> None:
    """Write claims as a refund leaves them; `free_claim_no` is frozen no longer."""
    written = [claim for claim, _ in claims.values()]
    await connection.execute(
        statement(__package__, "write_claims"),
        market_code,
        [claim.claim_no for claim in written],
        [claim.cap_fen for claim in written],
        [claim.received_fen for claim in written],
        [claim.cut_fen for claim in written],
        [claim.taken_back_fen for claim in written],
        [array_text(claim.packet_orders) for claim in written],
        [array_text(claim.packet_fens) for claim in written],
        [closed for _, closed in claims.values()],
        free_claim_no,
    )


async def _set_frozen(
    connection: Connection, market_code: int, claim_no: int, *, frozen: bool
) -> None:
    """The queues get a name that no journal and no other freezing can give them."""
    changed = await connection.fetchval(
        "UPDATE claims SET frozen = $3 WHERE market_code = $1 AND claim_no = $2 AND frozen <> $3"
        " RETURNING true",
        *(market_code, claim_no, frozen),
    )
    if changed:
        state = await connection.fetchval(
            "SELECT state FROM queue_states WHERE market_code = $1", market_code
        )
        name = hashlib.sha256((state or b"") + f"{claim_no} frozen {frozen}".encode()).digest()
        await name_queues(connection, market_code, name)
