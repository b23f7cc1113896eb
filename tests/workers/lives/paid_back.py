"""What went back, held against WeChat's book: refunds and returns, each once and to the fen."""

from collections import Counter
from typing import Any

from models import refund
from models.ledger import Kind, kind_of
from tests.workers.lives.town import Town


async def check_returns(town: Town) -> None:
    """What a return did not bring is owed to the store; what it brought is not."""
    owed = {
        row["subject_id"]: any(kind_of(number) is Kind.MERCHANT for number in row["accounts"])
        for row in await town.rows("SELECT * FROM journals WHERE kind = 5")
    }
    rows = await town.rows(
        "SELECT * FROM refund_steps WHERE kind = 'return' AND state = 'finished'"
    )
    assert owed == {row["step_id"]: row["result"] != "SUCCESS" for row in rows}


async def check_refunds(town: Town, orders: list[Any]) -> None:
    """WeChat has paid back and taken back what our steps say, and each refund counts once."""
    rows = await town.rows("SELECT * FROM refund_steps WHERE result = 'SUCCESS'")
    ours = {refund.steps.number_of(row["step_id"], row["kind"]): row["amount_fen"] for row in rows}
    said = {
        one["out_refund_no"]: one["fen"]
        for order in orders
        for one in order["refunds"]
        if one["status"] == "SUCCESS"
    }
    said |= {
        one["out_return_no"]: one["fen"]
        for order in orders
        for split in order["splits"]
        for one in split["returns"]
        if one["result"] == "SUCCESS"
    }
    assert said == ours
    given = Counter[int]()
    for row in await town.rows("SELECT * FROM refunds WHERE state = 'finished'"):
        given[row["order_id"]] += row["amount_fen"]
    for row in await town.rows("SELECT order_id, refunded_fen FROM orders"):
        assert row["refunded_fen"] == given[row["order_id"]], "each refund counts once"
