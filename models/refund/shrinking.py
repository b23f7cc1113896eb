"""What of a bill is gone when it shrinks: its discount, each party's part, each packet. Pure.

Everything is counted from the whole bill down to what is left of it, so several refunds take
together exactly what one would.
"""

from collections.abc import Mapping

from msgspec import Struct

from models.refund.facts import Bill
from models.rulebook.allocation import AllocatedOrder, Allocation
from models.rulebook.parties import PARTIES


class Shrinkage(Struct, frozen=True, kw_only=True):
    """What everybody has to give back; only `platform_fen` may be below zero.

    `packets` are (claim, fen) in the order of their draw. All amounts are fen.
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

    @property
    def discount_fen(self) -> int:
        """What the discount shrinks by."""
        return self.discount_before_fen - self.discount_after_fen

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
    )


def _allocate(bill: Bill, amount_fen: int, allocation: Allocation) -> AllocatedOrder:
    filled = {party for party, payee in zip(PARTIES, bill.parties, strict=True) if payee}
    if amount_fen:
        return allocation.split(amount_fen=amount_fen, discount_bp=bill.discount_bp, filled=filled)
    least = allocation.split(amount_fen=1, discount_bp=bill.discount_bp, filled=filled)
    return AllocatedOrder(0, 0, 0, 0, tuple((party, 0) for party, _ in least.parts))
