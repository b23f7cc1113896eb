"""Preparing payouts: debts become money on its way, under numbers that will never change.

One transaction for a batch of orders of one market, under the market's ledger lock: plan, journal,
claims, wallets, the payout rows and the promises to see them through. Nothing was sent yet, and
whoever comes second finds the orders prepared.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain

from msgspec import Struct, structs

from models import ledger
from models.database import Connection, statement
from models.ids import FreshId
from models.ledger import Kind, kind_of, owner_of
from models.outbox import promise, withdraw
from models.payout import carrying, journals
from models.payout.leg import Leg, Party
from models.payout.lifecycle import State, Step
from models.payout.means import read_means
from models.payout.order import DueOrder, read_orders
from models.payout.patience import until_asked
from models.payout.payout import Payout, insert_payouts
from models.payout.reasons import OWN
from models.payout.receivers import Place, record_used
from models.payout.rules import MERCHANT, Means, Plan, plan, spend

SEND = "payout.send"
"""Settlement's promise that an order will be paid out; its subject is the order."""

DRIVE = "payout.drive"
"""The promise to see a payout to its end; its subject is the payout."""

IN_HAND = timedelta(seconds=60)
"""Wire time for which whoever prepared a payout has it to themselves."""

TOO_LATE = "too_late"


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
) -> Prepared:
    """Prepare the first payout of each of these orders of one market, in a transaction.

    `parties` names every receiver that is known (see `directory_of`); receivers that a split needs
    must have been added before. Orders that have a payout already are passed over. `now` is market
    time, `wire_now` the machine's.
    """
    head = await ledger.lock_head(connection, market_code)
    keys = [(market_code, order.order_id) for order in orders]
    due = await read_orders(connection, keys)
    means, known = await read_means(connection, market_code, due, parties, now)
    drafts, payouts, plans, waiting = [], [], [], []
    for order in due:
        if now >= order.closes_at:
            payouts.append(_too_late(order, fresh_id()))
            continue
        planned = plan(order, means)
        if not _places(order, planned, parties) <= known:
            waiting.append(order)
            continue
        spend(planned, means)
        plans.append(planned)
        payouts.append(_payout(order, planned, fresh_id(), wire_now + IN_HAND))
        drafts.append(_draft(payouts[-1], order, planned))
    written = [draft for draft in drafts if draft is not None]
    await ledger.post(connection, market_code, head, written, posted_at=now)
    await _pay_claims(connection, market_code, plans)
    await _carry(connection, market_code, plans, means, now)
    await insert_payouts(connection, payouts, created_at=now)
    await record_used(connection, _used(payouts), now)
    ready = [payout for payout in payouts if payout.state is State.PREPARED]
    await promise_to_drive(connection, ready, now)
    done = {order.order_id for order in orders} - {order.order_id for order in waiting}
    await withdraw(connection, job=SEND, subjects=[(market_code, number) for number in done])
    return Prepared(ready, waiting)


def _places(order: DueOrder, planned: Plan, parties: Mapping[int, Party]) -> set[Place]:
    """The receivers that must be known at WeChat before the plan can be sent."""
    return {
        (order.market_code, order.sub_mchid, leg.receiver_id)
        for leg in planned.legs
        if leg.under_way and parties[leg.receiver_id] != (MERCHANT, order.sub_mchid)
    }


def _payout(order: DueOrder, planned: Plan, payout_id: int, rest_until: datetime) -> Payout:
    step = Step.SPLIT if planned.has_lines else Step.UNFREEZE
    legs = planned.legs if planned.has_lines else own_part(planned.legs)
    first = _first(order, payout_id, step=step, state=State.PREPARED, legs=legs)
    return structs.replace(first, rest_until=rest_until)


def _too_late(order: DueOrder, payout_id: int) -> Payout:
    """WeChat splits no more: what the order owes stays owed, and somebody has to look."""
    first = _first(order, payout_id, step=Step.SPLIT, state=State.DEAD_LETTER, legs=())
    return structs.replace(first, last_error=TOO_LATE)


def _first(
    order: DueOrder, payout_id: int, *, step: Step, state: State, legs: tuple[Leg, ...]
) -> Payout:
    return Payout(
        market_code=order.market_code,
        payout_id=payout_id,
        order_id=order.order_id,
        step=step,
        round=1,
        state=state,
        merchant_no=order.merchant_no,
        sub_mchid=order.sub_mchid,
        transaction_id=order.transaction_id,
        closes_at=order.closes_at,
        legs=legs,
        fresh=True,
    )


def own_part(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """The store's own part as the legs of its unfreeze."""
    return tuple(Leg(leg.account_id, leg.receiver_id, leg.fen) for leg in legs if leg.result == OWN)


def _draft(payout: Payout, order: DueOrder, planned: Plan) -> ledger.Draft | None:
    evidence = journals.evidence_of(
        order_id=order.order_id,
        step=payout.step.value,
        number=payout.number,
        legs=planned.legs,
        discount_fen=order.discount_fen,
        late=planned.late,
    )
    return journals.sent(payout.payout_id, planned.legs, evidence)


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


def _used(payouts: Sequence[Payout]) -> set[Place]:
    return {
        (payout.market_code, payout.sub_mchid, leg.receiver_id)
        for payout in payouts
        for leg in payout.legs
        if leg.under_way
    }


async def promise_to_drive(
    connection: Connection, payouts: Sequence[Payout], now: datetime
) -> None:
    """Promise to ask about these payouts, all of one market, once WeChat had time to work."""
    if payouts:
        await promise(
            connection,
            market_code=payouts[0].market_code,
            job=DRIVE,
            subject_ids=[payout.payout_id for payout in payouts],
            due_at=now + until_asked(0),
        )
