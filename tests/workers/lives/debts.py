"""Whoever was overpaid covers that before anything is sent: seen journal by journal."""

from collections import Counter

from models.ledger import JournalKind, Kind, account, kind_of
from tests.workers.lives.town import Town

_SENT = (JournalKind.PAYOUT_SENT, JournalKind.TRANSFER_SENT)


async def check_debts(town: Town) -> None:
    """No packet is sent to somebody who owes after it; no transfer takes what would cover that."""
    persons = {
        account(Kind.DEBT, row["claim_no"]): account(Kind.WALLET, row["consumer_no"])
        for row in await town.rows("SELECT claim_no, consumer_no FROM claims")
    } | {
        account(Kind.DEBT, row["record_no"]): row["holder_id"]
        for row in await town.rows("SELECT record_no, holder_id FROM pool_debts")
        if kind_of(row["holder_id"]) is Kind.WALLET
    }
    legs = await _packets_sent(town)
    balances = Counter[int]()
    for row in await town.rows("SELECT * FROM journals ORDER BY seq"):
        for number, fen in zip(row["accounts"], row["amounts"], strict=True):
            balances[number] += fen
        if row["kind"] not in _SENT:
            continue
        for debt_id, wallet in persons.items():
            if row["kind"] == JournalKind.TRANSFER_SENT and wallet in row["accounts"]:
                assert balances[wallet] + balances[debt_id] >= 0, "a debt left with a transfer"
            elif wallet in legs.get(row["subject_id"], ()):
                assert balances[debt_id] == 0, "a packet was sent past a debt"


async def _packets_sent(town: Town) -> dict[int, set[int]]:
    """Whom each split was to pay packets, by the payout's id."""
    rows = await town.rows("SELECT * FROM payouts WHERE step = 'split'")
    return {
        row["payout_id"]: {
            receiver
            for number, receiver, result in zip(
                row["accounts"], row["receivers"], row["results"], strict=True
            )
            if kind_of(number) in (Kind.CLAIM, Kind.REBATE) and result.isupper()
        }
        for row in rows
    }
