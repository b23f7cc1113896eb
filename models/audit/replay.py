"""Settling again: the same pure rules over the same bills must give the same journals.

A replay starts with empty queues and empty pools, and lets every settled bill pass in the order of
its journal, and every refund change the claims and records that it names.
"""

from collections.abc import Mapping

from models.audit.pools import Pools, balances_after
from models.audit.queues import Queues, Seed
from models.audit.refunded import Refunds
from models.ledger import Draft, Kind, kind_of, owner_of
from models.pool import PooledEvidence, pool_no
from models.pool.replay import ReplayFacts
from models.refund.evidence import Evidence
from models.settlement.books import CompiledBook
from models.settlement.journals import chain_journal
from models.settlement.netting import Receivables
from models.settlement.programs import pooled_draft
from models.settlement.rules import PaidOrder, allocate, bill_of


class Replay:
    """One market's queues and pools while its journals are executed again.

    `balances` are those of all accounts but claims', as the journals so far have left them.
    """

    def __init__(
        self, market_code: int, books: Mapping[int, CompiledBook], seed: Seed, refunds: Refunds
    ) -> None:
        plain = {number: compiled.book for number, compiled in books.items()}
        self.balances: dict[int, int] = {}
        self.pools = Pools(ReplayFacts(market_code, plain, self.balances, refunds.asked))
        self.queues = Queues(seed, refunds)
        self._receivables = Receivables({})
        self._books = books

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
        netted_fen = self._receivables.cover(
            order.merchant_no, allocated.packets_fen, book.netting_bp
        )
        if book.terms is None:
            program = self.pools.replays[book.program]
            return pooled_draft(program, book, order, allocated, netted_fen, seq)
        bill = bill_of(order, allocated, netted_fen)
        distribution = self.queues.settle(order.queue_id, bill, seq, book.terms, evidence)
        return chain_journal(order, book.program, allocated, distribution, netted_fen)

    def keep(self, draft: Draft) -> None:
        """Move the balances; to be called for every journal, once it was looked at."""
        balances_after(self.balances, draft)

    def follow(self, draft: Draft, *, pays: bool) -> None:
        """Follow a journal that is no settlement: reserves, receivables, claims that it `pays`."""
        for account_id, fen in zip(draft.accounts, draft.amounts, strict=True):
            kind, owner = kind_of(account_id), owner_of(account_id)
            if kind is Kind.RESERVE:
                self.queues.fill(owner, fen)
            elif kind is Kind.RECEIVABLE:
                self._receivables.grow(owner, -fen)
            elif kind is Kind.CLAIM and pays:
                self.queues.standing.pay(owner, -fen)

    def refund(self, told: Evidence, pooled: PooledEvidence | None) -> None:
        """Change the claims or records that a refund names, as its evidence says."""
        if pooled is None:
            self.queues.refund(told)
        else:
            self.pools.replays[pooled.program].shrunk(pooled, told.own)
