"""`packet_chain`, decided: who receives what from one paid bill. Values in, values out.

Each paid bill funds packets for the claims that are open in its queue (one merchant, one tier), and
opens a claim of its own, which the next bills fund. Oldest claims first; nobody pays himself; a
claim closes at its number of packets or at its cap. Source: rules.md §1, steps 1 to 6.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from models.packet_chain.draws import divide

TIERS_PER_MERCHANT = 16


class Terms(Struct, frozen=True, gc=False):
    """What of the rule book the chain needs: packets per order and the cap in bp of the bill."""

    packets_per_order: int
    cap_bp: int


class Bill(Struct, frozen=True, gc=False):
    """One paid bill. `fund_fen` is the packets' part of its discount."""

    order_id: int
    consumer_no: int
    amount_fen: int
    fund_fen: int
    paid_on: date


class Claim(Struct):
    """What a bill may still receive. Claims are numbered by age.

    `received_fen` is net of what refunds have cut or taken back, so it is what the cap bounds.
    `new_orders` and `new_fens` are the packets that it received since it was read.
    """

    claim_no: int
    consumer_no: int
    order_id: int
    opened_on: date
    cap_fen: int
    received_fen: int = 0
    packet_count: int = 0
    frozen: bool = False
    closed: bool = False
    new_orders: list[int] = []
    new_fens: list[int] = []

    def grow(self, more_fen: int, most_packets: int) -> int:
        """Take in a further bill of the day, unless the day's packets are used up.

        A claim that had closed at its cap is open again; its packets do not start again. Returns
        by how much the cap grew.
        """
        if not more_fen or self.packet_count >= most_packets:
            return 0
        self.cap_fen += more_fen
        self.closed = False
        return more_fen

    def receive(self, order_id: int, paid_fen: int, most_packets: int) -> None:
        """Take one packet; the claim closes at its last packet or at its cap."""
        self.received_fen += paid_fen
        self.packet_count += 1
        self.new_orders.append(order_id)
        self.new_fens.append(paid_fen)
        self.closed = self.packet_count >= most_packets or self.received_fen == self.cap_fen


class Distribution(Struct, frozen=True, gc=False):
    """How one bill's fund went out.

    `fund_fen + reserve_taken_fen` is what could be given; `part_fen` of it was drawn among the
    recipients. The four lists run alongside each other, a place a packet, in the order in which
    they were drawn: whose claim, its remaining cap before, what was drawn, and what the remaining
    cap let through. What was let through and `reserve_given_fen` add up to what could be given.
    A `further_bill` of its consumer's day feeds the reserve alone. `own_claim_no` is the claim that
    the bill opened or joined, `own_cap_fen` what it brought to its cap; 0 where it brought nothing.
    """

    order_id: int
    reserve_before_fen: int
    fund_fen: int
    reserve_taken_fen: int
    reserve_given_fen: int
    part_fen: int
    claims: list[int]
    remaining_fen: list[int]
    drawn_fen: list[int]
    paid_fen: list[int]
    further_bill: bool = False
    own_claim_no: int = 0
    own_cap_fen: int = 0

    @property
    def reserve_change_fen(self) -> int:
        return self.reserve_given_fen - self.reserve_taken_fen


def queue_id(merchant_no: int, tier: int) -> int:
    """The queue of a merchant's tier (0 is the lowest)."""
    return merchant_no * TIERS_PER_MERCHANT + tier


def tier_of(amount_fen: int, upper_bounds_fen: Sequence[int]) -> int:
    """The tier of a bill: the first whose upper bound (inclusive) holds it, else the open one."""
    for tier, upper_fen in enumerate(upper_bounds_fen):
        if amount_fen <= upper_fen:
            return tier
    return len(upper_bounds_fen)


def recipients(claims: Iterable[Claim], consumer_no: int, most: int) -> list[Claim]:
    """The oldest open claims of other consumers, not frozen, at most `most` of them."""
    chosen: list[Claim] = []
    for claim in claims:
        if claim.closed or claim.frozen or claim.consumer_no == consumer_no:
            continue
        chosen.append(claim)
        if len(chosen) == most:
            break
    return chosen


def distribute(
    bill: Bill,
    chosen: Sequence[Claim],
    reserve_fen: int,
    seed: bytes,
    terms: Terms,
    *,
    further_bill: bool = False,
    own: tuple[int, int] = (0, 0),
) -> Distribution:
    """Divide the bill's fund, and as much again from the reserve, among the `chosen` claims.

    With none chosen everything goes to the reserve. So it does from a `further_bill`: if it drew
    packets, many tiny payments would use up the packets of those who wait ahead. `own` is the
    bill's own claim and what it brings to its cap.
    """
    taken_fen = min(reserve_fen, bill.fund_fen)
    to_give_fen = bill.fund_fen + taken_fen
    part_fen = to_give_fen * len(chosen) // terms.packets_per_order
    served = chosen[:part_fen]  # with fewer fen than claims: one fen each to the oldest
    drawn = divide(seed, bill.order_id, part_fen, len(served)) if served else []
    remaining = [claim.cap_fen - claim.received_fen for claim in served]
    paid = list(map(min, drawn, remaining))
    return Distribution(
        order_id=bill.order_id,
        reserve_before_fen=reserve_fen,
        fund_fen=bill.fund_fen,
        reserve_taken_fen=taken_fen,
        reserve_given_fen=to_give_fen - sum(paid),
        part_fen=part_fen,
        claims=[claim.claim_no for claim in served],
        remaining_fen=remaining,
        drawn_fen=drawn,
        paid_fen=paid,
        further_bill=further_bill,
        own_claim_no=own[0] if own[1] else 0,
        own_cap_fen=own[1],
    )


def cap_fen(amount_fen: int, terms: Terms) -> int:
    """The most that a bill may ever bring back: a ceiling, never a promise."""
    return amount_fen * terms.cap_bp // 10_000
