"""The control door: the clock goes forward, the book adds up, only this machine may ask."""

import random
import struct

import pytest

from tests.wechat.sandbox.world import SUB
from wechat.sandbox.clock import ClockRefused, MarketClock, from_rfc3339, rfc3339
from wechat.sandbox.settings import Settings, from_environment


def test_the_clock_file_is_shared(tmp_path):
    path = str(tmp_path / "clock")
    one, two = MarketClock(path), MarketClock(path)
    assert one.microseconds() == two.microseconds() > 0
    one.drive(one.microseconds() + 5)
    assert two.microseconds() == one.microseconds()
    assert struct.unpack("<q", (tmp_path / "clock").read_bytes())[0] == one.microseconds()
    with pytest.raises(ClockRefused):
        two.drive(two.microseconds() - 1)
    with pytest.raises(ClockRefused):
        MarketClock(None).drive(0)


def test_a_moment_survives_to_the_microsecond():
    assert from_rfc3339("2026-11-22T12:00:00.000003+08:00") == 1_795_320_000_000_003
    assert rfc3339(1_795_320_000) == "2026-11-22T12:00:00+08:00"


async def test_the_clock_is_driven_from_outside(sandbox):
    status, body = await sandbox.control("POST", "/clock", {"now": "2099-01-01T00:00:00+08:00"})
    assert (status, body["now"]) == (200, "2099-01-01T00:00:00+08:00")
    for wish, wanted in [
        ({"now": "2098-01-01T00:00:00+08:00"}, 409),
        ({"now": "2100-01-01T00:00:00"}, 400),
        ({}, 400),
    ]:
        assert (await sandbox.control("POST", "/clock", wish))[0] == wanted


async def test_a_foreign_page_cannot_send_commands(sandbox):
    async with sandbox.session.post(f"{sandbox.url}/sandbox/shoppers", data="{}") as answer:
        assert answer.status == 415


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/shoppers", {"openid": "o-x", "flags": ["rich"]}, 400),
        ("/shoppers", {"openid": ""}, 400),
        ("/merchants", {"sub_mchid": "1", "max_ratio": 10_001}, 400),
        ("/login", {"openid": "o-nobody"}, 404),
        ("/pay", {"openid": "o-consumer-1", "prepay_id": "wx"}, 409),
    ],
)
async def test_bad_commands(sandbox, path, body, status):
    assert (await sandbox.control("POST", path, body))[0] == status


async def test_the_book_adds_up_after_a_random_day(sandbox):
    dice = random.Random(20261122)
    for n in range(10):
        await sandbox.add_person(f"o-user-{n}")
    await sandbox.control("POST", "/shoppers", {"openid": "o-user-3", "flags": ["high_risk"]})
    orders = [await sandbox.paid(f"P2026112200{n:04d}", dice.randint(1, 30_000)) for n in range(8)]
    for step in range(40):
        order = dice.choice(orders)
        if dice.random() < 0.7:
            lines = [(f"o-user-{n}", dice.randint(1, 400)) for n in dice.sample(range(10), 3)]
            await sandbox.split(
                order, lines, out_order_no=f"S{step}", unfreeze_unsplit=dice.random() < 0.2
            )
        else:
            _, facts = await sandbox.control("GET", f"/orders/{order}")
            total = facts["amount"]["total"]
            amount = {"refund": dice.randint(1, total), "total": total, "currency": "CNY"}
            await sandbox.call(
                sandbox.sdk.refund,
                out_refund_no=f"R{step}",
                amount=amount,
                transaction_id=order,
                sub_mchid=SUB,
            )
        await sandbox.advance(dice.choice([1, 70]))
    await sandbox.advance(120)
    _, book = await sandbox.control("GET", "/book")
    _, merchant = await sandbox.control("GET", f"/merchants/{SUB}")
    landed = book["landed_fen"].get("PERSONAL_OPENID", 0)
    assert landed > 0
    assert book["failed_fen"]
    assert book["refunded_fen"] > 0
    assert book["shopper_balances_fen"] == landed
    assert book["paid_fen"] - book["refunded_fen"] == (
        book["fee_fen"] + book["frozen_fen"] + landed + merchant["available_fen"]
    )


def test_settings_come_from_the_environment():
    assert from_environment({}) == Settings()
    changed = from_environment({"SANDBOX_PORT": "1", "MINIPROGRAM_API_URL": "http://p:1/"})
    assert (changed.port, changed.product_url) == (1, "http://p:1")
    with pytest.raises(ValueError, match="invalid literal"):
        from_environment({"SANDBOX_PORT": "high"})
