"""What a batch of orders can draw upon, read under the market's ledger lock."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from models import ledger
from models.database import Connection, statement
from models.ledger import Kind, account
from models.payout import carrying
from models.payout.leg import Party, wallet_of
from models.payout.order import DueOrder
from models.payout.plan import Means
from models.payout.receivers import Place, states_of


async def read_means(
    connection: Connection,
    market_code: int,
    orders: Sequence[DueOrder],
    parties: Mapping[int, Party],
    now: datetime,
) -> tuple[Means, set[Place]]:
    """The means of these orders of one market, and the receivers that WeChat knows."""
    accounts = {number for order in orders for number in order.wallets | order.payees}
    others = {account(Kind.MERCHANT, order.merchant_no) for order in orders}
    others |= {account(Kind.REBATE, one.consumer_no) for order in orders for one in order.rebates}
    owed = await ledger.balances_of(connection, market_code, accounts | others)
    await _set_aside(connection, market_code, orders, owed)
    owed |= await _claims(connection, market_code, orders)
    debts = await _debts(connection, market_code, orders, owed)
    carried = await carrying.carried_of(connection, market_code, accounts)
    # In small letters, as every reason for not even trying: WeChat itself said nothing this time.
    barred = {number: one.reason.lower() for number, one in carried.items() if one.bars(now)}
    places = {place for order in orders for place in order.places}
    states = await states_of(connection, places, now)
    overdue = {number: one.overdue_fen for number, one in carried.items()}
    refused = {place[1:] for place, state in states.items() if state == "refused"}
    known = {place for place, state in states.items() if state == "added"}
    return Means(parties, owed, overdue, barred, refused, debts), known


async def _set_aside(
    connection: Connection, market_code: int, orders: Sequence[DueOrder], owed: dict[int, int]
) -> None:
    """Leave out of `owed` what stores have declared for the holders of their registers."""
    stores = sorted({order.merchant_no for order in orders})
    rows = await connection.fetch(statement(__package__, "set_aside"), market_code, stores)
    for merchant_no, fen in rows:
        number = account(Kind.MERCHANT, merchant_no)
        owed[number] = max(0, owed[number] - fen)


async def _claims(
    connection: Connection, market_code: int, orders: Sequence[DueOrder]
) -> dict[int, int]:
    """What each claim still owes, which nobody else changes while the ledger is locked."""
    claims = sorted({packet.claim_no for order in orders for packet in order.packets})
    rows = await connection.fetch(
        "SELECT claim_no, received_fen - cut_fen - paid_fen FROM claims"
        " WHERE market_code = $1 AND claim_no = ANY($2)",
        *(market_code, claims),
    )
    return {account(Kind.CLAIM, claim_no): fen for claim_no, fen in rows}


async def _debts(
    connection: Connection, market_code: int, orders: Sequence[DueOrder], owed: dict[int, int]
) -> dict[int, dict[int, int]]:
    """Whose packets cover debts first (see `Means.debts`); their balances are added to `owed`."""
    consumers = sorted({number for order in orders for number in order.consumers})
    debts: dict[int, dict[int, int]] = {}
    for row in await connection.fetch(statement(__package__, "debts"), market_code, consumers):
        debt_id = account(Kind.DEBT, row["claim_no"])
        owed[debt_id] = row["balance_fen"]
        of_person = debts.setdefault(wallet_of(row["consumer_no"]), {})
        of_person[debt_id] = account(Kind.RESERVE, row["queue_id"])
    return debts
