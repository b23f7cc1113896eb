"""What a refund gathers, account by account, while it is decided. Pure.

Nothing is taken from an account that does not have it.
"""

from collections.abc import Mapping, Sequence

from models.ledger import Kind, account
from models.payout.leg import wallet_of
from models.refund.claiming import OwnClaim, lower_cap, take_packet
from models.refund.facts import Claim, Facts, Line


class Purse:
    """Balances, claims and lines of one bill's facts while money is taken out of them."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._balances = dict(facts.balances)
        self.moves: dict[int, int] = {}
        self.claims: dict[int, Claim] = {}
        self.settled_fen: dict[int, int] = {}
        self.kept: list[tuple[int, int]] = []
        self.returns: list[tuple[str, int, int]] = []

    def book(self, account_id: int, fen: int) -> None:
        """Move `fen` on an account."""
        self.moves[account_id] = self.moves.get(account_id, 0) + fen
        self._balances[account_id] = self._balances.get(account_id, 0) + fen

    def take(self, account_id: int, most_fen: int) -> int:
        """Take up to so much out of what the account has; returns how much."""
        fen = max(0, min(most_fen, self._balances.get(account_id, 0)))
        self.book(account_id, -fen)
        return fen

    def has(self, account_id: int) -> int:
        """What the account has by now."""
        return self._balances.get(account_id, 0)

    def take_unpaid(self, packets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Shrink packets that no payout has taken; returns (claim, fen) of those that did."""
        taken = []
        for claim_no, fen in packets:
            claim, taken_fen = take_packet(self._claim(claim_no), self._order_id, fen)
            if taken_fen:
                self.claims[claim_no] = claim
                self.book(account(Kind.CLAIM, claim_no), -taken_fen)
                taken.append((claim_no, taken_fen))
        return taken

    def take_carried(self, packets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Take packets that were carried to wallets out of them; returns (claim, fen)."""
        taken = []
        for claim_no, fen in packets:
            claim = self._claim(claim_no)
            paid_fen = claim.paid_fen - claim.taken_back_fen
            most_fen = min(fen, self._facts.carried.get(claim_no, 0), paid_fen)
            if taken_fen := self.take(wallet_of(claim.consumer_no), most_fen):
                self.claims[claim_no] = claim.taken_back(taken_fen)
                taken.append((claim_no, taken_fen))
        return taken

    def lower_own_cap(self, less_fen: int, reserve: int) -> OwnClaim | None:
        """Lower the cap of the bill's own claim; what it had above it goes to the reserve."""
        claim_no = self._facts.bill.own_claim_no
        if not claim_no:
            return None
        claim = self._claim(claim_no)
        wallet = wallet_of(claim.consumer_no)
        own = lower_cap(claim, less_fen, self.has(wallet))
        self.claims[claim_no] = own.claim
        self.book(account(Kind.CLAIM, claim_no), -own.cut_fen)
        self.book(wallet, -own.from_wallet_fen)
        self.book(reserve, own.cut_fen + own.from_wallet_fen)
        self.book(account(Kind.DEBT, claim_no), -own.debt_fen)
        self.book(account(Kind.RECOVERY, claim_no), own.debt_fen)
        return own

    def take_late(self, account_id: int, most_fen: int) -> int:
        """Take what of a payee's account is late: money that no payout could deliver."""
        fen = self.take(account_id, min(most_fen, self._facts.overdue_fen.get(account_id, 0)))
        if fen:
            self.settled_fen[account_id] = fen
        return fen

    def keep(self, account_id: int, most_fen: int) -> int:
        """What of it the store has already, as a payee of its own bill."""
        fen = min(most_fen, self._facts.kept_fen.get(account_id, 0))
        if fen:
            self.kept.append((account_id, fen))
        return fen

    def ask_back(self, lines: Sequence[Line], most_fen: int) -> int:
        """Ask for up to so much of these lines at WeChat; returns how much."""
        asked_fen = 0
        for line in lines if self._facts.may_return else ():
            if fen := min(most_fen - asked_fen, line.left_fen):
                self.returns.append((line.out_order_no, line.receiver_id, fen))
                asked_fen += fen
        return asked_fen

    def moved(self) -> Mapping[int, int]:
        """All that moved, without what came to nothing."""
        return {account_id: fen for account_id, fen in self.moves.items() if fen}

    @property
    def _order_id(self) -> int:
        return self._facts.bill.order_id

    def _claim(self, claim_no: int) -> Claim:
        return self.claims.get(claim_no) or self._facts.claims[claim_no]
