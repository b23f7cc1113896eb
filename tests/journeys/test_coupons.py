"""Points become coupons, and coupons pay: over HTTP, with workers; WeChat hears of its part."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.aftermath import drive_on
from deploy.demo.phone import Answered, Phone
from deploy.demo.town import openid
from models.audit import audit
from models.packet_chain import day_seed
from tests.journeys.conftest import STORE, House, bill, housed

CONSUMER, MERCHANT = "/api/v1/consumer", "/api/v1/merchant"


@pytest.fixture(scope="module")
async def greens(services_directory: Path) -> AsyncIterator[House]:
    async with housed(services_directory, program="green_points") as opened:
        yield opened


async def test_coupons_pay_whole_bills_and_parts_and_come_back(greens: House) -> None:
    house = greens
    ann = house.phones[1]
    await _pay_by_wechat(house, ann)
    house.stack.clock.drive(house.stack.clock() + timedelta(days=31))
    free = await _coupons(ann)
    assert free >= 300
    page = await ann.look("/green_points")
    (period,) = page["periods"]
    assert period["released_fen"] == period["funded_fen"] == period["scheduled_fen"] == free
    assert page["standing"]["released_fen"] == free
    (grant,) = (await ann.look("/green_points/grants"))["grants"]
    assert (grant["released_fen"], grant["periods"]) == (free, 1)
    told = await house.product.ask("GET", f"/api/v1/public/green_points/{page['market']}")
    assert [one["released_fen"] for one in told["periods"]] == [2 * free]

    # A bill that coupons pay whole: paid at once, the same key the same order, no WeChat.
    whole = await _order(ann, house, 100, 100, "whole")
    assert (whole["state"], whole["payment"]) == ("paid", None)
    again = await _order(ann, house, 100, 100, "whole")
    assert again["order_id"] == whole["order_id"]
    seen = await ann.see(whole["order_id"], "settled")
    assert (seen["amount_fen"], seen["coupon_fen"]) == (100, 100)
    assert (await ann.look("/coupons"))["free_fen"] == free - 100

    # A bill of which they pay a part: WeChat is asked for the rest.
    part = await _order(ann, house, 1_000, 150, "part")
    assert (await ann.look("/coupons"))["held_fen"] == 150
    for coupon_fen, code in ((1_001, "coupon.beyond_bill"), (free, "coupon.missing")):
        with pytest.raises(Answered, match=code):
            await _order(ann, house, 1_000, coupon_fen, f"no-{coupon_fen}")
    await ann.pay(part["payment"])
    await ann.see(part["order_id"], "settled")
    facts = await house.sandbox.ask("GET", f"/sandbox/orders/{part['order_id']}")
    assert facts["amount"]["total"] == 850

    owner = await _owner(house)
    today = await house.product.ask("GET", f"{MERCHANT}/orders/today", token=owner)
    assert (today["totals"]["turnover_fen"], today["totals"]["coupon_fen"]) == (1_100, 250)
    await _name(house, owner, ann)

    for order in (whole, part):
        await _refund(house, owner, ann, order)
    assert (await ann.look("/coupons"))["free_fen"] == free
    assert await drive_on(house.database, house.stack.clock), "every promise was kept"
    facts = await house.sandbox.ask("GET", f"/sandbox/orders/{part['order_id']}")
    assert facts["refunded_fen"] == 850
    report = await audit(
        house.database,
        seeds=lambda market, day: day_seed(house.options.secret("draw"), market, day),
    )
    assert report.findings == []


async def _pay_by_wechat(house: House, phone: Phone) -> None:
    receipt = bill(0, 1, 1_000_000)
    house.stack.clock.drive(receipt.at)
    await phone.log_in()
    quoted = await phone.quote(receipt, house.scene)
    assert quoted["green_points"]["points"] == quoted["discount_fen"]
    order, payment = await phone.order(receipt, house.scene, quoted)
    assert payment
    await phone.pay(payment)
    await phone.see(order.order_id, "settled")


async def _coupons(phone: Phone) -> int:
    """Wait for the workers to end the period; returns the coupons that it brought."""
    for _ in range(400):
        if free := (await phone.look("/coupons"))["free_fen"]:
            return int(free)
        await asyncio.sleep(0.05)
    raise AssertionError("no period has ended")


async def _order(
    phone: Phone, house: House, amount_fen: int, coupon_fen: int, key: str
) -> dict[str, Any]:
    wish = {"scene": house.scene, "amount_fen": amount_fen, "coupon_fen": coupon_fen}
    opened: dict[str, Any] = await phone._ask(
        "POST", f"{CONSUMER}/orders", wish, key=f"coupons-{key}"
    )
    return opened


async def _owner(house: House) -> str:
    """The token of the store's owner."""
    wish = {
        "openid": openid(house.options, -1_000_000 - STORE),
        "appid": house.stack.identity["merchant_appid"],
    }
    code = (await house.sandbox.ask("POST", "/sandbox/login", wish))["code"]
    login = await house.product.ask("POST", f"{MERCHANT}/login", {"code": code})
    return str(login["token"])


async def _name(house: House, owner: str, phone: Phone) -> None:
    """The owner names whose purse gets what the store's points release."""
    purse = (await phone.look("/coupons"))["purse"]
    before = await house.product.ask("GET", f"{MERCHANT}/green_points", token=owner)
    assert before["named"] is None
    assert before["waiting_fen"] == before["standing"]["released_fen"] > 0
    assert before["owed_fen"] > 0
    path = f"{MERCHANT}/green_points/purse"
    await house.product.ask("POST", path, {"purse": purse}, token=owner)
    after = await house.product.ask("GET", f"{MERCHANT}/green_points", token=owner)
    assert after["named"] == purse
    house.stack.clock.drive(house.stack.clock() + timedelta(seconds=1))
    with pytest.raises(Answered, match=r"coupon\.person_unknown"):
        await house.product.ask("POST", path, {"purse": "cpn_0000000000zzz"}, token=owner)


async def _refund(house: House, owner: str, phone: Phone, order: dict[str, Any]) -> None:
    """Ask for the whole bill back, and let the owner agree."""
    order_id, amount_fen = order["order_id"], order["amount_fen"]
    wish = {"order_id": order_id, "amount_fen": amount_fen}
    told = await phone._ask("POST", f"{CONSUMER}/refunds/preview", wish)
    wish |= {"reason": "不想要了", "digest": told["digest"]}
    asked = await phone._ask("POST", f"{CONSUMER}/refunds", wish, key=f"ask-{order_id}")
    path = f"{MERCHANT}/refunds/{asked['refund_id']}"
    shown = await house.product.ask("GET", f"{path}/preview", token=owner)
    yes = {"digest": shown["digest"]}
    await house.product.ask("POST", f"{path}/approve", yes, token=owner, key=f"yes-{order_id}")
    for _ in range(600):
        found = await phone._ask("GET", f"{CONSUMER}/refunds/{asked['refund_id']}")
        if found["state"] == "finished":
            return
        await house.sandbox.ask("POST", "/sandbox/clock", {"advance_seconds": 1})
        await asyncio.sleep(0.05)
    raise AssertionError(found)
