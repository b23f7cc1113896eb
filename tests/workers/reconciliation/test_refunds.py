"""Refunds on the bills: our own agree, a store's own is adopted; transfers leave and come back."""

from datetime import datetime, timedelta

from models import reconciliation
from models.clock import MARKET_ZONE, market_day
from models.ids import write_id
from models.reconciliation import DayReport
from tests.workers.refund.conftest import MARKET, Street
from wechat.pay import refunds, transfers
from workers.reconciliation import reconcile_day


async def _morning(street: Street) -> None:
    """Ten past ten of the next day."""
    tomorrow = market_day(street.clock()) + timedelta(days=1)
    midnight = datetime.combine(tomorrow, datetime.min.time(), MARKET_ZONE)
    street.clock.drive(midnight + timedelta(hours=10, minutes=10))


async def _all_days(street: Street, since: datetime) -> list[DayReport]:
    """Reconcile every day from `since` to yesterday."""
    reports, day = [], market_day(since)
    while day < market_day(street.clock()):
        reports.append(await reconcile_day(street.house, day))
        day += timedelta(days=1)
    return reports


async def test_refunds_and_returns_stand_on_the_bills_as_in_the_book(street: Street) -> None:
    since = street.clock()
    shop, consumers = await street.shop(), await street.consumers(6)
    bills = await street.settled(shop, *consumers)
    unsplit = await street.give(shop, bills[0], 4_000)
    await street.see_through()
    await street.end_holds()
    split = await street.give(shop, bills[2], 10_000)
    await street.see_through()
    assert [await street.state(one) for one in (unsplit, split)] == ["finished"] * 2
    await _morning(street)
    reports = await _all_days(street, since)
    assert [one for report in reports for one in report.open] == []
    trade = [report.figures["trade"] for report in reports]
    assert sum(one.matched for one in trade) == sum(one.lines for one in trade) == 8
    assert sum(one.matched_fen for one in trade) == 74_000
    returned = await street.value(
        "SELECT count(*) FROM refund_steps WHERE kind = 'return' AND result = 'SUCCESS'"
    )
    assert returned > 0
    assert sum(report.figures["split"].matched for report in reports) > returned


async def test_a_refund_made_at_wechat_alone_is_adopted(street: Street) -> None:
    await _morning(street)
    since = street.clock()
    shop, (ann,) = await street.shop(), await street.consumers(1)
    (order_id,) = await street.settled(shop, ann)
    await refunds.create(
        street.house.pay,
        refunds.NewRefund(
            sub_mchid=shop.sub_mchid,
            out_trade_no=write_id("ord", order_id),
            out_refund_no="console-1",
            refund_fen=2_500,
            total_fen=10_000,
            notify_url="http://127.0.0.1:9/wechat/pay/notify",
        ),
    )
    street.pass_time(seconds=5)
    await _morning(street)
    (one,) = [one for report in await _all_days(street, since) for one in report.open]
    assert (one.type, one.owner, one.correction) == ("missing_here", "store", "adopt_refund")
    wish = reconciliation.Order(break_id=one.break_id, reason="店家在后台退款", who="ann")
    await street.database.in_transaction(
        lambda connection: reconciliation.correct(
            connection, wish, now=street.clock(), fresh_id=street.house.fresh_id
        )
    )
    assert await street.value("SELECT refunded_fen FROM orders WHERE order_id = $1", order_id) == (
        2_500
    )
    await street.see_through()
    assert [one for report in await _all_days(street, since) for one in report.open] == []


async def test_a_refund_still_on_its_way_here_is_asked_about_at_once(street: Street) -> None:
    await _morning(street)
    since = street.clock()
    shop, (ann,) = await street.shop(), await street.consumers(1)
    (order_id,) = await street.settled(shop, ann)
    refund_id = await street.give(shop, order_id, 2_500)
    await street.drive()
    assert await street.state(refund_id) == "posted", "WeChat is done with it, and we don't know"
    await _morning(street)
    (one,) = [one for report in await _all_days(street, since) for one in report.open]
    assert (one.type, one.correction) == ("state_differs", "ask_refund")
    wish = reconciliation.Order(break_id=one.break_id, reason="微信已退款", who="ann")
    await street.database.in_transaction(
        lambda connection: reconciliation.correct(
            connection, wish, now=street.clock(), fresh_id=street.house.fresh_id
        )
    )
    await street.see_through()
    assert await street.state(refund_id) == "finished"
    assert [one for report in await _all_days(street, since) for one in report.open] == []


async def test_a_transfer_leaves_the_operation_account_and_comes_back(street: Street) -> None:
    await _morning(street)
    since = street.clock()
    await street.tell("operation-account", {"fen": 5_000, "from_bank": True})
    (ann,) = await street.consumers(1)
    transfer_id = street.house.fresh_id()
    number = f"{write_id('trf', transfer_id).replace('_', '')}{MARKET}"
    await transfers.create(
        street.house.pay,
        transfers.NewTransfer(
            out_bill_no=number,
            openid=await street.openid(ann),
            amount_fen=300,
            remark="红包",
            scene_id="1000",
            scene_facts=(
                transfers.SceneFact(info_type="活动名称", info_content="让利"),
                transfers.SceneFact(info_type="奖励说明", info_content="红包"),
            ),
            notify_url="http://127.0.0.1:9/wechat/pay/notify",
        ),
    )
    await _morning(street)
    (unknown,) = [one for report in await _all_days(street, since) for one in report.open]
    assert (unknown.type, unknown.nature, unknown.theirs_fen) == ("missing_here", "transfer", -300)
    await street.house.database.pool.execute(
        "INSERT INTO transfers (market_code, transfer_id, consumer_no, fen, state, result,"
        " created_at, finished_at) VALUES ($1, $2, $3, 300, 'finished', 'OVERDUE_CLOSE', $4, $5)",
        *(MARKET, transfer_id, ann, since, street.clock()),
    )
    await _morning(street)
    reports = await _all_days(street, since)
    assert [one for report in reports for one in report.open] == []
    assert sum(report.figures["operation"].matched for report in reports) == 2
    assert sum(report.figures["operation"].matched_fen for report in reports) == 0
    await street.house.database.pool.execute(
        "DELETE FROM transfers WHERE transfer_id = $1", transfer_id
    )
