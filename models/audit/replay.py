"""Settling again: the same pure rules over the same bills must give the same journals.

A replay starts with empty queues and empty pools, and lets every settled bill pass in the order of
its journal, and every refund change the claims and records that it names.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from models.audit.holding import set_held
from models.audit.pools import Pools, balances_after
from models.audit.refunded import Refunds
from models.audit.standing import Standing
from models.ledger import Draft, Kind, kind_of, owner_of
from models.packet_chain import Queue, Terms
from models.packet_chain.rules import Claim
from models.pool import PooledEvidence, pool_no
from models.pool.replay import ReplayFacts
from models.refund.evidence import Evidence, is_closed
from models.rulebook.allocation import AllocatedOrder
from models.settlement.books import CompiledBook
from models.settlement.journals import chain_journal
from models.settlement.netting import Receivables
from models.settlement.programs import pooled_draft
from models.settlement.rules import PaidOrder, allocate, bill_of

Seed = Callable[[date], bytes]

_LATEST = timedelta(days=40)
"""How long after its day a bill may be settled; WeChat tells of a payment for a day at most."""


class Replay:
    """One market's queues and pools while its journals are executed again.

    `balances` are those of all accounts but claims', as the journals so far have left them.
    """

    def __init__(
        self, market_code: int, books: Mapping[int, CompiledBook], seed: Seed, refunds: Refunds
    ) -> None:
        self.reserves: dict[int, int] = {}
        self.balances: dict[int, int] = {}
        plain = {number: compiled.book for number, compiled in books.items()}
        self.pools = Pools(ReplayFacts(market_code, plain, self.balances, refunds.asked))
        self.receivables = Receivables({})
        self.standing = Standing(refunds.touched)
        self._books = books
        self._seed = seed
        self._asked_for = refunds.asked
        self._asked: defaultdict[int, list[Claim]] = defaultdict(list)
        self._queues: dict[int, tuple[date, Queue]] = {}

    def queue_of(self, order: PaidOrder) -> int:
        """The queue that the order passes: its store's, or the pool of its program."""
        book = self._books[order.book_no]
        return order.queue_id if book.terms else pool_no(book.program)

    def settle(self, order: PaidOrder, seq: int, evidence: str) -> Draft:
        """The journal that this order must have at `seq`; raises refusals of the rules.

        Of the stored `evidence` it believes only which claims that were asked back were held.
        """
        book = self._books[order.book_no]
        allocated = allocate(order, book.allocation)
        netted_fen = self.receivables.cover(
            order.merchant_no, allocated.packets_fen, book.netting_bp
        )
        if book.terms:
            return self._through_queue(order, book.terms, seq, evidence, allocated, netted_fen)
        program = self.pools.replays[book.program]
        return pooled_draft(program, book, order, allocated, netted_fen, seq)

    def _through_queue(
        self,
        order: PaidOrder,
        terms: Terms,
        seq: int,
        evidence: str,
        allocated: AllocatedOrder,
        netted_fen: int,
    ) -> Draft:
        queue_id, queue = order.queue_id, self._queue(order)
        bill = bill_of(order, allocated, netted_fen)
        asked = self._asked.get(queue_id, ())
        set_held(asked, lambda: self.standing.open_of(queue_id), bill, terms, evidence)
        distribution = queue.pass_through(bill, seq, self._seed(order.paid_on), terms)
        self.reserves[queue_id] = queue.reserve_fen
        self._asked[queue_id] += [
            claim for number, claim in queue.opened.items() if number in self._asked_for
        ]
        self.standing.take_in(queue)
        program = self._books[order.book_no].program
        return chain_journal(order, program, allocated, distribution, netted_fen)

    def keep(self, draft: Draft) -> None:
        """Move the balances; to be called for every journal, once it was looked at."""
        balances_after(self.balances, draft)

    def follow(self, draft: Draft, *, pays: bool) -> None:
        """Follow a journal that is no settlement: reserves, receivables, claims that it `pays`."""
        for account_id, fen in zip(draft.accounts, draft.amounts, strict=True):
            kind, owner = kind_of(account_id), owner_of(account_id)
            if kind is Kind.RESERVE:
                self.reserves[owner] = self.reserves.get(owner, 0) + fen
                self._queues.pop(owner, None)
            elif kind is Kind.RECEIVABLE:
                self.receivables.grow(owner, -fen)
            elif kind is Kind.CLAIM and pays:
                self.standing.pay(owner, -fen)

    def refund(self, told: Evidence, pooled: PooledEvidence | None) -> None:
        """Change the claims or records that a refund names, as its evidence says."""
        if pooled is not None:
            self.pools.replays[pooled.program].shrunk(pooled, told.own)
        else:
            self._shrink_claims(told)

    def _shrink_claims(self, told: Evidence) -> None:
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

    def _queue(self, order: PaidOrder) -> Queue:
        """The order's queue; built anew each day, so that it forgets whom it need not know."""
        queue_id, (day, queue) = order.queue_id, self._queues.get(order.queue_id, (None, None))
        if queue is None or day != order.paid_on:
            queue = Queue(
                queue_id,
                self.standing.open_of(queue_id),
                whole=True,
                reserve_fen=self.reserves.get(queue_id, 0),
            )
            self.standing.hand_out(queue_id, order.paid_on - _LATEST)
            for claim in self.standing.resting_of(queue_id):
                queue.know(claim)
            self._queues[queue_id] = (order.paid_on, queue)
        return queue
