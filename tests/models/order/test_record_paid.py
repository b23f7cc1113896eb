import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import merchant, rulebook
from models.database import Database
from models.order import Payment, Verdict, close_orders, open_order, record_paid
from tests.bills import MARKET, OPENED_AT, PAID_AT, Bill

Pay = Callable[..., Awaitable[list[Verdict]]]
Opened = Callable[..., Awaitable[Bill]]

A, R = Verdict.ACCEPTED, Verdict.REPEATED


async def test_a_right_payment_pays(database: Database, opened: Opened, pay: Pay) -> None:
    bill = await opened()
    assert await pay(bill.payment()) == [A]
    order = await _order(database, bill)
    assert (order["state"], order["paid_at"]) == ("paid", PAID_AT)
    assert order["transaction_id"] == bill.payment().transaction_id
    assert order["asked"] == 0


async def test_the_book_in_force_when_it_was_paid_is_kept(
    database: Database, opened: Opened, pay: Pay
) -> None:
    book = rulebook.default_packet_chain_book(market_code=MARKET, effective_at=PAID_AT)
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=MARKET)
        version = await rulebook.publish(connection, book, at=OPENED_AT)
    before, after = await opened(), await opened()
    early = before.payment(paid_at=PAID_AT - timedelta(seconds=1))
    assert await pay(early, after.payment()) == [A, A]
    assert (await _order(database, before))["book_no"] == 7
    assert (await _order(database, after))["book_no"] == version.book_no != 7


async def test_the_same_payment_again_changes_nothing(
    database: Database, opened: Opened, pay: Pay
) -> None:
    bill = await opened()
    right = bill.payment()
    assert await pay(right, right) == [A, R]
    before = await _order(database, bill)
    assert await pay(bill.payment(callback_id="EV-another", paid_at=PAID_AT)) == [R]
    assert await _order(database, bill) == before


async def test_a_late_payment_wins_over_our_closing(
    database: Database, opened: Opened, pay: Pay
) -> None:
    bill = await opened()
    await database.in_transaction(lambda c: close_orders(c, [(MARKET, bill.order_id)]))
    assert await pay(bill.payment(paid_at=PAID_AT + timedelta(hours=1))) == [A]


async def test_a_settled_order_is_not_paid_again(
    database: Database, opened: Opened, pay: Pay
) -> None:
    bill = await opened()
    await pay(bill.payment())
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE orders SET state = 'settled' WHERE order_id = $1", bill.order_id
        )
    assert await pay(bill.payment()) == [R]
    assert (await _order(database, bill))["state"] == "settled"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"amount_fen": 9_999}, Verdict.AMOUNT_DIFFERS),
        ({"amount_fen": 0}, Verdict.AMOUNT_DIFFERS),
        ({"amount_fen": -10_000}, Verdict.AMOUNT_DIFFERS),
        ({"amount_fen": 2**70}, Verdict.AMOUNT_DIFFERS),
        ({"currency": "USD"}, Verdict.AMOUNT_DIFFERS),
        ({"sub_mchid": "1900000110"}, Verdict.MERCHANT_DIFFERS),
        ({"market_code": 110100}, Verdict.UNKNOWN_ORDER),
        ({"order_id": 0}, Verdict.UNKNOWN_ORDER),
        ({"order_id": 2**62}, Verdict.UNKNOWN_ORDER),
    ],
)
async def test_a_notice_that_fits_no_order_moves_nothing(
    database: Database, opened: Opened, pay: Pay, change: dict[str, Any], verdict: Verdict
) -> None:
    bill = await opened()
    wrong = bill.payment(**change)
    assert await pay(wrong) == [verdict]
    assert await pay(wrong) == [verdict]
    assert (await _order(database, bill))["state"] == "opened"
    async with database.connection() as connection:
        kept = await connection.fetch(
            "SELECT verdict, body FROM callbacks WHERE callback_id = $1", wrong.notice.callback_id
        )
    assert [tuple(row) for row in kept] == [(verdict, b"{}")]


async def test_another_transaction_for_a_paid_order_is_told_apart(opened: Opened, pay: Pay) -> None:
    bill = await opened()
    await pay(bill.payment())
    assert await pay(bill.payment(transaction_id="4" * 28)) == [Verdict.TRANSACTION_DIFFERS]


async def test_a_notice_refused_too_early_is_accepted_when_it_comes_again(
    database: Database, pay: Pay
) -> None:
    bill = Bill()
    assert await pay(bill.payment()) == [Verdict.UNKNOWN_ORDER]
    await database.in_transaction(lambda c: open_order(c, **bill.arguments()))
    assert await pay(bill.payment()) == [A]
    assert await pay(bill.payment()) == [R]
    async with database.connection() as connection:
        assert [
            row[0]
            for row in await connection.fetch(
                "SELECT verdict FROM callbacks WHERE callback_id = $1",
                bill.payment().notice.callback_id,
            )
        ] == ["accepted"]


async def test_one_batch_judges_each_notice_by_itself(opened: Opened, pay: Pay) -> None:
    one, two = await opened(), await opened()
    batch = [
        two.payment(amount_fen=1),
        one.payment(),
        two.payment(),
        Bill().payment(),
        one.payment(),
    ]
    assert await pay(*batch) == [Verdict.AMOUNT_DIFFERS, A, A, Verdict.UNKNOWN_ORDER, R]


async def test_an_empty_batch_is_nothing(pay: Pay) -> None:
    assert await pay() == []


async def test_ten_writers_with_the_same_notices_in_any_order_pay_each_order_once(
    opened: Opened, pay: Pay
) -> None:
    bills = [await opened() for _ in range(12)]
    batches = [bills[turn:] + bills[:turn] for turn in range(10)]
    answers = await asyncio.gather(*(pay(*(bill.payment() for bill in b)) for b in batches))
    verdicts = [verdict for batch in answers for verdict in batch]
    assert (verdicts.count(A), verdicts.count(R)) == (12, 108)


async def test_a_repeated_notice_does_not_wait_for_the_settlement_of_its_order(
    database: Database, opened: Opened, pay: Pay
) -> None:
    paid, fresh = await opened(), await opened()
    await pay(paid.payment())
    async with database.transaction() as settlement:
        await settlement.execute(
            "SELECT 1 FROM orders WHERE order_id = $1 FOR UPDATE", paid.order_id
        )
        async with asyncio.timeout(20):
            assert await pay(paid.payment(), fresh.payment()) == [R, A]


NOTICES = st.lists(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from(
                [
                    {},
                    {},
                    {"amount_fen": 1},
                    {"sub_mchid": "19"},
                    {"transaction_id": "5" * 28},
                    {"market_code": 110100},
                ]
            ),
        ),
        max_size=6,
    ),
    max_size=6,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches=NOTICES)
async def test_any_sequence_of_notices_pays_once_with_the_first_right_one(
    database: Database, batches: list[list[tuple[int, dict[str, Any]]]]
) -> None:
    bills = [Bill(), Bill(), Bill()]
    for bill in bills:
        await database.in_transaction(lambda c, b=bill: open_order(c, **b.arguments()))
    winners: dict[int, Payment] = {}
    for batch in batches:
        payments = [bills[who].payment(**change) for who, change in batch]
        verdicts = await database.in_transaction(lambda c, p=payments: record_paid(c, p))
        for (who, change), payment, verdict in zip(batch, payments, verdicts, strict=True):
            right = change in ({}, {"transaction_id": "5" * 28})
            assert (verdict is A) == (right and who not in winners)
            if verdict is A:
                winners[who] = payment
            if verdict is R:
                assert payment.transaction_id == winners[who].transaction_id
    for who, bill in enumerate(bills):
        order = await _order(database, bill)
        assert order["state"] == ("paid" if who in winners else "opened")
        assert order["transaction_id"] == (winners[who].transaction_id if who in winners else None)
        assert order["asked"] == (0 if who in winners else 1)


async def _order(database: Database, bill: Bill) -> dict[str, Any]:
    async with database.connection() as connection:
        row = await connection.fetchrow(
            "SELECT state, paid_at, transaction_id, book_no, "
            "(SELECT count(*) FROM promises WHERE subject_id = order_id) AS asked "
            "FROM orders WHERE market_code = $1 AND order_id = $2",
            MARKET,
            bill.order_id,
        )
    return dict(row)
