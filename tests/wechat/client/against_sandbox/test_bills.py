"""Bills from the sandbox's own book, by our client: whole, late, spoiled, expired, empty."""

from datetime import date, datetime, timedelta

import pytest

from wechat import Refused, Unavailable
from wechat.pay import bills, split_returns, splits
from wechat.pay.bills import Bill

STORE, FRIEND = "1900000109", "o-friend"


@pytest.fixture
async def day(sandbox, wire) -> date:
    """A market day of its own, with two bills, a split to two and a return; seen from the next."""
    now = await _now(sandbox)
    await _drive(sandbox, (now + timedelta(days=1)).replace(hour=12, minute=0))
    await sandbox.befriend(wire)
    platform = sandbox.identity["sp_mchid"]
    day = (await _now(sandbox)).date()
    transaction = await sandbox.paid(wire, f"B{day:%Y%m%d}1")
    await sandbox.paid(wire, f"B{day:%Y%m%d}2")
    lines = (
        splits.SplitLine(
            type=splits.PERSONAL_OPENID, account=FRIEND, amount_fen=7, description="红包"
        ),
        splits.SplitLine(
            type=splits.MERCHANT_ID, account=platform, amount_fen=200, description="平台"
        ),
    )
    wish = splits.NewSplit(
        sub_mchid=STORE,
        transaction_id=transaction,
        out_order_no=f"S{day:%Y%m%d}",
        receivers=lines,
        unfreeze_unsplit=True,
    )
    await splits.create(wire, wish)
    await sandbox.do("clock", {"advance_seconds": 10})
    back = split_returns.NewReturn(
        sub_mchid=STORE,
        out_order_no=f"S{day:%Y%m%d}",
        out_return_no=f"R{day:%Y%m%d}",
        return_mchid=platform,
        amount_fen=50,
        description="退",
    )
    await split_returns.create(wire, back)
    await _drive(sandbox, (await _now(sandbox) + timedelta(days=1)).replace(hour=10))
    return day


async def test_every_bill_of_a_day_says_what_happened_to_the_fen(sandbox, wire, day) -> None:
    trade = bills.read_trade(await bills.fetch(wire, Bill.TRADE, day))
    split = bills.read_split(await bills.fetch(wire, Bill.SPLIT, day))
    basic = bills.read_flow(await bills.fetch(wire, Bill.BASIC, day))
    assert trade.faults == split.faults == basic.faults == []
    assert [(one.out_trade_no[-1], one.total_fen, one.state) for one in trade.lines] == [
        ("1", 10_000, "SUCCESS"),
        ("2", 10_000, "SUCCESS"),
    ]
    platform = sandbox.identity["sp_mchid"]
    assert [(one.account, one.fen, one.is_return) for one in split.lines] == [
        (FRIEND, 7, False),
        (platform, 200, False),
        (platform, 50, True),
    ]
    assert [(one.fen, one.voucher) for one in basic.lines] == [
        (200, f"S{day:%Y%m%d}"),
        (-50, f"R{day:%Y%m%d}"),
    ]
    assert basic.lines[0].business_id == split.lines[1].detail_id
    assert basic.lines[1].balance_fen == basic.lines[0].balance_fen - 50
    assert await bills.fetch(wire, Bill.OPERATION, day) == bills.NO_BILL
    mine = bills.read_trade(await bills.fetch(wire, Bill.TRADE, day, sub_mchid=STORE))
    assert mine.lines == trade.lines
    assert await bills.fetch(wire, Bill.TRADE, day, sub_mchid="1911111111") == bills.NO_BILL


async def test_a_bill_is_never_of_today_nor_of_half_a_year_ago_and_late_is_not_refused(
    sandbox, wire, day
) -> None:
    for wrong in (day + timedelta(days=1), day - timedelta(days=200)):
        with pytest.raises(Refused):
            await bills.fetch(wire, Bill.TRADE, wrong)
    await sandbox.do("bills/breaks", {"bill": "trade", "day": str(day), "kind": "late"})
    with pytest.raises(Unavailable) as late:
        await bills.fetch(wire, Bill.TRADE, day)
    assert late.value.code == "STATEMENT_CREATING"


@pytest.mark.parametrize(
    ("kind", "error"),
    [("wrong_hash", bills.BillSpoiled), ("truncated", bills.Truncated)],
)
async def test_a_spoiled_bill_is_refused_by_name(sandbox, wire, day, kind, error) -> None:
    await sandbox.do("bills/breaks", {"bill": "split", "day": str(day), "kind": kind})
    with pytest.raises(error):
        bills.read_split(await bills.fetch(wire, Bill.SPLIT, day))


async def test_too_many_bytes_and_a_dead_link_are_refused(sandbox, wire, day) -> None:
    with pytest.raises(bills.BillSpoiled, match="TOO_LARGE"):
        await bills.fetch(wire, Bill.TRADE, day, most_bytes=100)
    link = await bills.ask(wire, Bill.TRADE, day)
    await sandbox.do("bills/links/expire", {})
    with pytest.raises(Refused):
        await bills.download(wire, link)


async def test_a_link_that_dies_on_the_way_is_asked_for_again(sandbox, wire, day) -> None:
    await sandbox.misbehave("bill.download", "429")
    with pytest.raises(Unavailable):
        await bills.fetch(wire, Bill.TRADE, day)
    assert bills.read_trade(await bills.fetch(wire, Bill.TRADE, day)).lines


async def _now(sandbox) -> datetime:
    async with sandbox._session.get(f"{sandbox.base_url}/sandbox/clock") as answer:
        return datetime.fromisoformat((await answer.json())["now"])


async def _drive(sandbox, moment: datetime) -> None:
    await sandbox.do("clock", {"now": moment.isoformat()})
