"""The queues of a market while its journals are executed again: claims, reserves and draws."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from models.audit.holding import set_held
from models.audit.refunded import Refunds
from models.audit.standing import Standing
from models.packet_chain import Bill, Distribution, Queue, Terms
from models.packet_chain.rules import Claim
from models.refund.evidence import Evidence, is_closed

Seed = Callable[[date], bytes]

_LATEST = timedelta(days=40)
"""How long after its day a bill may be settled; WeChat tells of a payment for a day at most."""


class Queues:
    """One market's queues, from the first bill on."""

    def __init__(self, seed: Seed, refunds: Refunds) -> None:
        self.standing = Standing(refunds.touched)
        self._reserves: dict[int, int] = {}
        self._seed = seed
        self._asked_for = refunds.asked
        self._asked: defaultdict[int, list[Claim]] = defaultdict(list)
        self._queues: dict[int, tuple[date, Queue]] = {}

    def settle(
        self, queue_id: int, bill: Bill, seq: int, terms: Terms, evidence: str
    ) -> Distribution:
        """Let a bill pass its queue as `seq`.

        Of the stored `evidence` only which claims that were asked back were held is believed.
        """
        queue = self._queue(queue_id, bill.paid_on)
        asked = self._asked.get(queue_id, ())
        set_held(asked, lambda: self.standing.open_of(queue_id), bill, terms, evidence)
        distribution = queue.pass_through(bill, seq, self._seed(bill.paid_on), terms)
        self._reserves[queue_id] = queue.reserve_fen
        self._asked[queue_id] += [
            claim for number, claim in queue.opened.items() if number in self._asked_for
        ]
        self.standing.take_in(queue)
        return distribution

    def fill(self, queue_id: int, fen: int) -> None:
        """Another journal moved the reserve of a queue."""
        self._reserves[queue_id] = self._reserves.get(queue_id, 0) + fen
        self._queues.pop(queue_id, None)

    def refund(self, told: Evidence) -> None:
        """Change the claims that a refund names, as its evidence says."""
        standing, changed = self.standing, []
        for claim_no, fen in zip(told.claims, told.taken_fen, strict=True):
            claim = self._claim(told.queue_id, claim_no)
            place = claim.new_orders.index(told.order_id)
            claim.received_fen -= fen
            claim.new_fens[place] -= fen
            if not claim.new_fens[place]:
                del claim.new_fens[place], claim.new_orders[place]
                claim.packet_count -= 1
            changed.append(claim)
        for claim_no, fen in zip(told.carried_claims, told.carried_fen, strict=True):
            claim = self._claim(told.queue_id, claim_no)
            claim.received_fen -= fen
            standing.taken_back[claim_no] += fen
            changed.append(claim)
        if told.own_claim_no:
            own = self._claim(told.queue_id, told.own_claim_no)
            taken_back_fen = told.from_wallet_fen + told.debt_fen
            own.cap_fen = told.cap_after_fen
            own.received_fen -= told.cut_fen + taken_back_fen
            standing.cut[own.claim_no] += told.cut_fen
            standing.taken_back[own.claim_no] += taken_back_fen
            changed.append(own)
        for claim in changed:
            claim.closed = is_closed(
                cap_fen=claim.cap_fen,
                net_fen=claim.received_fen,
                packet_count=claim.packet_count,
                packets_per_order=told.packets_per_order,
            )
            standing.place(told.queue_id, claim)
        self._queues.pop(told.queue_id, None)

    def packet_of(self, queue_id: int, claim_no: int, order_id: int) -> tuple[int, int]:
        """The packet that a claim has of an order, and all that it is owed."""
        claim = self._claim(queue_id, claim_no)
        packets = dict(zip(claim.new_orders, claim.new_fens, strict=True))
        return packets.get(order_id, 0), self.standing.owed(claim)

    def standing_of(self, queue_id: int, claim_no: int) -> tuple[int, int, int]:
        """A claim's cap, what counts against it, and what it is owed."""
        claim = self._claim(queue_id, claim_no)
        return claim.cap_fen, claim.received_fen, self.standing.owed(claim)

    def consumer_of(self, queue_id: int, claim_no: int) -> int:
        """Whose claim it is."""
        return self._claim(queue_id, claim_no).consumer_no

    def _claim(self, queue_id: int, claim_no: int) -> Claim:
        claim = self.standing.find(queue_id, claim_no)
        if claim is None:
            raise LookupError(f"no claim {claim_no} in queue {queue_id}")
        return claim

    def _queue(self, queue_id: int, paid_on: date) -> Queue:
        """The queue; built anew each day, so that it forgets whom it need not know."""
        day, queue = self._queues.get(queue_id, (None, None))
        if queue is None or day != paid_on:
            queue = Queue(
                queue_id,
                self.standing.open_of(queue_id),
                whole=True,
                reserve_fen=self._reserves.get(queue_id, 0),
            )
            self.standing.hand_out(queue_id, paid_on - _LATEST)
            for claim in self.standing.resting_of(queue_id):
                queue.know(claim)
            self._queues[queue_id] = (paid_on, queue)
        return queue
