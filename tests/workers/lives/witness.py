"""Held against WeChat's own book, and against the wallets, when a life has ended."""

from typing import Any

from models import payout, wallet
from models.audit import Report
from models.audit.operations import audit_market
from models.database import statement
from models.ledger import Kind
from models.payout import transfer
from models.payout.leg import Leg, lines_of
from tests.market import MARKET
from tests.workers.lives.debts import check_debts
from tests.workers.lives.paid_back import check_refunds, check_returns
from tests.workers.lives.reckoning import check_step
from tests.workers.lives.town import Town, openids
from workers.receivers import read_directory

_GIVEN_UP = " UNION ALL ".join(
    f"SELECT last_error FROM {table} WHERE state = 'dead_letter'"
    for table in ("payouts", "transfers", "refund_steps")
)


async def check_end(town: Town) -> None:
    """The audit finds nothing, everything has ended, and WeChat's book is ours to the fen."""
    await check_step(town)
    report = Report()
    await audit_market(town.database, report, MARKET, seeds=town.house.seeds)
    assert report.findings == []
    await check_debts(town)
    await _check_funds(town)
    await _check_ended(town)
    orders = (await town.look("witness?limit=2000"))["orders"]
    await _check_splits(town, orders)
    await check_returns(town)
    await check_refunds(town, orders)
    await _check_transfers(town)
    await _check_people(town)
    ours = town.house.pay.account.sp_mchid
    held_fen = (await town.look(f"merchants/{ours}"))["available_fen"]
    held_fen += (await town.look("operation-account"))["operation_fen"] - town.bank_fen
    assert held_fen == -await town.balance(Kind.CUSTODY), "what we hold backs what we owe"


async def _check_funds(town: Town) -> None:
    """All packets are all funds, less reserves, less what covered refunded bills.

    Where a divided bill was refunded, what parties keep of it is missing from the reserves.
    """
    for row in await town.rows(statement(__package__, "funds")):
        missing_fen = row["funds_fen"] - row["kept_fen"]
        assert missing_fen >= 0 if row["divided"] else missing_fen == 0, row


async def _check_ended(town: Town) -> None:
    for table, states in (
        ("orders", "('settled', 'closed')"),
        ("payouts", "('finished', 'dead_letter')"),
        ("transfers", "('finished', 'dead_letter')"),
        ("refund_steps", "('finished', 'dead_letter')"),
        ("refunds", "('finished', 'asked', 'declined', 'withdrawn')"),
    ):
        left = await town.rows(f"SELECT * FROM {table} WHERE state NOT IN {states}")
        assert left == [], table
    given_up = await town.rows(_GIVEN_UP)
    for row in given_up:
        assert row["last_error"], "what was given up says why"
    if not given_up:
        assert await town.balance(Kind.PAYING) == 0
        assert await town.balance(Kind.RETURNING) == 0


async def _check_splits(town: Town, orders: list[Any]) -> None:
    """Every split of ours is WeChat's, line by line, and WeChat has no other."""
    rows = await town.rows("SELECT * FROM payouts")
    directory = await read_directory(town.house, {one for row in rows for one in row["receivers"]})
    arrived, known = {}, set()
    for row in rows:
        number = payout.payout.number_of(row["payout_id"], row["step"])
        known.add(number)
        legs = [
            Leg(*leg)
            for leg, end in zip(
                zip(row["accounts"], row["receivers"], row["amounts"], strict=True),
                row["results"],
                strict=True,
            )
            if end == "SUCCESS" and row["step"] != "unfreeze"
        ]
        for party, (fen, _) in lines_of(legs, directory.parties).items():
            arrived[number, *party] = fen
    said = {
        (split["out_order_no"], line["type"], line["account"]): line["fen"]
        for order in orders
        for split in order["splits"]
        for line in split["lines"]
        if line["result"] == "SUCCESS" and not split["out_order_no"].endswith("unfreeze")
    }
    assert said == arrived
    assert {split["out_order_no"] for order in orders for split in order["splits"]} <= known


async def _check_transfers(town: Town) -> None:
    rows = await town.rows("SELECT * FROM transfers WHERE result = 'SUCCESS'")
    told = (await town.look("transfers?limit=1000&state=SUCCESS"))["transfers"]
    assert {one["out_bill_no"]: one["transfer_amount"] for one in told} == {
        transfer.number_of(MARKET, row["transfer_id"]): row["fen"] for row in rows
    }


async def _check_people(town: Town) -> None:
    """Everybody has in hand what their wallet says, and has won what it is the sum of."""
    for number, openid in (await openids(town)).items():
        async with town.database.connection() as connection:
            has = await wallet.totals(connection, market_code=MARKET, consumer_no=number)
        in_hand = (await town.look(f"shoppers/{openid}"))["balance_fen"]
        assert has.paid_fen == in_hand, "what was paid has arrived, and nothing beside it"
        parts = ("pending", "paying", "paid", "carried", "swept", "given_back")
        assert has.won_fen == sum(getattr(has, f"{part}_fen") for part in parts)
        assert await town.balance(Kind.WALLET, number) == has.carried_fen
