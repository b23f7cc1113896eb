"""When a recruiter has earned the bounty for a merchant. Pure: values in, values out."""

from collections.abc import Sequence

from msgspec import Struct


class BountyTerms(Struct, frozen=True):
    """`amount_fen` for a merchant's first `bills` by at least `consumers`, none below
    `least_bill_fen`; what applies is what was in force when the merchant joined."""

    amount_fen: int
    bills: int
    consumers: int
    least_bill_fen: int


class CountedBill(Struct, frozen=True):
    """A bill that counts for a bounty."""

    order_id: int
    consumer_no: int


def proof(bills: Sequence[CountedBill], terms: BountyTerms) -> tuple[CountedBill, ...] | None:
    """The bills, oldest first, that show the bounty earned; None where it is not.

    The first bill of each of the first consumers, filled up with the oldest of the others: were the
    first ten bills one person's, the tenth would prove nothing, and the five others' do.
    """
    first: dict[int, CountedBill] = {}
    for bill in bills:
        first.setdefault(bill.consumer_no, bill)
    if len(bills) < terms.bills or len(first) < terms.consumers:
        return None
    chosen = set(list(first.values())[: terms.consumers])
    for bill in bills:
        if len(chosen) == terms.bills:
            break
        chosen.add(bill)
    return tuple(bill for bill in bills if bill in chosen)
