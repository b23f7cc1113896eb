"""What a refund will do, told before it is done: the decision itself, without the writing."""

import hashlib
from datetime import datetime
from typing import Literal

from msgspec import Struct, json, structs

from models import order
from models.database import Connection
from models.ledger import Kind, kind_of
from models.refund.decision import Decision
from models.refund.evidence import Evidence
from models.refund.reading import Situation, read_situation
from models.refund.refusals import PreviewChanged, check_amount, check_bill
from models.refund.rules import decide
from models.refund.shrinking import shrink

_NAMES = {
    Kind.CUSTODY: "platform",
    Kind.LOCKER: "locker",
    Kind.BD: "bd",
    Kind.AGENT: "agent",
    Kind.INVITER: "inviter",
}


class Preview(Struct, frozen=True, kw_only=True):
    """What refunding `amount_fen` does; `left_fen` is what remains of the bill. Amounts in fen.

    `phase`: the discount is still `held` in the order, or was `split`; `waiting` while the bill is
    not settled or its discount is on its way. Then only the amounts of bill and discount are
    certain and the rest is left out; otherwise the outcome will be exactly this.

    The store's discount gives `discount_fen` back: `packets_fen` out of `packets_count` packets
    that nobody was paid, `reserve_fen` out of the queue's reserve (of it `covered_fen` for what
    can't be fetched back), `returns` (who, fen) through WeChat, `kept_fen` the store has itself,
    `forgiven_fen` WeChat unfroze for it and its later bills need not cover any more, `owed_fen` it
    gets with a later bill. `receivable_fen` is what its later bills have to cover.

    The payer's claim falls from cap to cap; what it had above goes: `cut_fen` unpaid,
    `from_wallet_fen` carried, `debt_fen` out of later packets.
    """

    order_id: int
    amount_fen: int
    left_fen: int
    discount_fen: int
    phase: Literal["held", "split", "waiting"]
    packets_count: int = 0
    packets_fen: int = 0
    reserve_fen: int = 0
    covered_fen: int = 0
    returns: tuple[tuple[str, int], ...] = ()
    kept_fen: int = 0
    forgiven_fen: int = 0
    owed_fen: int = 0
    receivable_fen: int = 0
    cap_before_fen: int = 0
    cap_after_fen: int = 0
    cut_fen: int = 0
    from_wallet_fen: int = 0
    debt_fen: int = 0
    digest: str = ""

    @property
    def final(self) -> bool:
        """Whether the outcome will be exactly this."""
        return self.phase != "waiting"

    @property
    def returns_fen(self) -> int:
        """What comes back through WeChat."""
        return sum(fen for _, fen in self.returns)


async def preview(
    connection: Connection,
    *,
    market_code: int,
    order_id: int,
    amount_fen: int,
    now: datetime,
    refund_id: int = 0,
    consumer_no: int | None = None,
    merchant_no: int | None = None,
) -> Preview:
    """What a refund of so much would do; `now` is market time.

    For a refund that was asked for already give its `refund_id`. `consumer_no` or `merchant_no`
    say who asks: a bill that is not theirs is unknown. Raises what `ask` and `give` raise.
    """
    situation = await read_situation(connection, market_code, order_id, now=now)
    check_owner(situation, consumer_no=consumer_no, merchant_no=merchant_no)
    check_bill(situation.paid_at, situation.others(refund_id), now)
    check_amount(amount_fen, situation.refundable_fen)
    return preview_of(situation, amount_fen)


def check_owner(
    situation: Situation, *, consumer_no: int | None = None, merchant_no: int | None = None
) -> None:
    """Whether the bill is theirs; raises `order.OrderUnknown`."""
    bill = situation.bill
    if consumer_no not in (None, bill.consumer_no) or merchant_no not in (None, bill.merchant_no):
        raise order.OrderUnknown


def check_shown(shown: str | None, outcome: Preview) -> None:
    """Whether the outcome is what the person was shown (its digest; None: they saw nothing)."""
    if shown is not None and shown != outcome.digest:
        raise PreviewChanged(digest=outcome.digest)


def decide_in(situation: Situation, refund_id: int, amount_fen: int) -> Decision | None:
    """The refund decided as things stand; None while it can't be posted."""
    if situation.facts is None:
        return None
    return decide(
        situation.facts,
        refund_id=refund_id,
        amount_fen=amount_fen,
        allocation=situation.book.allocation,
        packets_per_order=situation.book.packets_per_order,
    )


def preview_of(situation: Situation, amount_fen: int) -> Preview:
    """The preview of a bill's refund as things stand."""
    decision = decide_in(situation, 0, amount_fen)
    if decision is not None:
        return _signed(told(decision.evidence))
    gone = shrink(situation.bill, amount_fen, situation.book.allocation)
    return _signed(
        Preview(
            order_id=situation.bill.order_id,
            amount_fen=amount_fen,
            left_fen=gone.amount_after_fen,
            discount_fen=gone.discount_fen,
            phase="waiting",
        )
    )


def told(evidence: Evidence) -> Preview:
    """What a posted refund did, in the terms of its preview; without a digest."""
    from_own_fen = evidence.cut_fen + evidence.from_wallet_fen
    reserve_fen = max(0, from_own_fen - evidence.reserve_change_fen)
    taken = [*evidence.taken_fen, *evidence.carried_fen]
    return Preview(
        order_id=evidence.order_id,
        amount_fen=evidence.amount_fen,
        left_fen=evidence.amount_after_fen,
        discount_fen=evidence.discount_before_fen - evidence.discount_after_fen,
        phase=evidence.phase,
        packets_count=len(taken),
        packets_fen=sum(taken),
        reserve_fen=reserve_fen,
        covered_fen=_covered(evidence, reserve_fen),
        returns=_returns(evidence),
        kept_fen=sum(fen for _, fen in evidence.kept),
        forgiven_fen=evidence.forgiven_fen,
        owed_fen=evidence.owed_fen,
        receivable_fen=evidence.shortfall_fen + evidence.netted_change_fen,
        cap_before_fen=evidence.cap_before_fen,
        cap_after_fen=evidence.cap_after_fen,
        cut_fen=evidence.cut_fen,
        from_wallet_fen=evidence.from_wallet_fen,
        debt_fen=evidence.debt_fen,
    )


def _covered(evidence: Evidence, reserve_fen: int) -> int:
    """What the reserve gives beyond the part of the fund that had gone into it."""
    fund_fen = evidence.fund_before_fen - evidence.fund_after_fen
    laid_up_fen = fund_fen - evidence.packets_fen - evidence.netted_change_fen
    missing_fen = reserve_fen + evidence.shortfall_fen - laid_up_fen
    return max(0, min(reserve_fen, missing_fen))


def _returns(evidence: Evidence) -> tuple[tuple[str, int], ...]:
    """Who gives how much back through WeChat."""
    returns: dict[str, int] = {}
    for _, receiver_id, fen in evidence.returns:
        name = _NAMES[kind_of(receiver_id)]
        returns[name] = returns.get(name, 0) + fen
    return tuple(returns.items())


def _signed(unsigned: Preview) -> Preview:
    digest = hashlib.sha256(json.encode(unsigned)).hexdigest()[:32]
    return structs.replace(unsigned, digest=digest)
