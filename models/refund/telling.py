"""What a refund does, in the terms in which people are told of it. Pure."""

from typing import Any, Literal

from msgspec import Struct

from models.ledger import Kind, kind_of
from models.pool.own import OwnChange
from models.refund.evidence import Evidence

_NAMES = {
    Kind.CUSTODY: "platform",
    Kind.LOCKER: "locker",
    Kind.BD: "bd",
    Kind.AGENT: "agent",
    Kind.INVITER: "inviter",
}


_OF_POINTS = frozenset({"green_points", "appreciating_points"})


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

    A bill that fills the pool of a `program` has no packets, and `reserve_fen` is of the pool:
    `rebate_fen` of the payer's rebate at once is taken back; cap and points are those of the
    payer's own record, what it had above is taken out of the wallet (or out of coupons), and
    `others` are the records of anybody else. `coupon_fen` of the amount go back as coupons;
    `coupon_owed_fen` of their worth the store was still owed.
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
    program: str = ""
    rebate_fen: int = 0
    points_before: int = 0
    points_after: int = 0
    others: tuple[OwnChange, ...] = ()
    coupon_fen: int = 0
    coupon_owed_fen: int = 0
    digest: str = ""

    @property
    def final(self) -> bool:
        """Whether the outcome will be exactly this."""
        return self.phase != "waiting"

    @property
    def cash_fen(self) -> int:
        """What goes back as money."""
        return self.amount_fen - self.coupon_fen

    @property
    def counts_points(self) -> bool:
        """Whether what the program counts are points that people see."""
        return self.program in _OF_POINTS and self.points_before > 0

    @property
    def returns_fen(self) -> int:
        """What comes back through WeChat."""
        return sum(fen for _, fen in self.returns)


def format_points(points: int) -> str:
    """Points as people read them; they are counted in hundredths."""
    return f"{points // 100}.{points % 100:02}"


def told(evidence: Evidence) -> Preview:
    """What a posted refund did, in the terms of its preview; without a digest."""
    own = _of_own(evidence)
    held_fen = sum(one.from_holder_fen for one in evidence.own)
    from_own_fen = evidence.cut_fen + evidence.from_wallet_fen + held_fen
    reserve_fen = max(0, from_own_fen - evidence.reserve_change_fen)
    taken = [*evidence.taken_fen, *evidence.carried_fen]
    open_fen = evidence.shortfall_fen + evidence.netted_change_fen + evidence.coupon_open_fen
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
        receivable_fen=open_fen,
        program=evidence.program,
        rebate_fen=evidence.rebate_fen,
        coupon_fen=evidence.coupon_fen,
        coupon_owed_fen=evidence.coupon_from_store_fen,
        **own,
    )


def _of_own(evidence: Evidence) -> dict[str, Any]:
    """What becomes of the payer's own claim or record, and of the records of others."""
    if not evidence.own:
        return {
            "cap_before_fen": evidence.cap_before_fen,
            "cap_after_fen": evidence.cap_after_fen,
            "cut_fen": evidence.cut_fen,
            "from_wallet_fen": evidence.from_wallet_fen,
            "debt_fen": evidence.debt_fen,
        }
    payers, *others = evidence.own
    return {
        "cap_before_fen": payers.cap_before_fen,
        "cap_after_fen": payers.cap_after_fen,
        "from_wallet_fen": payers.from_holder_fen,
        "debt_fen": payers.debt_fen,
        "points_before": payers.points_before,
        "points_after": payers.points_after,
        "others": tuple(others),
    }


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
