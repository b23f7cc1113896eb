"""Posting a refund: journal, claims and records, what is late, and the first steps at WeChat.

Everything happens under the market's ledger lock, in the transaction of whoever holds it.
"""

from collections.abc import Sequence
from datetime import datetime

from models import coupon, ledger
from models.database import Connection, statement
from models.ids import FreshId
from models.ledger import Head, Kind, kind_of
from models.outbox import withdraw
from models.packet_chain import name_queues
from models.payout.promises import SEND
from models.refund import steps
from models.refund.claims import asked_for, write_claims
from models.refund.decision import Decision
from models.refund.facts import Bill
from models.refund.lifecycle import State, move
from models.refund.previewing import decide_in
from models.refund.reading import read_situation
from models.refund.recording import write_records


async def post_waiting(
    connection: Connection,
    market_code: int,
    refund_ids: Sequence[int],
    *,
    now: datetime,
    fresh_id: FreshId,
) -> list[int]:
    """Post those of a market's approved refunds that can be posted now; returns which.

    In a transaction. The others wait on: for their bill's settlement, or for its payout to end.
    """
    head = await ledger.lock_head(connection, market_code)
    rows = await connection.fetch(
        "SELECT refund_id, order_id, amount_fen FROM refunds"
        " WHERE market_code = $1 AND refund_id = ANY($2::bigint[]) AND state = $3"
        " ORDER BY refund_id",
        *(market_code, list(refund_ids), State.APPROVED.value),
    )
    posted = []
    for refund_id, order_id, amount_fen in rows:
        situation = await read_situation(connection, market_code, order_id, now=now)
        decision = decide_in(situation, refund_id, amount_fen)
        if decision is not None:
            head = await post(
                connection,
                market_code,
                head,
                situation.bill,
                decision,
                now=now,
                fresh_id=fresh_id,
            )
            posted.append(refund_id)
    return posted


async def post(
    connection: Connection,
    market_code: int,
    head: Head,
    bill: Bill,
    decision: Decision,
    *,
    now: datetime,
    fresh_id: FreshId,
) -> Head:
    """Write an approved refund down as it was decided, begin its steps; returns the new head."""
    evidence = decision.evidence
    draft = decision.draft()
    head = await ledger.post(connection, market_code, head, [draft], posted_at=now)
    await coupon.follow(connection, market_code, [draft])
    await write_records(connection, market_code, bill, evidence.own)
    await write_claims(
        connection,
        market_code,
        decision.claims,
        free_claim_no=await _to_free(connection, market_code, decision),
    )
    await _settle_carried(connection, market_code, decision)
    await name_queues(connection, market_code, head.hash)
    await connection.execute(
        "UPDATE refunds SET state = $3, posted_at = $4 WHERE market_code = $1 AND refund_id = $2",
        *(market_code, evidence.refund_id, move(State.APPROVED, State.POSTED).value, now),
    )
    await withdraw(connection, job=SEND, subjects=[(market_code, evidence.order_id)])
    await steps.begin(
        connection,
        market_code=market_code,
        refund_id=evidence.refund_id,
        returns=[steps.WantedReturn(*one) for one in evidence.returns],
        fresh_id=fresh_id,
        now=now,
    )
    return head


async def _to_free(connection: Connection, market_code: int, decision: Decision) -> int:
    """The bill's own claim unless another refund still holds it."""
    evidence = decision.evidence
    if not evidence.own_claim_no:
        return 0
    consumer_no = decision.claims[evidence.own_claim_no][0].consumer_no
    held = await asked_for(
        connection, market_code, evidence.own_claim_no, consumer_no, evidence.refund_id
    )
    return 0 if held else evidence.own_claim_no


async def _settle_carried(connection: Connection, market_code: int, decision: Decision) -> None:
    wallets = [number for number in decision.moves if kind_of(number) is Kind.WALLET]
    if wallets or decision.settled_fen:
        await connection.execute(
            statement(__package__, "settle_carried"),
            market_code,
            list(decision.settled_fen),
            list(decision.settled_fen.values()),
            wallets,
        )
