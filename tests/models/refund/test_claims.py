"""What a refund does to claims: caps that fall, packets that are lost, places that are kept."""

import pytest

from models import refund
from models.ledger import Kind
from models.packet_chain.evidence import read_evidence
from models.refund.lifecycle import MoveIllegal
from models.refund.refusals import UnderWay
from models.settlement import settle_batch
from tests.models.refund.conftest import BILL, QUEUE, bills, given_by
from tests.refunding import Market, fails
from tests.settling import MERCHANT, NOW, Paid, add_bills, seeds, settle


async def test_a_bill_that_joined_a_claim_takes_its_own_part_of_the_cap(market: Market) -> None:
    await market.settle(*bills(1, 3), Paid(50, 2, 4_000, minute=50), *bills(5, 6))
    claim = await market.claim(2)
    assert claim["cap_fen"] == 14_000
    told = await market.preview(50, 1_000)
    assert (told.cap_before_fen, told.cap_after_fen) == (14_000, 13_000)
    await market.finish(await market.give(50, 1_000))
    await market.give(50, 3_000)
    await market.check()
    claim = await market.claim(2)
    assert (claim["cap_fen"], claim["closed"]) == (10_000, False)


async def test_what_a_claim_had_above_its_cap_is_cut_then_carried_money_then_a_debt(
    market: Market,
) -> None:
    await market.settle(*bills(1, 4))
    await market.pay_out(2, 3, fate=fails([1], "RECEIVER_HIGH_RISK"))
    await market.settle(*bills(5, 6))
    own = await market.claim(1)
    wallet_fen = await market.balance(Kind.WALLET, 1)
    unpaid_fen = own["received_fen"] - own["paid_fen"]  # type: ignore[operator]
    assert own["paid_fen"] == wallet_fen > 0 < unpaid_fen
    reserve_fen = await market.balance(Kind.RESERVE, QUEUE)
    # Bill 1 is what everybody's packets were not funded by: only its claim is at stake.
    told = await market.preview(1, BILL)
    assert (told.cut_fen, told.from_wallet_fen, told.debt_fen) == (unpaid_fen, wallet_fen, 0)
    await market.give(1, BILL, shown=told.digest)
    await market.check()
    assert await market.balance(Kind.WALLET, 1) == 0
    assert await market.rows("SELECT FROM carried WHERE market_code = $1") == []
    own = await market.claim(1)
    assert (own["cap_fen"], own["closed"], own["cut_fen"]) == (0, True, unpaid_fen)
    grown_fen = await market.balance(Kind.RESERVE, QUEUE) - reserve_fen
    assert grown_fen == unpaid_fen + wallet_fen - 500, "its own fund was all reserve"
    paid = await market.claim(2)
    await market.pay_out(4, 5, 6)
    paid = await market.claim(2)
    told = await market.preview(2, BILL)
    assert told.debt_fen == paid["paid_fen"] > 0  # type: ignore[operator]
    await market.give(2, BILL)
    await market.check()
    assert await market.balance(Kind.DEBT, paid["claim_no"]) == -told.debt_fen  # type: ignore[arg-type]


async def test_a_packet_that_its_claim_has_lost_is_covered_by_the_reserve(market: Market) -> None:
    await market.settle(*bills(1, 4))
    packets = await given_by(market, 4)
    await market.give(1, BILL)  # cuts what bill 4 gave to claim 1
    assert (await market.claim(1))["cut_fen"] > 0
    reserve_fen = await market.balance(Kind.RESERVE, QUEUE)
    refund_id = await market.give(4, BILL)
    await market.check()
    evidence = await market.evidence(refund_id)
    assert (evidence.claims, evidence.packets_fen) == ([2, 3], sum(packets.values()))
    taken_fen = sum(evidence.taken_fen)
    assert evidence.packets_fen - taken_fen == packets[1]
    assert await market.balance(Kind.RESERVE, QUEUE) == reserve_fen - (500 - taken_fen)


async def test_a_claim_that_is_open_again_waits_where_it_stood(market: Market) -> None:
    await market.settle(Paid(1, 1, 3, minute=1), *bills(2, 4))
    assert (await market.claim(1))["closed"]
    (gave,) = await market.rows(
        "SELECT packet_orders[1] FROM claims WHERE market_code = $1 AND order_id = 1"
    )
    await market.give(gave[0], BILL)  # type: ignore[arg-type]
    await market.check()
    first = await market.claim(1)
    assert not first["closed"]
    await _same_with_and_without_memory(market, *bills(7, 9))
    evidence = await _settled(market, 7)
    assert evidence.claims[0] == first["claim_no"], "it came first, and comes first again"
    await market.check()


async def test_asking_holds_the_claim_and_thinking_better_of_it_frees_it(market: Market) -> None:
    await market.settle(*bills(1, 4))
    first = await market.ask(2, 2, BILL)
    with pytest.raises(UnderWay):
        await market.ask(2, 2, 1)
    with pytest.raises(UnderWay):
        await market.give(2, 1)
    assert (await market.claim(2))["frozen"]
    await _same_with_and_without_memory(market, *bills(5, 6))
    assert 2 not in (await _settled(market, 6)).claims  # type: ignore[attr-defined]
    async with market.database.transaction() as connection:
        await refund.withdraw(
            connection,
            market_code=market.code,
            refund_id=first,
            consumer_no=2,
            now=NOW,
        )
    await _same_with_and_without_memory(market, *bills(7, 8))
    assert (await _settled(market, 8)).claims[1] == 2  # type: ignore[attr-defined]
    second = await market.ask(2, 2, 5_000)
    async with market.database.transaction() as connection:
        await refund.decline(
            connection,
            market_code=market.code,
            refund_id=second,
            merchant_no=MERCHANT,
            answer="已经用完",
            now=NOW,
        )
        told = await refund.history.of_consumer(connection, market.code, 2, limit=5)
        store = await refund.history.of_merchant(connection, market.code, MERCHANT, limit=5)
    assert [(one.refund_id, one.state) for one in told] == [
        (second, "declined"),
        (first, "withdrawn"),
    ]
    assert store == told
    assert not (await market.claim(2))["frozen"]
    with pytest.raises(MoveIllegal):
        await market.approve(second)


async def _settled(market: Market, order_id: int) -> object:
    rows = await market.rows(
        "SELECT evidence::text FROM journals WHERE market_code = $1 AND kind = 1"
        " AND subject_id = $2",
        order_id,
    )
    return read_evidence(rows[0][0])  # type: ignore[arg-type]


async def _same_with_and_without_memory(market: Market, *more: Paid) -> None:
    """A settler who remembers decides as one who reads everything."""
    question = "SELECT seq, hash FROM journals WHERE market_code = $1 ORDER BY seq"
    await add_bills(market.database, market.code, more)
    async with market.database.connection() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await settle_batch(connection, market.code, most=500, now=market.now, seeds=seeds)
        afresh = await connection.fetch(question, market.code)
        await transaction.rollback()
    await settle(market.database, market.code, now=market.now, memories=[market.memory])
    assert await market.rows(question) == [tuple(row) for row in afresh]
