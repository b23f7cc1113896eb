"""A market whose bills are refunded at any moment is right, and settles on from where it was."""

import random
from datetime import timedelta

import pytest

from models import merchant, payout, people, refund
from models.audit import audit
from models.database import Connection, Database
from models.idempotency import idempotency_key
from models.outbox import Promise
from models.payout.answers import Moment
from models.refund import steps
from tests.market import MARKET, OPENED_AT, SEAL
from tests.models.audit.conftest import (
    ORDERS,
    audit_after,
    hear,
    ids,
    pay,
    prepare,
    seeds,
    settle,
)

NOW = OPENED_AT + timedelta(days=5)
LATER = NOW + timedelta(days=3)

POSTED = (
    "(SELECT min(refund_id) FROM refunds WHERE state = 'posted' AND refund_id IN"
    " (SELECT refund_id FROM refund_steps WHERE kind = 'return' AND state = 'prepared'))"
)
HELD = (
    "(SELECT min(seq) FROM journals WHERE kind = 4 AND evidence ->> 'phase' = 'held'"
    " AND evidence -> 'claims' IS NOT NULL)"
)
SPLIT = (
    "(SELECT min(seq) FROM journals WHERE kind = 4 AND evidence ->> 'phase' = 'split'"
    " AND (evidence ->> 'debt_fen')::int > 0)"
)


def _evidence(seq: str, name: str, change: str) -> str:
    return (
        f"UPDATE journals SET evidence = (evidence::jsonb || jsonb_build_object('{name}',"
        f" {change}))::json WHERE seq = {seq}"
    )


TAMPERINGS = {
    "refunded more than was paid": (
        "ALTER TABLE orders DROP CONSTRAINT refunded_within_paid;"
        f"UPDATE refunds SET amount_fen = amount_fen + 100000 WHERE refund_id = {POSTED}",
        {"refund.beyond_paid", "order.refunded_differs", "refund.journal_differs"},
    ),
    "WeChat asked to pay twice": (
        "INSERT INTO refund_steps (market_code, step_id, refund_id, kind, round, state, amount_fen,"
        f" created_at) SELECT {MARKET}, 999999 + n, refund_id, 'refund', n, 'sent', amount_fen,"
        f" created_at FROM refunds, generate_series(7, 8) AS n WHERE refund_id = {POSTED}",
        {"refund.beyond_paid"},
    ),
    "refund forgotten by its bill": (
        "UPDATE orders SET refunded_fen = 0 WHERE order_id = 150",
        {"order.refunded_differs"},
    ),
    "refund that nobody goes on with": (
        "DELETE FROM promises WHERE job = 'refund.drive'",
        {"refund.lost"},
    ),
    "refund posted without a journal": (
        "UPDATE refunds SET state = 'posted' WHERE state = 'approved'",
        {"refund.not_posted"},
    ),
    "journal of a refund that was never posted": (
        f"UPDATE refunds SET state = 'approved' WHERE refund_id = {POSTED}",
        {"refund.not_posted"},
    ),
    "smaller discount given back": (
        _evidence(HELD, "discount_after_fen", "0"),
        {"chain.broken", "refund.journal_differs"},
    ),
    "packet spared": (
        f"UPDATE journals SET evidence = (evidence::jsonb #- '{{claims,0}}' #- '{{taken_fen,0}}')"
        f"::json WHERE seq = {HELD}",
        {"chain.broken", "refund.journal_differs", "claim.packets_differ"},
    ),
    "cap left as it was": (
        _evidence(SPLIT, "cap_after_fen", "(evidence ->> 'cap_before_fen')::int"),
        {"chain.broken", "refund.journal_differs"},
    ),
    "debt forgiven in words": (
        _evidence(SPLIT, "debt_fen", "0"),
        {"chain.broken", "refund.journal_differs"},
    ),
    "postings of a refund exchanged": (
        "UPDATE journals SET accounts = array_replace(accounts, 15::bigint << 48,"
        f" (14::bigint << 48) + 77) WHERE seq = {SPLIT}",
        {"chain.broken", "refund.journal_differs", "balance.differs"},
    ),
    "debt forgiven": (
        "UPDATE balances SET balance_fen = 0 WHERE account_id >> 48 = 4 AND balance_fen < 0",
        {"debt.differs", "balance.differs"},
    ),
    "debt covered into another pocket": (
        "UPDATE journals SET accounts = array_replace(accounts, (SELECT min(a) FROM"
        " unnest(accounts) AS a WHERE a >> 48 = 11), (12::bigint << 48) + 77)"
        " WHERE kind = 2 AND EXISTS (SELECT FROM unnest(accounts) AS a WHERE a >> 48 = 4)",
        {"chain.broken", "debt.differs", "balance.differs"},
    ),
    "return forgotten": (
        "DELETE FROM refund_steps WHERE kind = 'return' AND state = 'prepared'",
        {"returning.differs"},
    ),
    "return that ended without a word": (
        "UPDATE refund_steps SET state = 'finished', result = 'SUCCESS', finished_at = created_at"
        " WHERE kind = 'return' AND state = 'prepared'",
        {"returning.differs"},
    ),
    "claim held for nothing": (
        "UPDATE claims SET frozen = true WHERE claim_no = (SELECT max(claim_no) FROM claims)",
        {"claim.held_unasked"},
    ),
    "claim cut a little more": (
        "UPDATE claims SET cut_fen = cut_fen + 1 WHERE claim_no = (SELECT min(claim_no) FROM"
        " claims WHERE received_fen - cut_fen > greatest(paid_fen, taken_back_fen))",
        {"claim.balance_differs", "claim.replay_differs", "market.unbalanced"},
    ),
    "claim given back what was taken": (
        "ALTER TABLE claims DROP CONSTRAINT claim_within_cap;"
        "UPDATE claims SET taken_back_fen = 0 WHERE taken_back_fen > 0",
        {"claim.replay_differs", "debt.differs"},
    ),
    "receivable raised": (
        "UPDATE balances SET balance_fen = balance_fen - 1 WHERE account_id >> 48 = 3",
        {"balance.differs", "market.unbalanced"},
    ),
    "netted more than the rules say": (
        "UPDATE journals SET evidence = replace(evidence::text, '\"netted_fen\":',"
        " '\"netted_fen\":1')::json WHERE seq = (SELECT max(seq) FROM journals WHERE kind = 1"
        " AND (evidence ->> 'netted_fen')::int > 0)",
        {"chain.broken", "settlement.replay_differs"},
    ),
}


@pytest.fixture(scope="module")
async def refunded(books: Database) -> Database:
    """Refunds before, between and after splits; two hundred more bills settle on what they left."""
    async with books.transaction() as connection:
        payouts = await prepare(connection, range(1, 131), at=NOW)
        sent = [one for one in payouts if one.order_id != 130]
        await hear(connection, sent, at=NOW, failing=payouts[9].payout_id)
        for number in (140, 141):
            await _ask(connection, number)
        declined = await _ask(connection, 142)
        await _decline(connection, declined)
        for number, part in ((20, 1), (25, 2), (60, 1), (61, 3), (130, 2), (150, 3), (151, 1)):
            await _give(connection, number, part)
        for number in range(90, 120, 3):
            await _give(connection, number, 1)
    await _more_bills(books, ORDERS + 1)
    async with books.transaction() as connection:
        await _end(connection, 20, "SUCCESS")
        await _end(connection, 60, "ACCOUNT_ABNORMAL")
        await _end(connection, 61, "SUCCESS")
        await _end(connection, 150, "SUCCESS")
        await _give(connection, 61, 1)
        await _give(connection, 150, 1)
        await _decline(connection, await _refund_of(connection, 140))
        await hear(connection, [one for one in payouts if one.order_id == 130], at=LATER)
        posted = await refund.post_waiting(
            connection,
            MARKET,
            [await _refund_of(connection, 130)],
            now=LATER,
            fresh_id=lambda: next(ids),
        )
        assert len(posted) == 1
        await _give(connection, 135, 2)
        await hear(connection, (await prepare(connection, [136], at=LATER)), at=LATER)
        more = await prepare(connection, range(ORDERS + 1, 2 * ORDERS), at=LATER)
        await hear(connection, more[:-1], at=LATER)
        await _give(connection, more[-1].order_id, 1)
    await _more_bills(books, 2 * ORDERS + 1)
    async with books.transaction() as connection:
        for number in range(ORDERS + 1, ORDERS + 30, 5):
            await _give(connection, number, 1)
    return books


async def _more_bills(database: Database, first: int) -> None:
    dice = random.Random(first)
    async with database.transaction() as connection:
        stores = [
            await merchant.by_scene(connection, scene=scene, at=OPENED_AT)
            for scene in ("s-1", "s-2")
        ]
        shoppers = [
            await people.consumer_with_openid(
                connection, seal=SEAL, openid=f"o-{number}", at=OPENED_AT
            )
            for number in range(30)
        ]
        for place in range(ORDERS):
            # The numbers go on, the days begin again: a claim of a day may have been refunded.
            await pay(
                connection,
                dice.choice(stores),
                dice.choice(shoppers),
                first + place,
                dice,
                minute=20 * (place + ORDERS // 4),
            )
    await settle(database, LATER)


async def _ask(connection: Connection, number: int) -> int:
    bill = await _bill(connection, number)
    asked = await refund.ask(
        connection,
        market_code=MARKET,
        order_id=number,
        consumer_no=bill["consumer_no"],
        refund_id=next(ids),
        amount_fen=bill["amount_fen"],
        reason="菜没有上齐",
        shown=None,
        now=NOW,
        idempotency=idempotency_key(owner="consumer:1", key=f"ask-of-{number}", request=b""),
    )
    return asked.refund_id


async def _decline(connection: Connection, refund_id: int) -> None:
    store = await connection.fetchval(
        "SELECT merchant_no FROM refunds WHERE refund_id = $1", refund_id
    )
    await refund.decline(
        connection,
        market_code=MARKET,
        refund_id=refund_id,
        merchant_no=store,
        answer="已经上齐",
        now=LATER,
    )


async def _give(connection: Connection, number: int, part: int) -> None:
    """Refund one `part`-th of what is left of a bill."""
    bill = await _bill(connection, number)
    refund_id = next(ids)
    await refund.give(
        connection,
        market_code=MARKET,
        order_id=number,
        merchant_no=bill["merchant_no"],
        refund_id=refund_id,
        amount_fen=(bill["amount_fen"] - bill["refunded_fen"]) // part,
        reason="多收了钱",
        shown=None,
        now=LATER,
        fresh_id=lambda: next(ids),
        idempotency=idempotency_key(owner="staff:1", key=f"give-{refund_id:08d}", request=b""),
    )


async def _end(connection: Connection, number: int, result: str) -> None:
    """See a bill's refund to its end; its returns end with `result`."""
    key = (MARKET, await _refund_of(connection, number))
    at = Moment(LATER, LATER, 0.5)
    while (one := (await steps.course.read_courses(connection, [key]))[key]).in_hand:
        answers = {
            step.step_id: steps.answers.Ended(result if step.is_return else "SUCCESS")
            for step in one.in_hand
        }
        promise = Promise(MARKET, steps.promises.DRIVE, one.refund_id, 0)
        heard = steps.recording.Heard(one, promise, answers)
        await steps.record(connection, MARKET, [heard], at=at, fresh_id=lambda: next(ids))


async def _refund_of(connection: Connection, number: int) -> int:
    found: int = await connection.fetchval(
        "SELECT refund_id FROM refunds WHERE order_id = $1 AND state IN"
        " ('asked', 'approved', 'posted')",
        number,
    )
    return found


async def _bill(connection: Connection, number: int) -> dict[str, int]:
    return await connection.fetchrow(
        "SELECT merchant_no, consumer_no, amount_fen, refunded_fen FROM orders WHERE order_id = $1",
        number,
    )


async def test_what_was_refunded_is_right(refunded: Database) -> None:
    report = await audit(refunded, seeds=seeds)
    assert report.findings == []
    figures = report.figures
    assert figures["orders_replayed"] == 3 * ORDERS
    assert figures["refunds_replayed"] == figures["refunds_posted"] > 15
    assert figures["refunds_under_way"] > 5
    async with refunded.connection() as connection:
        netted, covered, stayed, held, reopened = await connection.fetchrow(
            "SELECT (SELECT count(*) FROM journals WHERE kind = 1"
            " AND (evidence ->> 'netted_fen')::int > 0),"
            " (SELECT count(*) FROM payouts WHERE 'debt' = ANY (results)),"
            " (SELECT count(*) FROM payouts, unnest(accounts) AS a WHERE a >> 48 = 17),"
            " (SELECT count(*) FROM claims WHERE frozen),"
            " (SELECT count(*) FROM journals WHERE kind = 4"
            "  AND json_array_length(evidence -> 'claims') > 5)"
        )
    assert netted > 3, "later bills covered what refunds had left open"
    assert covered > 3, "later packets covered what had been overpaid"
    assert stayed > 0, "a store kept what a return had not fetched"
    assert held == 2, "one is asked for, one waits for its payout; the declined wait again"
    assert reopened > 0


async def test_each_packet_tells_what_of_it_covered_a_debt(refunded: Database) -> None:
    async with refunded.connection() as connection:
        covered_fen = await connection.fetchval(
            "SELECT sum(fen)::bigint FROM journals, unnest(accounts, amounts) AS leg (a, fen)"
            " WHERE kind = 2 AND a >> 48 = 4"
        )
        packets = await connection.fetch(
            "SELECT claim_no, packet.of FROM claims, unnest(packet_orders) AS packet (of)"
            " WHERE packet.of > 130",
        )
        told = [
            await payout.history.covered_debt(
                connection, MARKET, order_id=order_id, claim_no=claim_no
            )
            for claim_no, order_id in packets
        ]
        debts = [
            await payout.history.debt_of(connection, MARKET, consumer_no)
            for (consumer_no,) in await connection.fetch("SELECT consumer_no FROM consumers")
        ]
        open_fen = await connection.fetchval(
            "SELECT -sum(balance_fen)::bigint FROM balances WHERE account_id >> 48 = 4"
        )
    assert sum(told) == covered_fen > 0
    assert sum(debts) == open_fen > 0


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_tampering_is_found(refunded: Database, name: str) -> None:
    change, codes = TAMPERINGS[name]
    report = await audit_after(refunded, change)
    assert codes <= report.counts.keys(), report.counts
