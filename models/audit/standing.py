"""The claims of a market while its journals are executed again.

Open claims stay in memory, closed ones for as long as a further bill of their day may still come,
and those that a refund ever touched to the end; the others can never change again and are handed
out.
"""

from collections import Counter, defaultdict
from collections.abc import Set
from datetime import date

from models.packet_chain import Queue
from models.packet_chain.rules import Claim


class Standing:
    """Claims by queue and number. `touched` are those that a refund may change.

    Of these it knows what was paid, cut and taken back, so what they are owed. A claim's own
    `received_fen` is net of what was cut and taken back, as bills see it.
    """

    def __init__(self, touched: Set[int]) -> None:
        self.handed_out: list[tuple[int, Claim]] = []
        self.paid: Counter[int] = Counter()
        self.cut: Counter[int] = Counter()
        self.taken_back: Counter[int] = Counter()
        self._touched = touched
        self._open: defaultdict[int, dict[int, Claim]] = defaultdict(dict)
        self._resting: defaultdict[int, dict[int, Claim]] = defaultdict(dict)

    def open_of(self, queue_id: int) -> list[Claim]:
        """The open claims of a queue, oldest first."""
        claims = self._open[queue_id]
        return [claims[number] for number in sorted(claims)]

    def resting_of(self, queue_id: int) -> list[Claim]:
        """The closed claims of a queue that are still at hand."""
        return list(self._resting[queue_id].values())

    def find(self, queue_id: int, claim_no: int) -> Claim | None:
        """A claim that is at hand."""
        return self._open[queue_id].get(claim_no) or self._resting[queue_id].get(claim_no)

    def owed(self, claim: Claim) -> int:
        """What a touched claim has received and was not paid."""
        number = claim.claim_no
        return claim.received_fen + self.taken_back[number] - self.paid[number]

    def pay(self, claim_no: int, fen: int) -> None:
        """A payout took so much of what a claim is owed."""
        if claim_no in self._touched:
            self.paid[claim_no] += fen

    def take_in(self, queue: Queue) -> None:
        """Take over what a bill has changed in its queue."""
        for claim in (*queue.opened.values(), *queue.touched.values()):
            self.place(queue.queue_id, claim)
        queue.opened.clear()
        queue.touched.clear()

    def place(self, queue_id: int, claim: Claim) -> None:
        """Keep the open claims and the closed ones apart."""
        waiting, resting = self._open[queue_id], self._resting[queue_id]
        kept, left = (resting, waiting) if claim.closed else (waiting, resting)
        left.pop(claim.claim_no, None)
        kept[claim.claim_no] = claim

    def hand_out(self, queue_id: int, before: date) -> None:
        """Hand out the closed claims of days that no bill can belong to any more."""
        resting = self._resting[queue_id]
        for claim in self.resting_of(queue_id):
            if claim.opened_on < before and claim.claim_no not in self._touched:
                self.handed_out.append((queue_id, resting.pop(claim.claim_no)))

    def all_kept(self) -> list[tuple[int, Claim]]:
        """The claims that were not handed out, each with its queue's id."""
        return [
            (queue_id, claim)
            for kept in (self._open, self._resting)
            for queue_id, claims in kept.items()
            for claim in claims.values()
        ]
