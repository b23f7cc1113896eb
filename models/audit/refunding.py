"""Refunds held against the rules: what each says it did is what its bill and its claims make it.

What a refund finds with payees and at WeChat stands in no journal, nor which packets had come back
to wallets, so of these amounts only the bounds are proven; everything else comes out to the fen.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from models.audit.refund_postings import of_postings
from models.audit.refund_rules import differs, of_rules, of_store
from models.audit.refunded import Refunded
from models.audit.replay import Replay
from models.ledger import Draft, Kind, account
from models.pool import PooledEvidence
from models.pool.own import Cut
from models.refund.evidence import Evidence
from models.refund.facts import Bill
from models.refund.settled import terms_of
from models.refund.shrinking import Shrinkage, shrink
from models.settlement.books import CompiledBook


class RefundCheck:
    """Checks refunds in the order of their journals; remembers how much of a bill is refunded."""

    def __init__(self, replay: Replay, books: Mapping[int, CompiledBook]) -> None:
        self._replay = replay
        self._books = books
        self._refunded: Counter[int] = Counter()

    def difference(self, one: Refunded, draft: Draft) -> str:
        """What is wrong with a refund's journal, "" for nothing; it is applied to the replay."""
        told, bill = one.told, self._bill(one)
        if told is None or bill is None or one.settled is None:
            return "no bill that was settled, or evidence that can't be read"
        if told.refund_id != draft.subject_id or told.order_id != bill.order_id:
            return "evidence of another refund"
        if not 0 < told.amount_fen == one.wanted_fen <= bill.left_fen:
            return f"amount_fen: {told.amount_fen}, wanted {one.wanted_fen} of {bill.left_fen}"
        self._refunded[bill.order_id] += told.amount_fen
        gone = shrink(bill, told.amount_fen, self._books[bill.book_no].allocation)
        found = [
            *of_rules(told, gone, bill, self._books[bill.book_no]),
            *(self._of_records(told, bill.pooled, bill) if bill.pooled else ()),
            *(() if bill.pooled else self._of_claims(told, gone)),
            *self._of_balances(told, gone, bill),
            *of_store(told, gone),
            *of_postings(
                told,
                gone,
                bill,
                draft,
                lambda number: self._replay.queues.consumer_of(bill.queue_id, number),
            ),
        ]
        if not found:
            self._replay.refund(told, bill.pooled)
        return found[0] if found else ""

    def _bill(self, one: Refunded) -> Bill | None:
        order, before = one.order, one.settled
        if order is None or before is None or order.book_no not in self._books:
            return None
        return Bill(
            order_id=order.order_id,
            merchant_no=order.merchant_no,
            consumer_no=order.consumer_no,
            amount_fen=order.amount_fen,
            left_fen=order.amount_fen - self._refunded[order.order_id],
            discount_bp=order.discount_bp,
            book_no=order.book_no,
            parties=order.parties,
            coupon_fen=order.coupon_fen,
            **terms_of(before, order.queue_id),
        )

    def _of_records(self, told: Evidence, pooled: PooledEvidence, bill: Bill) -> Iterator[str]:
        """The program's records shrink by its own rule; what was above the cap is found."""
        left_fen = bill.left_fen - told.amount_fen
        cut = Cut(amount_fen=bill.amount_fen, before_fen=bill.left_fen, after_fen=left_fen)
        yield from differs("own", told.own, self._replay.pools.changes_of(told, pooled, cut))

    def _of_balances(self, told: Evidence, gone: Shrinkage, bill: Bill) -> Iterator[str]:
        """What of rebate and coupons was still in the book."""
        balances = self._replay.balances
        owed_fen = balances.get(account(Kind.MERCHANT, bill.merchant_no), 0)
        rebate_fen = balances.get(account(Kind.REBATE, bill.consumer_no), 0)
        due_fen = min(max(0, gone.store_coupon_fen), owed_fen + max(0, -gone.store_coupon_fen))
        yield from differs("coupon_from_store_fen", told.coupon_from_store_fen, due_fen)
        if told.phase == "held":
            yield from differs("rebate_fen", told.rebate_fen, min(gone.instant_fen, rebate_fen))
        elif not 0 <= told.rebate_fen <= gone.instant_fen:
            yield f"rebate_fen: {told.rebate_fen} of {gone.instant_fen}"

    def _of_claims(self, told: Evidence, gone: Shrinkage) -> Iterator[str]:
        """Packets shrink by what they can; the own cap falls, and what was above it is found."""
        queues, queue_id = self._replay.queues, told.queue_id
        taken = dict(zip(told.claims, told.taken_fen, strict=True))
        carried = dict(zip(told.carried_claims, told.carried_fen, strict=True))
        for claim_no, share_fen in gone.packets:
            packet_fen, unpaid_fen = queues.packet_of(queue_id, claim_no, told.order_id)
            due_fen = min(share_fen, packet_fen, unpaid_fen) if told.phase == "held" else 0
            yield from differs(f"claim {claim_no}", taken.pop(claim_no, 0), due_fen)
            if not 0 <= carried.pop(claim_no, 0) <= share_fen:
                yield f"claim {claim_no}: more carried money than its share {share_fen}"
        if taken or carried:
            yield f"claims {[*taken, *carried]} had no packet of this bill"
        if not told.own_claim_no:
            yield from differs("cap", 0, gone.cap_fen)
            return
        cap_fen, net_fen, unpaid_fen = queues.standing_of(queue_id, told.own_claim_no)
        yield from differs("cap_before_fen", told.cap_before_fen, cap_fen)
        yield from differs("cap_after_fen", told.cap_after_fen, max(0, cap_fen - gone.cap_fen))
        above_fen = max(0, net_fen - told.cap_after_fen)
        yield from differs("cut_fen", told.cut_fen, min(above_fen, unpaid_fen))
        rest_fen = told.from_wallet_fen + told.debt_fen
        yield from differs("debt_fen", rest_fen, above_fen - told.cut_fen)
