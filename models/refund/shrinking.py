"""What of a bill is gone when it shrinks: its discount, each party's part, each packet. Pure.

Everything is counted from the whole bill down to what is left of it, so several refunds take
together exactly what one would.
"""

from bisect import bisect_left
from collections.abc import Mapping

from msgspec import Struct

from models.refund.facts import Bill
from models.rulebook.allocation import AllocatedOrder, Allocation
from models.rulebook.parties import PARTIES
from models.settlement.rules import coupon_discount_fen


class Shrinkage(Struct, frozen=True, kw_only=True):
    """What everybody has to give back; only `platform_fen` may be below zero.

    `packets` are (claim, fen) in the order of their draw. `coupon_fen` of the coupons that paid the
    bill go back; of the discount `coupon_discount_fen` had come out of them. All amounts are fen;
    `coupon_discount_fen` may be one below zero, when rounding moves between the two parts.
    """

    amount_before_fen: int
    amount_after_fen: int
    discount_before_fen: int
    discount_after_fen: int
    fund_before_fen: int
    fund_after_fen: int
    parts: list[tuple[str, int]]
    platform_fen: int
    packets: list[tuple[int, int]]
    netted_fen: int
    cap_fen: int
    instant_fen: int = 0
    coupon_fen: int = 0
    coupon_discount_fen: int = 0

    @property
    def discount_fen(self) -> int:
        """What the discount shrinks by."""
        return self.discount_before_fen - self.discount_after_fen

    @property
    def by_wechat_fen(self) -> int:
        """The same of the discount on what was paid with WeChat: this went through the split."""
        return self.discount_fen - self.coupon_discount_fen

    @property
    def cash_fen(self) -> int:
        """What of the refund is not coupons."""
        return self.amount_before_fen - self.amount_after_fen - self.coupon_fen

    @property
    def store_coupon_fen(self) -> int:
        """What the store had of those coupons; below zero where rounding owes it a fen."""
        return self.coupon_fen - self.coupon_discount_fen

    @property
    def packets_fen(self) -> int:
        """What all packets have to give back."""
        return sum(fen for _, fen in self.packets)

    def by_account(self, bill: Bill) -> dict[int, int]:
        """What each payee's account has to give back."""
        payees = dict(zip(PARTIES, bill.parties, strict=True))
        given: dict[int, int] = {}
        for party, fen in self.parts:
            given[payees[party]] = given.get(payees[party], 0) + fen
        return {account_id: fen for account_id, fen in given.items() if fen}


def shrink(bill: Bill, amount_fen: int, allocation: Allocation) -> Shrinkage:
    """What goes when `amount_fen` (from 1 to what is left) of the bill is refunded."""
    left_fen = bill.left_fen - amount_fen
    whole, before, after = (
        _allocate(bill, fen, allocation) for fen in (bill.amount_fen, bill.left_fen, left_fen)
    )
    fund_fen = whole.packets_fen or 1
    coupons = [coupons_left(bill, fen) for fen in (bill.left_fen, left_fen)]
    discounts = [
        coupon_discount_fen(amount_fen=fen, coupon_fen=coupon_fen, discount_bp=bill.discount_bp)
        for fen, coupon_fen in zip((bill.left_fen, left_fen), coupons, strict=True)
    ]

    def share(fen: int) -> int:
        return fen * before.packets_fen // fund_fen - fen * after.packets_fen // fund_fen

    parts_after: Mapping[str, int] = dict(after.parts)
    return Shrinkage(
        amount_before_fen=bill.left_fen,
        amount_after_fen=left_fen,
        discount_before_fen=before.discount_fen,
        discount_after_fen=after.discount_fen,
        fund_before_fen=before.packets_fen,
        fund_after_fen=after.packets_fen,
        parts=[(party, fen - parts_after[party]) for party, fen in before.parts],
        platform_fen=before.platform_fen - after.platform_fen,
        packets=[(claim_no, share(fen)) for claim_no, fen in bill.packets],
        netted_fen=share(bill.netted_fen),
        cap_fen=bill.own_cap_fen * bill.left_fen // bill.amount_fen
        - bill.own_cap_fen * left_fen // bill.amount_fen,
        instant_fen=before.instant_fen - after.instant_fen,
        coupon_fen=coupons[0] - coupons[1],
        coupon_discount_fen=discounts[0] - discounts[1],
    )


def coupons_left(bill: Bill, left_fen: int) -> int:
    """What of a bill's coupons still pays it when `left_fen` of it is left.

    Given back were `floor(coupons × refunded / amount)`, so all of them once nothing is left.
    """
    refunded_fen = bill.amount_fen - left_fen
    return bill.coupon_fen - bill.coupon_fen * refunded_fen // bill.amount_fen


def amount_of_cash(bill: Bill, cash_fen: int) -> int:
    """How much of a bill is refunded where WeChat has paid so much of it back.

    The least part of the bill that so much money belongs to, or all of it once no money is left;
    more than what is left of the bill where WeChat paid more than it ever had.
    """
    cash_left_fen = bill.left_fen - coupons_left(bill, bill.left_fen)
    if cash_fen >= cash_left_fen:
        return bill.left_fen + cash_fen - cash_left_fen
    return 1 + bisect_left(
        range(1, bill.left_fen),
        cash_fen,
        key=lambda fen: (
            cash_left_fen - (bill.left_fen - fen) + coupons_left(bill, bill.left_fen - fen)
        ),
    )


def _allocate(bill: Bill, amount_fen: int, allocation: Allocation) -> AllocatedOrder:
    filled = {party for party, payee in zip(PARTIES, bill.parties, strict=True) if payee}
    if amount_fen:
        return allocation.split(amount_fen=amount_fen, discount_bp=bill.discount_bp, filled=filled)
    least = allocation.split(amount_fen=1, discount_bp=bill.discount_bp, filled=filled)
    return AllocatedOrder(0, 0, 0, 0, tuple((party, 0) for party, _ in least.parts))
