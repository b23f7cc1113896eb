"""One queue while a batch of bills passes through it: its open claims and its reserve in memory.

The claims at hand may be only the head of a long queue. As long as enough of them can receive, the
rest is not needed; when they run out, `WindowTooShort` asks the caller for a longer window rather
than let a younger claim pass an older one.
"""

from bisect import insort
from operator import attrgetter

from models.packet_chain.rules import (
    Bill,
    Claim,
    Distribution,
    Terms,
    cap_fen,
    distribute,
    recipients,
)

_LONGEST_KEPT = 256


class WindowTooShort(Exception):
    """Older claims than those at hand may be waiting; read more of the queue."""

    def __init__(self, queue_id: int) -> None:
        super().__init__(queue_id)
        self.queue_id = queue_id


class Queue:
    """`claims`: oldest first; `whole`: no open claim of the queue is missing from them.

    After bills have passed, `opened` holds the new claims, `touched` all that received or grew.
    """

    def __init__(
        self, queue_id: int, claims: list[Claim], *, whole: bool, reserve_fen: int
    ) -> None:
        self.queue_id = queue_id
        self.reserve_fen = reserve_fen
        self.opened: dict[int, Claim] = {}
        self.touched: dict[int, Claim] = {}
        self._waiting = claims
        self.whole = whole
        self._own = {(claim.consumer_no, claim.opened_on): claim for claim in claims}

    def know(self, claim: Claim) -> None:
        """A claim of some consumer's day, open beyond the window or closed."""
        self._own.setdefault((claim.consumer_no, claim.opened_on), claim)

    def suffices(self, claims: int) -> bool:
        """Whether at least so many claims wait at hand, or all that wait are at hand."""
        return self.whole or len(self._waiting) >= claims

    @property
    def changed(self) -> bool:
        """Whether anything passed through since it was read or last at rest."""
        return bool(self.opened or self.touched)

    def rest(self) -> None:
        """Forget what was changed, once it is written; of what waits the head stays."""
        for claim in (*self.opened.values(), *self.touched.values()):
            claim.new_orders = []
            claim.new_fens = []
        self.opened = {}
        self.touched = {}
        if len(self._waiting) > _LONGEST_KEPT:
            del self._waiting[_LONGEST_KEPT:]
            self.whole = False
        self._own = {(claim.consumer_no, claim.opened_on): claim for claim in self._waiting}

    def pass_through(self, bill: Bill, place: int, seed: bytes, terms: Terms) -> Distribution:
        """Let one bill fund the queue and take its own place, which is its journal's number."""
        own = self._own.get((bill.consumer_no, bill.paid_on))
        brought_fen = cap_fen(bill.amount_fen, terms)
        if own is not None:
            grown = own.claim_no, self._grow(own, brought_fen, terms)
            distribution = distribute(
                bill, (), self.reserve_fen, seed, terms, further_bill=True, own=grown
            )
        else:
            distribution = self._hand_out(bill, seed, terms, (place, brought_fen))
            self._open(bill, place, brought_fen)
        self.reserve_fen += distribution.reserve_change_fen
        return distribution

    def _hand_out(
        self, bill: Bill, seed: bytes, terms: Terms, own: tuple[int, int]
    ) -> Distribution:
        chosen = recipients(self._waiting, bill.consumer_no, terms.packets_per_order)
        if len(chosen) < terms.packets_per_order and not self.whole:
            raise WindowTooShort(self.queue_id)
        distribution = distribute(bill, chosen, self.reserve_fen, seed, terms, own=own)
        some_closed = False
        for claim, paid_fen in zip(chosen, distribution.paid_fen, strict=False):
            claim.receive(distribution.order_id, paid_fen, terms.packets_per_order)
            some_closed |= claim.closed
        self.touched.update(zip(distribution.claims, chosen, strict=False))
        if some_closed:
            self._waiting = [claim for claim in self._waiting if not claim.closed]
        return distribution

    def _open(self, bill: Bill, place: int, cap_fen: int) -> None:
        if cap_fen == 0:
            return
        claim = Claim(place, bill.consumer_no, bill.order_id, bill.paid_on, cap_fen)
        self._own[bill.consumer_no, bill.paid_on] = claim
        self.opened[place] = claim
        if self.whole:
            self._waiting.append(claim)

    def _grow(self, own: Claim, more_fen: int, terms: Terms) -> int:
        was_closed = own.closed
        grown_fen = own.grow(more_fen, terms.packets_per_order)
        self.touched[own.claim_no] = own
        if was_closed and not own.closed:
            self._return(own)
        return grown_fen

    def _return(self, claim: Claim) -> None:
        """Let a claim that is open again wait where it stood, if that is within the window."""
        age = attrgetter("claim_no")
        if self.whole or (self._waiting and claim.claim_no < self._waiting[-1].claim_no):
            insort(self._waiting, claim, key=age)
