"""Refunds in the book: before and after settlement and split, in parts and whole."""

import pytest

from models import refund
from models.ledger import Kind
from tests.models.refund.conftest import BILL, QUEUE, bills, given_by
from tests.refunding import Market, fails, unfrozen
from tests.settling import MERCHANT, START, add_bills, settle


async def test_a_held_bill_refunded_whole_is_as_if_it_had_funded_nothing(market: Market) -> None:
    await market.settle(*bills(1, 5))
    before = dict(await market.rows("SELECT account_id, balance_fen FROM balances"
                                    " WHERE market_code = $1"))  # fmt: skip
    await market.settle(*bills(6, 6))
    assert sum((await given_by(market, 6)).values()) == 250, "1000 for a quarter of the places"
    told = await market.preview(6, BILL)
    assert (told.final, told.phase, told.discount_fen) == (True, "held", 1_000)
    assert (told.packets_count, told.packets_fen) == (5, 250)
    assert (told.reserve_fen, told.covered_fen) == (250, 0), "half of its fund lies there"
    refund_id = await market.give(6, BILL, shown=told.digest)
    await market.check()
    after = dict(await market.rows("SELECT account_id, balance_fen FROM balances"
                                   " WHERE market_code = $1 AND balance_fen <> 0"))  # fmt: skip
    assert after == before
    assert await given_by(market, 6) == {}
    own = await market.claim(6)
    assert (own["cap_fen"], own["closed"], own["frozen"]) == (0, True, False)
    evidence = await market.evidence(refund_id)
    assert (evidence.phase, evidence.shortfall_fen, evidence.own_claim_no) == (
        "held",
        0,
        own["claim_no"],
    )
    assert await market.pay_out(6) == 0
    await market.finish(refund_id)
    assert await market.pay_out(6) == 0, "nothing is left of it"
    assert await market.pay_out(5) == 1


async def test_parts_of_a_held_bill_and_what_is_split_of_the_rest(market: Market) -> None:
    await market.settle(*bills(1, 6))
    packets = await given_by(market, 6)
    for part_fen, left_fen in ((3_000, 7_000), (2_000, 5_000)):
        told = await market.preview(6, part_fen)
        assert (told.left_fen, told.cap_before_fen - told.cap_after_fen) == (left_fen, part_fen)
        refund_id = await market.give(6, part_fen, shown=told.digest)
        await market.check()
        assert await market.pay_out(6) == 0, "an order that is being refunded is not split"
        await market.finish(refund_id)
    assert await given_by(market, 6) == {
        claim_no: fen - (fen - fen * 350 // 500) - (fen * 350 // 500 - fen * 250 // 500)
        for claim_no, fen in packets.items()
    }
    assert await market.balance(Kind.FROZEN, MERCHANT) == -5_500
    assert await market.pay_out(6) == 1
    await market.check()
    assert await market.balance(Kind.FROZEN, MERCHANT) == -5_000, "500 of bill 6 have left"
    (arrived,) = await market.rows(
        "SELECT sum(fen) FROM payouts, unnest(amounts, results) AS leg (fen, result)"
        " WHERE market_code = $1 AND order_id = 6 AND result = 'SUCCESS'"
    )
    assert arrived == (500,)


async def test_after_the_split_what_lies_on_merchant_accounts_comes_back(market: Market) -> None:
    await market.settle(*bills(1, 6))
    packets = await given_by(market, 6)
    assert await market.pay_out(6, fate=fails([2])) == 1
    await market.check()
    custody_fen = -await market.balance(Kind.CUSTODY)
    reserve_fen = await market.balance(Kind.RESERVE, QUEUE)
    told = await market.preview(6, BILL)
    assert told.phase == "split"
    assert (told.packets_count, told.packets_fen) == (1, packets[2]), "carried, not delivered"
    assert told.kept_fen == 30, "the store is one of its own bill's agents"
    parts = dict(told.returns)
    assert (parts["locker"], parts["agent"]) == (100, 30)
    assert parts["platform"] == min(1_000 - 30 - 130, custody_fen)
    refund_id = await market.give(6, BILL, shown=told.digest)
    await market.check()
    evidence = await market.evidence(refund_id)
    paid_fen = sum(packets.values()) - packets[2]
    lacking_fen = 1_000 - 30 - 130 - packets[2] - 280
    assert evidence.reserve_change_fen == -lacking_fen, "the fund's rest and what persons had"
    assert lacking_fen == 60 + 500 - packets[2]
    assert paid_fen < lacking_fen
    assert await market.balance(Kind.RESERVE, QUEUE) == reserve_fen - lacking_fen
    assert await market.balance(Kind.WALLET, 2) == 0
    assert (await market.claim(2))["taken_back_fen"] == packets[2]
    assert await market.balance(Kind.RETURNING) == told.returns_fen
    assert await market.balance(Kind.MERCHANT, MERCHANT) == told.owed_fen
    assert await market.balance(Kind.RECEIVABLE, MERCHANT) == -130, "until the payees' has come"
    kinds = await market.rows(
        "SELECT kind, receiver_id, amount_fen FROM refund_steps WHERE market_code = $1"
    )
    assert {kind for kind, _, _ in kinds} == {"return"}
    assert sum(fen for _, _, fen in kinds) == told.returns_fen  # type: ignore[misc]


async def test_what_nobody_can_give_back_is_covered_by_later_bills(market: Market) -> None:
    await market.settle(*bills(1, 12))
    await market.pay_out(*range(1, 13))
    reserve_fen = await market.balance(Kind.RESERVE, QUEUE)
    owed = []
    for order_id in range(12, 2, -1):
        told = await market.preview(order_id, BILL)
        await market.finish(await market.give(order_id, BILL, shown=told.digest))
        owed.append(told.receivable_fen)
        await market.check()
    assert reserve_fen > 0 == await market.balance(Kind.RESERVE, QUEUE)
    assert owed[0] == 0 < owed[-1], "the reserve first, then later bills"
    before_fen = await market.balance(Kind.RECEIVABLE, MERCHANT)
    await market.settle(*bills(30, 30))
    assert await market.balance(Kind.RECEIVABLE, MERCHANT) == before_fen + 250
    told = await market.preview(30, BILL)
    assert told.receivable_fen >= 250, "a refunded bill covers nothing any more"
    await market.give(30, BILL)
    await market.check()
    assert await market.balance(Kind.RECEIVABLE, MERCHANT) <= before_fen


async def test_no_returns_after_half_a_year_and_no_refund_after_a_year(market: Market) -> None:
    await market.settle(*bills(1, 6))
    await market.pay_out(6)
    market.now = START.replace(month=8, day=29)
    told = await market.preview(6, BILL)
    assert (told.returns, told.owed_fen) == ((), 970)
    market.now = START.replace(year=START.year + 1, month=4)
    with pytest.raises(refund.refusals.TooLate):
        await market.preview(6, BILL)


async def test_before_the_settlement_it_waits_for_the_book(market: Market) -> None:
    await market.settle(*bills(1, 5))
    await add_bills(market.database, market.code, bills(6, 6))
    told = await market.preview(6, 4_000)
    assert (told.final, told.discount_fen, told.packets_count) == (False, 400, 0)
    refund_id = await market.give(6, 4_000, shown=told.digest)
    assert await _promised(market) == {("refund.drive", refund_id)}
    assert await market.post_waiting(refund_id) == []
    await settle(market.database, market.code, memories=[market.memory])
    assert await market.pay_out(6) == 0, "nobody splits what is about to be refunded"
    assert await market.post_waiting(refund_id) == [refund_id]
    assert await market.post_waiting(refund_id) == []
    await market.check()
    assert (await market.evidence(refund_id)).discount_after_fen == 600
    assert ("payout.send", 6) not in await _promised(market)


async def _promised(market: Market) -> set[tuple[object, ...]]:
    rows = await market.rows("SELECT job, subject_id FROM promises WHERE market_code = $1")
    return {row for row in rows if row[0] == "refund.drive" or row[1] == 6}


async def test_a_payout_under_way_is_waited_for(market: Market) -> None:
    await market.settle(*bills(1, 6))
    await market.pay_out(6, ends=False)
    told = await market.preview(6, BILL)
    assert not told.final
    refund_id = await market.give(6, BILL, shown=told.digest)
    assert (await market.claim(6))["frozen"]
    assert await market.post_waiting(refund_id) == []
    await market.hear_all()
    assert await market.post_waiting(refund_id) == [refund_id]
    assert not (await market.claim(6))["frozen"]
    assert (await market.evidence(refund_id)).phase == "split"
    await market.check()


async def test_what_wechat_gave_the_store_by_itself_is_forgiven_and_not_given_twice(
    market: Market,
) -> None:
    await market.settle(*bills(1, 6))
    await market.pay_out(6, fate=unfrozen)
    open_fen = -await market.balance(Kind.RECEIVABLE, MERCHANT)
    assert open_fen > 0
    await market.check()
    for part_fen in (BILL // 4, BILL - BILL // 4):
        told = await market.preview(6, part_fen)
        refund_id = await market.give(6, part_fen, shown=told.digest)
        assert (await market.evidence(refund_id)).forgiven_fen == told.forgiven_fen > 0
        assert told.kept_fen + told.forgiven_fen == told.discount_fen
        await market.finish(refund_id)
        await market.check()
    assert await market.balance(Kind.MERCHANT, MERCHANT) == 0
    assert (
        await market.rows("SELECT FROM refund_steps WHERE market_code = $1 AND kind = 'return'")
        == []
    )
    assert -await market.balance(Kind.RECEIVABLE, MERCHANT) < open_fen
    await market.audit()
