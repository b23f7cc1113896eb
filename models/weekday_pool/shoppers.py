"""What settling a bill makes of its consumer's claims. Pure.

Caps rise when a bill is settled and at no other time: only a new purchase can make a further
partner, so looking again at midnight, when purchases only leave the window, would find nothing
more. The window ends with the latest day on which the consumer has bought; a claim looks at it with
its own book's eyes (`least_fen`, `window_days`).
"""

from collections import defaultdict
from collections.abc import Iterable

from models.pool import PooledBill
from models.rulebook.book import WeekdayPoolBook
from models.weekday_pool.claims import Claim, open_claim
from models.weekday_pool.evidence import BillFacts
from models.weekday_pool.spending import Spending, Window


class Shopper:
    """What is known of one consumer: what they spent, and the claims that may rise."""

    __slots__ = ("claims", "spending")

    def __init__(self) -> None:
        self.spending = Spending()
        self.claims: dict[int, Claim] = {}


class Shoppers:
    """The consumers of a batch, or of a whole market that is played again."""

    def __init__(self) -> None:
        self.by_no: defaultdict[int, Shopper] = defaultdict(Shopper)
        self.opened: list[Claim] = []
        self.raised: dict[int, Claim] = {}

    def know(self, claims: Iterable[Claim]) -> None:
        """Take in claims that stand."""
        for claim in claims:
            self.by_no[claim.consumer_no].claims[claim.claim_no] = claim

    def settle(self, bill: PooledBill, place: int, book: WeekdayPoolBook) -> BillFacts:
        """Settle a bill: its claim opens as `place`, and others of its consumer may rise."""
        shopper = self.by_no[bill.consumer_no]
        shopper.spending.add(bill.paid_on, bill.merchant_no, bill.amount_fen)
        windows: dict[int, Window] = {}
        raised = [claim for claim in shopper.claims.values() if _look(claim, shopper, windows)]
        own = open_claim(bill, place, book)
        _look(own, shopper, windows)
        shopper.claims[place] = own
        self.opened.append(own)
        self.raised |= {claim.claim_no: claim for claim in raised}
        return BillFacts(
            consumer_no=bill.consumer_no,
            merchant_no=bill.merchant_no,
            partners=own.partners,
            cap_fen=own.cap_fen,
            whole_cap_fen=own.whole_cap_fen,
            raised=[claim.claim_no for claim in raised],
            raised_partners=[claim.partners for claim in raised],
            raised_cap_fen=[claim.cap_fen for claim in raised],
        )


def _look(claim: Claim, shopper: Shopper, windows: dict[int, Window]) -> bool:
    """Count a claim's partners within its window; returns whether there are more than ever."""
    days = claim.window_days
    if days not in windows:
        windows[days] = shopper.spending.window(shopper.spending.last_day, days)
    if claim.partners >= len(windows[days].spent_fen):
        return False
    return claim.count(windows[days].partners(claim.least_fen))
