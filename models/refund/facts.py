"""What a refund is decided from. Values, nothing else; amounts in fen."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from models.pool import PooledEvidence
from models.pool.own import OwnRecord
from models.refund.evidence import Phase


class Bill(Struct, frozen=True, kw_only=True):
    """The settled bill and what its settlement said; `left_fen` is what no refund has taken yet.

    `packets` are (claim, fen) as they were drawn; `own_cap_fen` is what the bill brought to the cap
    of `own_claim_no`, `netted_fen` what of its fund covered its store's receivable. `parties` are
    the accounts of the settlement's parties, in its order, 0 where there was nobody. `coupon_fen`
    of the bill was paid with coupons. A bill that fills a pool has no packets and no claim of a
    queue: `pooled` is what its settlement said.
    """

    order_id: int
    merchant_no: int
    consumer_no: int
    amount_fen: int
    left_fen: int
    discount_bp: int
    book_no: int
    queue_id: int
    parties: Sequence[int]
    packets: Sequence[tuple[int, int]]
    own_claim_no: int = 0
    own_cap_fen: int = 0
    netted_fen: int = 0
    coupon_fen: int = 0
    pooled: PooledEvidence | None = None


class Claim(Struct, frozen=True, kw_only=True):
    """A claim as it stands; the packets run alongside each other, oldest first."""

    claim_no: int
    consumer_no: int
    cap_fen: int
    received_fen: int
    paid_fen: int = 0
    cut_fen: int = 0
    taken_back_fen: int = 0
    packet_orders: tuple[int, ...] = ()
    packet_fens: tuple[int, ...] = ()

    @property
    def unpaid_fen(self) -> int:
        """What it is owed: its balance as an account."""
        return self.received_fen - self.cut_fen - self.paid_fen

    @property
    def net_fen(self) -> int:
        """What its cap bounds."""
        return self.received_fen - self.cut_fen - self.taken_back_fen

    def packet_of(self, order_id: int) -> int:
        """The packet that it has of that order; 0 where it has none."""
        packets = zip(self.packet_orders, self.packet_fens, strict=True)
        return next((fen for number, fen in packets if number == order_id), 0)

    def taken_back(self, fen: int) -> "Claim":
        """The claim once so much of what it was paid is taken back."""
        return structs.replace(self, taken_back_fen=self.taken_back_fen + fen)


class Line(Struct, frozen=True):
    """A line of the bill's split that arrived, less what was asked back of it before."""

    out_order_no: str
    receiver_id: int
    left_fen: int


class Facts(Struct, frozen=True, kw_only=True):
    """Everything that a refund of the bill depends on.

    `balances` are of the accounts of persons, payees, platform and reserve, and of what the store's
    later bills have to cover; `overdue_fen` says how much of a payee's account is late. `carried`
    are this bill's packets (by claim) that lie in their persons' wallets. `own_lines` reached
    ourselves, `payee_lines` merchant accounts (by account); `kept_fen` is what the store has by
    account, being a payee of its own bill. Our own account can pay back `custody_fen`.
    `unfrozen_fen` of the discount WeChat gave back to the store by itself. `may_return`: WeChat
    still takes splits back. `records` are what the program keeps of a bill that fills a pool;
    `carried_rebate_fen` of its rebate at once lies in its payer's wallet.
    """

    bill: Bill
    phase: Phase
    claims: Mapping[int, Claim]
    balances: Mapping[int, int]
    overdue_fen: Mapping[int, int] = {}
    carried: Mapping[int, int] = {}
    own_lines: Sequence[Line] = ()
    payee_lines: Mapping[int, Sequence[Line]] = {}
    kept_fen: Mapping[int, int] = {}
    custody_fen: int = 0
    unfrozen_fen: int = 0
    may_return: bool = True
    records: Sequence[OwnRecord] = ()
    carried_rebate_fen: int = 0
