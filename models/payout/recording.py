"""Writing down what WeChat said, and what follows from it, in one transaction.

A payout that somebody else has moved on meanwhile is left as it is: whoever asks asks with the same
number, so both heard the same. Where lines ended, their journal is posted and the next step of the
order prepared, under the market's ledger lock.
"""

from collections.abc import Sequence
from datetime import datetime

from models import ledger
from models.database import Connection, statement
from models.ids import FreshId
from models.outbox import postpone, withdraw
from models.payout import carrying, journals
from models.payout.answers import Ended, Heard, Moment, after
from models.payout.following import carried_after, just_ended, next_step, pause_before
from models.payout.leg import Leg
from models.payout.patience import backoff, until_asked
from models.payout.payout import Payout, insert_payouts, read_payouts, results_text
from models.payout.promises import DRIVE, promise_to_drive
from models.payout.reasons import NO_RELATION, SUCCESS
from models.payout.receivers import forget


async def record(
    connection: Connection,
    market_code: int,
    heard: Sequence[Heard],
    *,
    at: Moment,
    fresh_id: FreshId,
) -> list[Payout]:
    """Write down answers about payouts of one market.

    Returns the payouts that come next and may be sent at once, fresh. In a transaction.
    """
    head = await ledger.lock_head(connection, market_code)
    valid = await _still_so(connection, market_code, heard)
    moved = [after(one.payout, one.answer, at) for one in valid]
    ended = [
        (payout, just_ended(one.payout, payout))
        for one, payout in zip(valid, moved, strict=True)
        if isinstance(one.answer, Ended)
    ]
    drafts = [draft for payout, legs in ended if (draft := _draft(payout, legs))]
    await ledger.post(connection, market_code, head, drafts, posted_at=at.now)
    await _write(connection, market_code, moved, at.now)
    await _carry_failures(connection, market_code, ended, at.now)
    await _keep_promises(connection, market_code, valid, moved, at)
    rest_until = at.wire_now + at.in_hand
    steps = [
        next_step(payout, legs, payout_id=fresh_id(), rest_until=rest_until)
        for payout, legs in ended
    ]
    return await _begin(connection, [payout for payout in steps if payout], at.now)


async def _still_so(
    connection: Connection, market_code: int, heard: Sequence[Heard]
) -> list[Heard]:
    """Those whose payout stands as it did when it was taken in hand."""
    keys = [(market_code, one.payout.payout_id) for one in heard]
    states = {p.payout_id: p.state for p in await read_payouts(connection, keys)}
    return [one for one in heard if states.get(one.payout.payout_id) is one.payout.state]


def _draft(payout: Payout, ended: Sequence[Leg]) -> ledger.Draft | None:
    evidence = journals.evidence_of(
        order_id=payout.order_id, step=payout.step.value, number=payout.number, legs=ended
    )
    return journals.finished(payout.payout_id, payout.merchant_no, ended, evidence)


async def _write(
    connection: Connection, market_code: int, moved: Sequence[Payout], now: datetime
) -> None:
    await connection.execute(
        statement(__package__, "write_payouts"),
        market_code,
        now,
        [payout.payout_id for payout in moved],
        [payout.state.value for payout in moved],
        [results_text(payout.legs) for payout in moved],
        [payout.asked for payout in moved],
        [payout.tries for payout in moved],
        [payout.rest_until for payout in moved],
        [payout.last_error for payout in moved],
    )


async def _carry_failures(
    connection: Connection,
    market_code: int,
    ended: Sequence[tuple[Payout, list[Leg]]],
    now: datetime,
) -> None:
    """Remember why lines failed; who turned out to be no receiver is added anew next time."""
    failed = [(p, leg) for p, legs in ended for leg in legs if leg.result != SUCCESS]
    if failed:
        accounts = {leg.receiver_id for _, leg in failed}
        known = await carrying.carried_of(connection, market_code, accounts)
        carried = carried_after([leg for _, leg in failed], known, now)
        await carrying.carry(connection, market_code, carried)
        strangers = [(p, leg) for p, leg in failed if leg.result == NO_RELATION]
        await forget(connection, [(market_code, p.sub_mchid, g.receiver_id) for p, g in strangers])


async def _keep_promises(
    connection: Connection,
    market_code: int,
    valid: Sequence[Heard],
    moved: Sequence[Payout],
    at: Moment,
) -> None:
    """Done is done; what is not is asked about again, sooner the fewer times it was."""
    done = [(market_code, payout.payout_id) for payout in moved if not payout.alive]
    await withdraw(connection, job=DRIVE, subjects=done)
    for one, payout in zip(valid, moved, strict=True):
        if not payout.alive or (one.payout.fresh and not payout.tries):
            continue  # a fresh one that went well is due as it was promised
        wait = backoff(payout.tries, at.jitter) if payout.tries else until_asked(payout.asked)
        await postpone(connection, one.promise, due_at=at.now + wait, last_error=payout.last_error)


async def _begin(connection: Connection, payouts: Sequence[Payout], now: datetime) -> list[Payout]:
    """Write the next steps down; those that need not wait are returned."""
    await insert_payouts(connection, payouts, created_at=now)
    alive = [payout for payout in payouts if payout.alive]
    for payout in alive:
        if pause := pause_before(payout):
            await promise_to_drive(connection, [payout], now + pause)
    ready = [payout for payout in alive if not pause_before(payout)]
    await promise_to_drive(connection, ready, now)
    return ready
