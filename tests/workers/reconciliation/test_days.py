"""Whole days from the sandbox's own book: clean, broken in one place, late, spoiled, foreign."""

from datetime import date, timedelta

import pytest

from models import reconciliation
from models.database import Database
from models.ids import write_id
from models.ledger import Kind, account
from models.reconciliation import Bill
from tests.workers.reconciliation.conftest import Mornings
from wechat import Unavailable
from workers.reconciliation import reconcile_due


async def traded(world: Mornings) -> tuple[date, list[int]]:
    """A day with two settled bills, paid out to two persons, an agent and ourselves."""
    day = await world.new_day()
    store, (ann, ben) = await world.store(), await world.consumers(2)
    agent = account(Kind.AGENT, await world.merchant_payee(f"19{world.today:%y%m%d}01"))
    orders = [
        await world.order(store, 1000, [(ann, 120), (ben, 80)], {agent: 30}),
        await world.order(store, 500, [(ann, 40)]),
    ]
    await world.finish()
    assert world.today == day
    await world.morning_after(day)
    return day, orders


async def test_a_day_reconciles_clean_and_again_is_the_same(world: Mornings) -> None:
    day, _ = await traded(world)
    first = await world.reconcile(day)
    assert first.breaks == []
    trade, split, basic = (first.figures[bill] for bill in ("trade", "split", "basic"))
    assert (trade.lines, trade.matched, trade.ours) == (2, 2, 2)
    assert (trade.fen, trade.matched_fen, trade.ours_fen) == (15_000, 15_000, 15_000)
    # two persons, the agent and ourselves; then one person and ourselves
    assert (split.lines, split.matched_fen) == (6, 1_500)
    assert (basic.lines, basic.matched_fen) == (2, 770 + 460)
    assert first.at_wechat_fen == first.owed_fen == -await world.balance(Kind.CUSTODY)
    again = await world.reconcile(day)
    assert (again.figures, again.breaks) == (first.figures, [])
    kept = await world.rows("SELECT bill, hash FROM bills WHERE day = $1", day)
    assert len(kept) == 4
    assert len({one["hash"] for one in kept if one["hash"]}) == 3


async def test_bills_are_kept_byte_for_byte_and_sealed(world: Mornings) -> None:
    day, _ = await traded(world)
    await world.reconcile(day)
    async with world.database.connection() as connection:
        content = await reconciliation.kept_bill(
            connection, seal=world.house.seal, day=day, bill=Bill.SPLIT
        )
    assert content is not None
    assert content.startswith("\ufeff分账时间".encode())
    sealed = await world.rows("SELECT sealed FROM bill_files")
    assert not any(b"\x1f\x8b" in one["sealed"][:2] for one in sealed)


async def test_a_day_without_trade_is_clean(world: Mornings) -> None:
    day = await world.new_day()
    await world.morning_after(day)
    report = await world.reconcile(day)
    assert report.open == []
    assert {name: figures.lines for name, figures in report.figures.items()} == dict.fromkeys(
        ("trade", "split", "basic", "operation"), 0
    )


PLANTS = [
    ("trade", {"kind": "missing_line"}, "missing_there", "wechat"),
    ("trade", {"kind": "extra_line"}, "missing_here", "operator"),
    ("trade", {"kind": "other_amount", "fen": -1}, "amount_differs", "engineering"),
    ("split", {"kind": "missing_line", "line": 2}, "missing_there", "wechat"),
    ("split", {"kind": "extra_line", "line": 3}, "missing_here", "operator"),
    ("split", {"kind": "other_amount", "line": 1}, "amount_differs", "engineering"),
    ("BASIC", {"kind": "other_amount"}, "amount_differs", "engineering"),
    ("trade", {"kind": "garbled_line"}, "line_unreadable", "wechat"),
    ("trade", {"kind": "wrong_summary"}, "line_unreadable", "wechat"),
    ("split", {"kind": "truncated"}, "bill_unreadable", "wechat"),
    ("split", {"kind": "missing_column"}, "bill_unreadable", "wechat"),
    ("trade", {"kind": "other_merchant"}, "bill_unreadable", "wechat"),
]


async def test_one_planted_break_is_found_typed_and_given_an_owner(world: Mornings) -> None:
    day, _ = await traded(world)
    for bill, plant, type, owner in PLANTS:
        await world.plant(bill, day, **plant)
        found = {(one.bill, one.type, one.owner) for one in (await world.reconcile(day)).open}
        assert (bill.lower(), type, owner) in found, plant
        # A changed amount makes the account jump, a garbled line is missing too: nothing else.
        others = {type, "balance_differs", "missing_there", "line_unreadable"}
        assert {one[1] for one in found} <= others, plant
        await world.pull_out()
        assert (await world.reconcile(day)).open == []


async def test_unknown_columns_are_passed_over(world: Mornings) -> None:
    day, _ = await traded(world)
    for bill in ("trade", "split", "BASIC"):
        await world.plant(bill, day, "unknown_columns")
    assert (await world.reconcile(day)).breaks == []


async def test_a_missing_flow_leaves_a_jump_that_someone_has_to_explain(world: Mornings) -> None:
    day, _ = await traded(world)
    await world.plant("BASIC", day, "missing_line", line=0)
    report = await world.reconcile(day)
    assert "missing_there" in {one.type for one in report.open}
    await world.pull_out()
    again = await world.reconcile(day)
    assert again.open == []
    assert {one.state for one in again.breaks} == {"explained"}
    assert all(one.closed_by == "rangli" for one in again.breaks)


async def test_a_late_bill_and_a_wrong_hash_are_asked_for_again(
    world: Mornings, database: Database
) -> None:
    day, _ = await traded(world)
    for kind in ("late", "wrong_hash"):
        await world.plant("split", day, kind)
        with pytest.raises(Unavailable):
            await world.reconcile(day)
        await world.pull_out()
    assert (await world.reconcile(day)).open == []


async def test_a_line_in_the_bill_of_the_next_day_explains_the_missing_one(
    world: Mornings,
) -> None:
    day, _ = await traded(world)
    await world.plant("split", day, "other_day", line=0, to_day=str(day + timedelta(days=1)))
    assert [one.type for one in (await world.reconcile(day)).open] == ["missing_there"]
    await world.new_day()
    await world.morning_after(day + timedelta(days=1))
    report = await world.reconcile(day + timedelta(days=1))
    assert report.open == []
    assert await world.breaks(day) == [("split", "missing_there", "explained")]


async def test_a_payment_that_we_never_heard_of_is_recorded_from_the_bill(world: Mornings) -> None:
    day = await world.new_day()
    store = await world.store()
    order_id = await world.order(store, 300)
    await world.house.database.pool.execute(
        "UPDATE orders SET state = 'opened', paid_at = NULL, transaction_id = NULL, tier = 1"
        " WHERE order_id = $1",
        order_id,
    )
    await world.morning_after(day)
    report = await world.reconcile(day)
    (one,) = report.open
    assert (one.type, one.correction) == ("state_differs", "record_payment")
    assert one.subject == write_id("ord", order_id)
    async with world.database.connection() as connection:
        shown = await reconciliation.preview(connection, one.break_id)
    assert (await world.correct(one)).zh == shown.zh
    state = await world.value("SELECT state FROM orders WHERE order_id = $1", order_id)
    assert state == "paid"
    assert await world.value("SELECT kind FROM callbacks WHERE callback_id LIKE 'bill:%'") == "bill"
    with pytest.raises(reconciliation.refusals.BreakClosed):
        await world.correct(one)
    assert (await world.reconcile(day)).open == []
    await world.house.database.pool.execute(
        "UPDATE orders SET state = 'settled' WHERE order_id = $1", order_id
    )
    await world.finish()


async def test_a_split_that_the_book_does_not_know_ended_is_asked_about(world: Mornings) -> None:
    day = await world.new_day()
    store, (ann,) = await world.store(), await world.consumers(1)
    await world.order(store, 300, [(ann, 50)])
    world.pass_time(seconds=61)
    await world.send()
    world.pass_time(seconds=10)
    await world.morning_after(day)
    report = await world.reconcile(day)
    assert {(one.bill, one.type, one.correction) for one in report.open} == {
        ("split", "state_differs", "ask_payout"),
        ("basic", "state_differs", "ask_payout"),
    }
    for one in report.open:
        await world.correct(one)
    await world.finish()
    again = await world.reconcile(day)
    assert again.open == []
    assert again.figures["split"].edges == 2


async def test_money_nobody_can_explain_is_taken_by_the_platform_and_only_if_it_can(
    world: Mornings,
) -> None:
    await traded(world)
    before = await world.balance(Kind.CUSTODY)
    strange = await world.new_day()
    for fen, business in ((25, "活动奖励"), (-7, "服务费"), (-(10**7), "扣罚"), (500, "充值")):
        await world.tell("flows", {"fen": fen, "business": business})
    await world.morning_after(strange)
    report = await world.reconcile(strange)
    unknown = {one.theirs_fen: one for one in report.open if one.type == "missing_here"}
    assert sorted(unknown) == [-(10**7), -7, 25]
    assert await short(world, strange) == 10**7 + 7 - 25 - 500
    await world.correct(unknown[25])
    await world.correct(unknown[-7])
    assert await short(world, strange) == 10**7 - 500
    with pytest.raises(reconciliation.refusals.PlatformShort):
        await world.correct(unknown[-(10**7)])
    with pytest.raises(reconciliation.refusals.ReasonMissing):
        await world.correct(unknown[-(10**7)], reason=" ")
    assert await world.balance(Kind.CUSTODY) == before - 18
    journals = await world.rows("SELECT evidence FROM journals WHERE kind = 8 ORDER BY seq")
    assert ["核对无误" in one["evidence"] for one in journals] == [True, True]
    again = await world.reconcile(strange)
    assert [one.theirs_fen for one in again.open if one.type == "missing_here"] == [-(10**7)]
    assert {one.type for one in again.open} == {"missing_here", "backing_short"}
    assert await short(world, strange) == 10**7 - 500


async def short(world: Mornings, day: date) -> int:
    """How much is missing at WeChat in the evening of a day."""
    return int(
        await world.value(
            "SELECT ours_fen - theirs_fen FROM reconciliation_breaks"
            " WHERE day = $1 AND type = 'backing_short'",
            day,
        )
    )


@pytest.fixture
async def forgotten(world: Mornings) -> None:
    """Nothing was ever reconciled."""
    await world.house.database.pool.execute("DELETE FROM reconciliations")


@pytest.mark.usefixtures("forgotten")
async def test_the_worker_catches_up_day_by_day_and_waits_for_a_late_bill(world: Mornings) -> None:
    day, _ = await traded(world)
    await world.plant("trade", day, "late")
    ctx = {"house": world.house}
    assert await reconcile_due(ctx) > 0
    days = await world.rows("SELECT day FROM reconciliations ORDER BY day")
    known = [one["day"] for one in days]
    assert known == [known[0] + timedelta(days=n) for n in range(len(known))]
    assert known[-1] == day - timedelta(days=1)
    await world.pull_out()
    assert await reconcile_due(ctx) == 0  # it rests
    world.pass_time(minutes=11)
    assert await reconcile_due(ctx) == 1
    assert await reconcile_due(ctx) == 0
