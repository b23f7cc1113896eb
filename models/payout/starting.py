"""The first payout of each order of a batch, planned one after the other. Values in, values out."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime

from msgspec import Struct, field, structs

from models.ids import FreshId
from models.ledger import Draft
from models.payout import journals
from models.payout.leg import MERCHANT, Leg, Party, own_part
from models.payout.lifecycle import State, Step
from models.payout.order import DueOrder
from models.payout.payout import Payout
from models.payout.plan import Means, Plan
from models.payout.receivers import Place
from models.payout.rules import plan, spend


class Starts(Struct):
    """Payouts to be written down, what was planned and posted for them, and orders that wait."""

    payouts: list[Payout] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    waiting: list[DueOrder] = field(default_factory=list)

    @property
    def ready(self) -> list[Payout]:
        """Those that may be sent."""
        return [payout for payout in self.payouts if payout.alive]


def start(
    orders: Sequence[DueOrder],
    means: Means,
    known: Set[Place],
    *,
    fresh_id: FreshId,
    now: datetime,
    rest_until: datetime,
) -> Starts:
    """Plan the orders in turn, each from the `means` that those before it have left.

    An order waits while WeChat does not know a receiver that it needs. One that WeChat splits no
    more is prepared like any other: whoever sends it finds that its money went back to the store.
    """
    starts = Starts()
    for order in orders:
        planned = plan(order, means)
        closed = now >= order.closes_at
        if not closed and not _places(order, planned, means.parties) <= known:
            starts.waiting.append(order)
            continue
        spend(planned, means)
        _add(starts, order, planned, _payout(order, planned, fresh_id(), rest_until))
    return starts


def _add(starts: Starts, order: DueOrder, planned: Plan, payout: Payout) -> None:
    starts.payouts.append(payout)
    starts.plans.append(planned)
    draft = _draft(payout, order, planned)
    if draft is not None:
        starts.drafts.append(draft)


def _places(order: DueOrder, planned: Plan, parties: Mapping[int, Party]) -> set[Place]:
    """The receivers that must be known at WeChat before the plan can be sent."""
    return {
        (order.market_code, order.sub_mchid, leg.receiver_id)
        for leg in planned.legs
        if leg.under_way and parties[leg.receiver_id] != (MERCHANT, order.sub_mchid)
    }


def _payout(order: DueOrder, planned: Plan, payout_id: int, rest_until: datetime) -> Payout:
    """What WeChat is asked for; nothing, of an order that coupons paid whole."""
    step = Step.SPLIT if planned.has_lines else Step.UNFREEZE
    legs = planned.legs if planned.has_lines else own_part(planned.legs)
    if not order.by_wechat:
        return _first(order, payout_id, step=step, state=State.FINISHED, legs=())
    first = _first(order, payout_id, step=step, state=State.PREPARED, legs=legs)
    return structs.replace(first, rest_until=rest_until)


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


def _draft(payout: Payout, order: DueOrder, planned: Plan) -> Draft | None:
    evidence = journals.evidence_of(
        order_id=order.order_id,
        step=payout.step.value,
        number=payout.number,
        legs=planned.legs,
        discount_fen=order.discount_fen,
        late=planned.late,
    )
    return journals.sent(payout.payout_id, planned.legs, evidence, planned.recovers)
