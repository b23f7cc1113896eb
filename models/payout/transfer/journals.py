"""The journals of a transfer: one when carried money is handed to WeChat, one when it has ended.

What its person took leaves our own account (CUSTODY); what they did not is carried as before. Pure.
"""

from msgspec import Struct, json

from models.ledger import Draft, JournalKind, Kind, account
from models.payout.leg import wallet_of
from models.payout.reasons import PENDING, SUCCESS
from models.payout.transfer.transfer import Transfer
from models.payout.transfer.ways import Facts

_PAYING, _CUSTODY = account(Kind.PAYING), account(Kind.CUSTODY)


class Evidence(Struct, frozen=True, omit_defaults=True):
    """What a transfer's journal says beside its amounts: what was carried and owed, or the end.

    `words` are those of the person who said how it ended, where WeChat could not.
    """

    number: str
    result: str = PENDING
    carried_fen: int = 0
    debt_fen: int = 0
    words: str = ""


def sent(transfer: Transfer, facts: Facts) -> Draft:
    """Carried money becomes money on its way."""
    evidence = Evidence(transfer.number, carried_fen=facts.carried_fen, debt_fen=facts.debt_fen)
    return _draft(
        JournalKind.TRANSFER_SENT, transfer, wallet_of(transfer.consumer_no), _PAYING, evidence
    )


def finished(transfer: Transfer, words: str = "") -> Draft:
    """It left our account, or it is carried again; the `result` says which."""
    to = _CUSTODY if transfer.result == SUCCESS else wallet_of(transfer.consumer_no)
    evidence = Evidence(transfer.number, transfer.result, words=words)
    return _draft(JournalKind.TRANSFER_FINISHED, transfer, _PAYING, to, evidence)


def _draft(
    kind: JournalKind, transfer: Transfer, from_id: int, to_id: int, evidence: Evidence
) -> Draft:
    return Draft(
        kind,
        transfer.transfer_id,
        [from_id, to_id],
        [-transfer.fen, transfer.fen],
        json.encode(evidence).decode(),
    )
