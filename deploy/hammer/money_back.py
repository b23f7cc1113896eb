"""Refunds, returns and transfers of both books, held against each other."""

from typing import Any

from deploy.demo.options import MARKET
from deploy.hammer.ground import Ground
from models.database import Connection
from models.payout.lifecycle import State
from models.payout.reasons import SUCCESS
from models.payout.transfer.transfer import number_of as transfer_number
from models.refund.steps import number_of

_MOST = 1_000


async def compare(ground: Ground, connection: Connection, theirs: dict[str, Any]) -> None:
    """Every step of every refund, and every transfer; what differs becomes a finding."""
    await _steps(ground, connection, theirs)
    await _transfers(ground, connection)


async def _steps(ground: Ground, connection: Connection, theirs: dict[str, Any]) -> None:
    refunds = {r["out_refund_no"]: r for order in theirs.values() for r in order["refunds"]}
    splits = [split for order in theirs.values() for split in order["splits"]]
    returns = {r["out_return_no"]: r for split in splits for r in split["returns"]}
    rows = await connection.fetch("SELECT * FROM refund_steps WHERE market_code = $1", MARKET)
    known = set()
    for row in rows:
        number = number_of(row["step_id"], row["kind"])
        known.add(number)
        back = row["kind"] == "return"
        told = (returns if back else refunds).get(number)
        _step(ground, dict(row), number, told, told["result" if back else "status"] if told else "")
    for number in (refunds.keys() | returns.keys()) - known:
        ground.find("refund.unknown_at_ours", number)
    done = [one for one in refunds.values() if one["status"] == SUCCESS]
    ground.counts["refunds paid"] = len(done)
    ground.counts["refunded fen"] = sum(one["fen"] for one in done)
    ground.counts["returns made"] = sum(r["result"] == SUCCESS for r in returns.values())
    for row in await connection.fetch(
        "SELECT refund_id, state FROM refunds WHERE market_code = $1"
        " AND state IN ('approved', 'posted')",
        MARKET,
    ):
        ground.counts[f"refunds left {row['state']}"] += 1


def _step(
    ground: Ground, row: dict[str, Any], number: str, told: dict[str, Any] | None, end: str
) -> None:
    if row["state"] == State.DEAD_LETTER:
        ground.counts["dead letters"] += 1
        if not row["last_error"]:
            ground.find("refund.dead_without_a_word", number)
        return
    if row["state"] != State.FINISHED:
        ground.find("refund.unfinished", number, f"{row['state']} {row['last_error']}")
    succeeded = row["result"] == SUCCESS
    if succeeded != (end == SUCCESS):
        ground.find("refund.end_differs", number, f"theirs {end} ours {row['result']}")
    if told and told["fen"] != row["amount_fen"]:
        ground.find("refund.amount_differs", number, f"{told['fen']} {row['amount_fen']}")


async def _transfers(ground: Ground, connection: Connection) -> None:
    seen = await ground.sandbox.ask("GET", f"/sandbox/transfers?limit={_MOST}")
    theirs = {one["out_bill_no"]: one for one in seen["transfers"]}
    rows = await connection.fetch("SELECT * FROM transfers WHERE market_code = $1", MARKET)
    ours = {transfer_number(MARKET, row["transfer_id"]): row for row in rows}
    ground.counts["transfers compared"] = len(theirs)
    for number in theirs.keys() - ours.keys():
        ground.find("transfer.unknown_at_ours", number)
    for number, row in ours.items():
        told = theirs.get(number)
        if row["state"] == State.DEAD_LETTER:
            ground.counts["dead letters"] += 1
            continue
        if row["state"] != State.FINISHED:
            ground.find("transfer.unfinished", number, f"{row['state']} {row['last_error']}")
        if told and told["transfer_amount"] != row["fen"]:
            ground.find("transfer.amount_differs", number)
        if (row["result"] == SUCCESS) != (told is not None and told["state"] == SUCCESS):
            end = told["state"] if told else "never heard of"
            ground.find("transfer.end_differs", number, f"theirs {end} ours {row['result']}")
