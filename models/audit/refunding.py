"""Refunds held against the rules: what each says it did is what its bill and its claims make it.

What a refund finds in wallets, with payees and at WeChat stands in no journal of one queue, so of
these amounts only the bounds are proven; everything else comes out to the fen.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from models.audit.refunded import Refunded
from models.audit.replay import Replay
from models.ledger import Draft, Kind, account
from models.payout.leg import wallet_of
from models.refund.evidence import Evidence
from models.refund.facts import Bill
from models.refund.shrinking import Shrinkage, shrink
from models.settlement.books import CompiledBook

_PLATFORM = account(Kind.PLATFORM)


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
            *_of_rules(told, gone, bill, self._books[bill.book_no]),
            *self._of_claims(told, gone),
            *_of_store(told, gone),
            *self._of_postings(told, gone, bill, draft),
        ]
        if not found:
            self._replay.refund(told)
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
            queue_id=order.queue_id,
            parties=order.parties,
            packets=list(zip(before.claims, before.paid_fen, strict=True)),
            own_claim_no=before.own_claim_no,
            own_cap_fen=before.own_cap_fen,
            netted_fen=before.netted_fen,
        )

    def _of_claims(self, told: Evidence, gone: Shrinkage) -> Iterator[str]:
        """Packets shrink by what they can; the own cap falls, and what was above it is found."""
        replay, queue_id = self._replay, told.queue_id
        taken = dict(zip(told.claims, told.taken_fen, strict=True))
        carried = dict(zip(told.carried_claims, told.carried_fen, strict=True))
        for claim_no, share_fen in gone.packets:
            packet_fen, unpaid_fen = replay.packet_of(queue_id, claim_no, told.order_id)
            due_fen = min(share_fen, packet_fen, unpaid_fen) if told.phase == "held" else 0
            yield from _differs(f"claim {claim_no}", taken.pop(claim_no, 0), due_fen)
            if not 0 <= carried.pop(claim_no, 0) <= share_fen:
                yield f"claim {claim_no}: more carried money than its share {share_fen}"
        if taken or carried:
            yield f"claims {[*taken, *carried]} had no packet of this bill"
        if not told.own_claim_no:
            yield from _differs("cap", 0, gone.cap_fen)
            return
        cap_fen, net_fen, unpaid_fen = replay.standing_of(queue_id, told.own_claim_no)
        yield from _differs("cap_before_fen", told.cap_before_fen, cap_fen)
        yield from _differs("cap_after_fen", told.cap_after_fen, max(0, cap_fen - gone.cap_fen))
        above_fen = max(0, net_fen - told.cap_after_fen)
        yield from _differs("cut_fen", told.cut_fen, min(above_fen, unpaid_fen))
        rest_fen = told.from_wallet_fen + told.debt_fen
        yield from _differs("debt_fen", rest_fen, above_fen - told.cut_fen)

    def _of_postings(
        self, told: Evidence, gone: Shrinkage, bill: Bill, draft: Draft
    ) -> Iterator[str]:
        posted = dict(zip(draft.accounts, draft.amounts, strict=True))
        for account_id, fen in self._expected(told, gone, bill).items():
            yield from _differs(f"account {account_id}", posted.pop(account_id, 0), fen)
        least = {number: -fen for number, fen in gone.by_account(bill).items()}
        least[_PLATFORM] = -gone.platform_fen
        for account_id, fen in posted.items():
            least_fen = least.get(account_id, 0)
            if not min(least_fen, 0) <= fen <= max(least_fen, 0):
                yield f"account {account_id}: posted {fen}, at most {least_fen} could be"

    def _expected(self, told: Evidence, gone: Shrinkage, bill: Bill) -> dict[int, int]:
        """The postings that follow from the evidence alone."""
        moves: Counter[int] = Counter()
        for claim_no, fen in zip(told.claims, told.taken_fen, strict=True):
            moves[account(Kind.CLAIM, claim_no)] -= fen
        for claim_no, fen in zip(told.carried_claims, told.carried_fen, strict=True):
            moves[wallet_of(self._replay.consumer_of(told.queue_id, claim_no))] -= fen
        if told.own_claim_no:
            moves[account(Kind.CLAIM, told.own_claim_no)] -= told.cut_fen
            moves[account(Kind.DEBT, told.own_claim_no)] -= told.debt_fen
            moves[account(Kind.RECOVERY, told.own_claim_no)] += told.debt_fen
            own = self._replay.consumer_of(told.queue_id, told.own_claim_no)
            moves[wallet_of(own)] -= told.from_wallet_fen
        store = bill.merchant_no
        moves[account(Kind.RESERVE, bill.queue_id)] += told.reserve_change_fen
        receivable_fen = told.netted_change_fen + told.receivers_fen + told.shortfall_fen
        moves[account(Kind.RECEIVABLE, store)] += told.forgiven_fen - receivable_fen
        if told.phase == "held":
            moves[account(Kind.FROZEN, store)] += gone.discount_fen
        else:
            moves[account(Kind.RETURNING)] += sum(fen for _, _, fen in told.returns)
            moves[account(Kind.MERCHANT, store)] += told.owed_fen
        return dict(moves)


def _of_rules(told: Evidence, gone: Shrinkage, bill: Bill, book: CompiledBook) -> Iterator[str]:
    expected = {
        "book_no": bill.book_no,
        "packets_per_order": book.packets_per_order,
        "queue_id": bill.queue_id,
        "merchant_no": bill.merchant_no,
        "own_claim_no": bill.own_claim_no,
        "amount_before_fen": gone.amount_before_fen,
        "amount_after_fen": gone.amount_after_fen,
        "discount_before_fen": gone.discount_before_fen,
        "discount_after_fen": gone.discount_after_fen,
        "fund_before_fen": gone.fund_before_fen,
        "fund_after_fen": gone.fund_after_fen,
        "parts": gone.parts,
        "platform_fen": gone.platform_fen,
        "packets_fen": gone.packets_fen,
        "netted_change_fen": gone.netted_fen,
    }
    for name, value in expected.items():
        yield from _differs(name, getattr(told, name), value)


def _of_store(told: Evidence, gone: Shrinkage) -> Iterator[str]:
    """The store has its discount back: free, kept, forgiven, returned or owed, and never twice."""
    returned_fen = sum(fen for _, _, fen in told.returns)
    if told.phase == "held":
        others_fen = returned_fen + told.owed_fen + told.forgiven_fen
        yield from _differs("returns", others_fen + len(told.kept), 0)
        return
    kept_fen = sum(fen for _, fen in told.kept) + told.forgiven_fen
    yield from _differs("owed_fen", kept_fen + returned_fen + told.owed_fen, gone.discount_fen)
    if not 0 <= told.receivers_fen <= returned_fen or told.shortfall_fen < 0:
        yield f"receivers_fen: {told.receivers_fen} of {returned_fen}"


def _differs(name: str, stored: object, again: object) -> Iterator[str]:
    if stored != again:
        yield f"{name}: stored {stored}, again {again}"
