"""What a refund stores so that anyone can recompute it: the evidence of its journal.

Arrays run alongside each other. What it did to claims follows from it and nothing else:

- `claims`, `taken_fen`: the packet that the order had given to the claim shrinks by so much, and
  `received_fen` with it; a packet that shrinks to nothing leaves the claim's lists.
- `carried_claims`, `carried_fen`: the claim's packet had been carried to its person's wallet and is
  taken out of it again; `taken_back_fen` grows.
- `own_claim_no`: the cap falls from `cap_before_fen` to `cap_after_fen`; `cut_fen` grows by
  `cut_fen`, `taken_back_fen` by `from_wallet_fen + debt_fen`.
- Each of these claims is closed from then on exactly if it has `packets_per_order` packets or its
  cap is reached; the own claim is free again unless another refund still asks for it.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from models.pool.own import OwnChange

Phase = Literal["held", "split"]
"""held: the discount still lies in the order, nobody was paid. split: WeChat has divided it."""


class Evidence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One posted refund; amounts in fen.

    `amount_…` is the bill less what was refunded, `discount_…` and `fund_…` (the packets' part) are
    the rule book's for that. `parts` and `platform_fen` are what parties give back (`platform_fen`
    may be below zero: it takes the rest of every rounding). `packets_fen` is what packets had to
    give back, `netted_change_fen` what the fund had covered of the store's receivable and covers no
    longer. `reserve_change_fen` is all that happens to the queue's reserve; `shortfall_fen` is what
    it lacked. `returns` are (number of the split, receiver, fen) asked back at WeChat, of which
    `receivers_fen` from others than ourselves; `kept` is what the store has already, by account,
    being a payee of its own bill; `forgiven_fen` is what it has already because WeChat unfroze it,
    and need not cover any more; `owed_fen` is owed to it beside the returns.

    A bill that fills the pool of a `program` has no packets: `rebate_fen` of the `instant_fen` that
    its payer has no longer was still in the book, and `own` are the program's records of it.
    `coupon_fen` of the amount goes back as coupons, of which the discount was
    `coupon_discount_fen`; `coupon_from_store_fen` of the rest was still owed to the store.
    """

    order_id: int
    refund_id: int
    amount_fen: int
    amount_before_fen: int
    amount_after_fen: int
    discount_before_fen: int
    discount_after_fen: int
    fund_before_fen: int
    fund_after_fen: int
    book_no: int
    packets_per_order: int
    queue_id: int
    merchant_no: int
    phase: Phase
    claims: list[int] = []
    taken_fen: list[int] = []
    carried_claims: list[int] = []
    carried_fen: list[int] = []
    parts: list[tuple[str, int]] = []
    platform_fen: int = 0
    packets_fen: int = 0
    netted_change_fen: int = 0
    reserve_change_fen: int = 0
    shortfall_fen: int = 0
    own_claim_no: int = 0
    cap_before_fen: int = 0
    cap_after_fen: int = 0
    cut_fen: int = 0
    from_wallet_fen: int = 0
    debt_fen: int = 0
    returns: list[tuple[str, int, int]] = []
    receivers_fen: int = 0
    kept: list[tuple[int, int]] = []
    owed_fen: int = 0
    forgiven_fen: int = 0
    program: str = ""
    instant_fen: int = 0
    rebate_fen: int = 0
    own: list[OwnChange] = []
    coupon_fen: int = 0
    coupon_discount_fen: int = 0
    coupon_from_store_fen: int = 0

    @property
    def cash_fen(self) -> int:
        """What goes back as money."""
        return self.amount_fen - self.coupon_fen

    @property
    def coupon_open_fen(self) -> int:
        """What of the coupons' worth the store has been paid already: its later bills cover it."""
        return max(0, self.coupon_fen - self.coupon_discount_fen - self.coupon_from_store_fen)


def write_evidence(evidence: Evidence) -> str:
    """The evidence as JSON text."""
    return msgspec.json.encode(evidence).decode()


def read_evidence(text: str) -> Evidence:
    """The evidence that `write_evidence` wrote."""
    return msgspec.json.decode(text, type=Evidence)


def is_closed(*, cap_fen: int, net_fen: int, packet_count: int, packets_per_order: int) -> bool:
    """Whether a claim that a refund touched is closed; `net_fen` is net of cuts and takings."""
    return packet_count >= packets_per_order or net_fen >= cap_fen
