"""Preparing payouts: debts become money on its way, under numbers that will never change.

One transaction for a batch of orders of one market, under the market's ledger lock: plan, journal,
claims, wallets, the payout rows and the promises to see them through. Nothing was sent yet, and
whoever comes second finds the orders prepared.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain

from msgspec import Struct

from models import ledger
from models.database import Connection, statement
from models.ids import FreshId
from models.ledger import Kind, kind_of, owner_of
from models.outbox import withdraw
from models.packet_chain import name_queues
from models.payout import carrying
from models.payout.leg import Party
from models.payout.means import read_means
from models.payout.order import DueOrder, read_orders
from models.payout.patience import IN_HAND
from models.payout.payout import Payout, insert_payouts
from models.payout.plan import Means, Plan
from models.payout.promises import SEND, promise_to_drive
from models.payout.receivers import record_used
from models.payout.starting import Starts, start


class Prepared(Struct, frozen=True):
    """Payouts in hand, fresh; and orders that must wait until their receivers are known."""

    payouts: list[Payout]
    waiting: list[DueOrder]


async def prepare(
    connection: Connection,
    market_code: int,
    orders: Sequence[DueOrder],
    *,
    parties: Mapping[int, Party],
    fresh_id: FreshId,
    now: datetime,
    wire_now: datetime,
    in_hand: timedelta = IN_HAND,
) -> Prepared:
    """Prepare the first payout of each of these orders of one market, in a transaction.

    `parties` names every receiver that is known (see `directory_of`); receivers that a split needs
    must have been added before. Orders that have a payout already are passed over. `now` is market
    time, `wire_now` the machine's, for `in_hand` of which nobody else takes up what is prepared.
    """
    head = await ledger.lock_head(connection, market_code)
    due = await read_orders(connection, [(market_code, order.order_id) for order in orders])
    means, known = await read_means(connection, market_code, due, parties, now)
    rest_until = wire_now + in_hand
    starts = start(due, means, known, fresh_id=fresh_id, now=now, rest_until=rest_until)
    head = await ledger.post(connection, market_code, head, starts.drafts, posted_at=now)
    if any(planned.recovers for planned in starts.plans):
        await name_queues(connection, market_code, head.hash)
    await _pay_claims(connection, market_code, starts.plans)
    await _carry(connection, market_code, starts.plans, means, now)
    await _write(connection, starts, now)
    done = {order.order_id for order in orders} - {order.order_id for order in starts.waiting}
    await withdraw(connection, job=SEND, subjects=[(market_code, number) for number in done])
    return Prepared(starts.ready, starts.waiting)


async def _pay_claims(connection: Connection, market_code: int, plans: Sequence[Plan]) -> None:
    """Claims keep their own balance: what journals debit them is added to what they have paid."""
    paid: dict[int, int] = {}
    for leg in chain.from_iterable(planned.legs for planned in plans):
        if kind_of(leg.account_id) is Kind.CLAIM:
            claim_no = owner_of(leg.account_id)
            paid[claim_no] = paid.get(claim_no, 0) + leg.fen
    await connection.execute(
        statement(__package__, "pay_claims"), market_code, list(paid), list(paid.values())
    )


async def _carry(
    connection: Connection, market_code: int, plans: Sequence[Plan], means: Means, now: datetime
) -> None:
    """Remember who was not paid and why; forget those to whom nothing is late any more."""
    touched = {leg.receiver_id for planned in plans for leg in planned.legs}
    touched |= {account_id for planned in plans for account_id in planned.late}
    known = await carrying.carried_of(connection, market_code, touched)
    after = carrying.after_plans(plans, means, known, now)
    late = {number for number in after if carrying.late_fen(number, means)}
    await carrying.settle_carried(connection, market_code, after.keys() - late)
    await carrying.carry(connection, market_code, {number: after[number] for number in late})


async def _write(connection: Connection, starts: Starts, now: datetime) -> None:
    """Write the payouts down, note that their receivers are used, promise to drive them."""
    await insert_payouts(connection, starts.payouts, created_at=now)
    places = {place for payout in starts.payouts for place in payout.places}
    await record_used(connection, places, now)
    await promise_to_drive(connection, starts.ready, now)
