import asyncio
from datetime import timedelta

import asyncpg
import pytest

from models.database import Database
from models.idempotency import KeyInvalid, KeyReused, idempotency_key
from models.order import close_orders, open_order
from models.order.operations import AmountInvalid, TermsInvalid
from tests.bills import MARKET, OPENED_AT, TERMS, Bill


async def test_an_order_opens_with_its_key_and_its_promise(database: Database) -> None:
    bill = Bill()
    opened = await database.in_transaction(lambda c: open_order(c, **bill.arguments()))
    assert (opened.order_id, opened.repeated) == (bill.order_id, False)
    async with database.connection() as connection:
        order = await connection.fetchrow("SELECT * FROM orders WHERE order_id = $1", bill.order_id)
        promised = await connection.fetchrow(
            "SELECT * FROM promises WHERE subject_id = $1", bill.order_id
        )
    assert (order["state"], order["market_code"], order["book_no"]) == ("opened", MARKET, 7)
    assert list(order["parties"]) == [1, 2, 3, 4, 5, 6]
    assert promised["job"] == "order.ask"
    assert promised["due_at"] == OPENED_AT + timedelta(seconds=5)


async def test_the_same_request_again_is_the_same_order(database: Database) -> None:
    first, again = Bill(key="twice-the-same"), Bill(key="twice-the-same")
    await database.in_transaction(lambda c: open_order(c, **first.arguments()))
    opened = await database.in_transaction(lambda c: open_order(c, **again.arguments()))
    assert (opened.order_id, opened.repeated) == (first.order_id, True)


async def test_a_key_stands_for_one_request_only(database: Database) -> None:
    first, other = Bill(key="one-key-only"), Bill(key="one-key-only", amount_fen=1)
    await database.in_transaction(lambda c: open_order(c, **first.arguments()))
    with pytest.raises(KeyReused) as refused:
        await database.in_transaction(lambda c: open_order(c, **other.arguments()))
    assert refused.value.code == "idempotency.key_reused"
    assert await _count(database, other.order_id) == 0


async def test_eight_requests_at_once_with_one_key_open_one_order(database: Database) -> None:
    bills = [Bill(key="all-at-once") for _ in range(8)]
    opened = await asyncio.gather(
        *(database.in_transaction(lambda c, b=b: open_order(c, **b.arguments())) for b in bills)
    )
    assert len({one.order_id for one in opened}) == 1
    assert sum(not one.repeated for one in opened) == 1
    assert sum([await _count(database, bill.order_id) for bill in bills]) == 1


async def test_a_refused_order_leaves_its_key_free(database: Database) -> None:
    refused, right = Bill(key="try-again-1"), Bill(key="try-again-1")
    broken = refused.arguments() | {"merchant_no": None}
    with pytest.raises(asyncpg.NotNullViolationError):
        await database.in_transaction(lambda c: open_order(c, **broken))
    opened = await database.in_transaction(lambda c: open_order(c, **right.arguments()))
    assert (opened.order_id, opened.repeated) == (right.order_id, False)


@pytest.mark.parametrize("amount_fen", [0, -1, 100_000_001, 2**63, 1.5, "100", True, None])
async def test_no_bill_has_such_an_amount(database: Database, amount_fen: object) -> None:
    bill = Bill()
    arguments = bill.arguments() | {"amount_fen": amount_fen}
    with pytest.raises(AmountInvalid):
        await database.in_transaction(lambda c: open_order(c, **arguments))
    assert await _count(database, bill.order_id) == 0


@pytest.mark.parametrize("change", [{"hold_seconds": 59}, {"parties": (1, 2, 3)}])
async def test_terms_must_be_terms(database: Database, change: dict[str, object]) -> None:
    terms = type(TERMS)(**{name: getattr(TERMS, name) for name in TERMS.__struct_fields__} | change)
    arguments = Bill().arguments() | {"terms": terms}
    with pytest.raises(TermsInvalid):
        await database.in_transaction(lambda c: open_order(c, **arguments))


@pytest.mark.parametrize("key", ["short", "k" * 65, "tab\tinside", "钥匙钥匙钥匙钥匙"])
def test_a_key_is_eight_to_sixty_four_printable_characters(key: str) -> None:
    with pytest.raises(KeyInvalid):
        idempotency_key(owner="consumer:1", key=key, request=b"")


async def test_closing_ends_the_asking_and_happens_once(database: Database) -> None:
    bill = Bill()
    await database.in_transaction(lambda c: open_order(c, **bill.arguments()))
    keys = [(MARKET, bill.order_id)]
    assert await database.in_transaction(lambda c: close_orders(c, keys)) == 1
    assert await database.in_transaction(lambda c: close_orders(c, keys)) == 0
    async with database.connection() as connection:
        assert not await connection.fetch(
            "SELECT 1 FROM promises WHERE subject_id = $1", bill.order_id
        )


async def _count(database: Database, order_id: int) -> int:
    async with database.connection() as connection:
        return int(
            await connection.fetchval("SELECT count(*) FROM orders WHERE order_id = $1", order_id)
        )
