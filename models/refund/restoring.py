"""What a store gets back of a discount, and who bears what can't be fetched. Pure."""

from models.ledger import Kind, account
from models.refund.facts import Facts
from models.refund.purse import Purse


def forgive(facts: Facts, store_fen: int, purse: Purse) -> int:
    """What WeChat unfroze for the store it has already: it need not cover that any more."""
    receivable = account(Kind.RECEIVABLE, facts.bill.merchant_no)
    fen = max(0, min(store_fen, facts.unfrozen_fen, -facts.balances.get(receivable, 0)))
    purse.book(receivable, fen)
    return fen


def ask_payees(facts: Facts, missing_fen: dict[int, int], store_fen: int, purse: Purse) -> int:
    """Ask for what lies on payees' merchant accounts; never more than the store is owed."""
    asked_fen = 0
    for account_id, fen in missing_fen.items():
        lines = facts.payee_lines.get(account_id, ())
        asked_fen += purse.ask_back(lines, min(fen, store_fen - asked_fen))
    return asked_fen


def give_to_store(facts: Facts, store_fen: int, receivers_fen: int, purse: Purse) -> int:
    """Set the discount free, or return and owe it; returns what comes back through WeChat."""
    if facts.phase == "held":
        purse.book(account(Kind.FROZEN, facts.bill.merchant_no), store_fen)
        return 0
    own_fen = min(store_fen - receivers_fen, facts.custody_fen)
    back_fen = receivers_fen + purse.ask_back(facts.own_lines, own_fen)
    purse.book(account(Kind.RETURNING), back_fen)
    purse.book(account(Kind.MERCHANT, facts.bill.merchant_no), store_fen - back_fen)
    return back_fen


def balance(facts: Facts, receivable_fen: int, purse: Purse, reserve: int) -> int:
    """Let the reserve take the difference, and the receivable what the reserve lacks.

    `receivable_fen` is the store's to cover in any case: what its fund covers no longer, and what
    payees have until it has come back. Returns what the reserve lacked.
    """
    receivable = account(Kind.RECEIVABLE, facts.bill.merchant_no)
    purse.book(receivable, -receivable_fen)
    missing_fen = sum(purse.moves.values())
    covered_fen = purse.take(reserve, missing_fen)
    purse.book(receivable, -max(0, missing_fen - covered_fen))
    purse.book(reserve, max(0, -missing_fen))
    return max(0, missing_fen - covered_fen)
