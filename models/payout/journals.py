"""The journals of a payout: one when money is handed to WeChat, one when WeChat said how it ended.

Our own line (CUSTODY) is no debt being paid but money changing its place, so it is posted only when
it has arrived: out of the store's frozen money into our account. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct, json

from models.ledger import Draft, JournalKind, Kind, account, kind_of, owner_of
from models.payout.leg import Leg
from models.payout.reasons import DEBT, OWN, SUCCESS, UNFROZEN

_PAYING = account(Kind.PAYING)
_NOTHING: Mapping[int, int] = MappingProxyType({})


class Evidence(Struct, frozen=True, omit_defaults=True):
    """What a payout's journal says beside its amounts; the arrays run alongside each other.

    Accounts are the legs of the payout and `results` why each stands as it does. `late` is what
    payees did not get: account → (fen, why).
    """

    order_id: int
    step: str
    number: str
    discount_fen: int = 0
    accounts: list[int] = []
    fens: list[int] = []
    results: list[str] = []
    late: dict[int, tuple[int, str]] = {}


def evidence_of(
    *,
    order_id: int,
    step: str,
    number: str,
    legs: Iterable[Leg],
    discount_fen: int = 0,
    late: Mapping[int, tuple[int, str]] | None = None,
) -> str:
    """The evidence of a journal as JSON text."""
    listed = list(legs)
    return json.encode(
        Evidence(
            order_id,
            step,
            number,
            discount_fen,
            [leg.account_id for leg in listed],
            [leg.fen for leg in listed],
            [leg.result for leg in listed],
            dict(late or {}),
        )
    ).decode()


def sent(
    payout_id: int,
    legs: Iterable[Leg],
    evidence: str,
    recovers: Mapping[int, int] = _NOTHING,
) -> Draft | None:
    """Debts become money on its way; packets that are not sent move to their person's wallet.

    What covers a debt of that person closes it, and the reserve that `recovers` names for it has
    what it was to have back.
    """
    moves: defaultdict[int, int] = defaultdict(int)
    for leg in legs:
        if kind_of(leg.account_id) is Kind.CUSTODY:
            continue
        goes = leg.under_way or leg.result == OWN
        moves[leg.account_id] -= leg.fen
        moves[_PAYING if goes else leg.receiver_id] += leg.fen
        if leg.result == DEBT:
            moves[account(Kind.RECOVERY, owner_of(leg.receiver_id))] -= leg.fen
            moves[recovers[leg.receiver_id]] += leg.fen
    return _draft(JournalKind.PAYOUT_SENT, payout_id, moves, evidence)


def finished(payout_id: int, merchant_no: int, legs: Iterable[Leg], evidence: str) -> Draft | None:
    """What arrived has left the store's frozen money; what did not is owed as before.

    `legs` are those that WeChat has just ended. A packet that came back is owed by the wallet. What
    was unfrozen has gone back to the store while it is owed on, so its later discounts cover it.
    """
    frozen, receivable = account(Kind.FROZEN, merchant_no), account(Kind.RECEIVABLE, merchant_no)
    moves: defaultdict[int, int] = defaultdict(int)
    for leg in legs:
        ours = kind_of(leg.account_id) is Kind.CUSTODY
        if leg.result == SUCCESS:
            moves[leg.account_id if ours else _PAYING] -= leg.fen
            moves[frozen] += leg.fen
        elif not ours:
            moves[_PAYING] -= leg.fen
            moves[leg.receiver_id] += leg.fen
        if leg.result == UNFROZEN:
            moves[frozen] += leg.fen
            moves[receivable] -= leg.fen
    return _draft(JournalKind.PAYOUT_FINISHED, payout_id, moves, evidence)


def _draft(
    kind: JournalKind, payout_id: int, moves: Mapping[int, int], evidence: str
) -> Draft | None:
    moved = {account_id: fen for account_id, fen in moves.items() if fen}
    if not moved:
        return None
    return Draft(kind, payout_id, list(moved), list(moved.values()), evidence)
