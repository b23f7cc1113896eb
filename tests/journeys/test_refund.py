"""Money travels back through the house: asked for on a phone, agreed to, fetched, refunded."""

import asyncio
from typing import Any

from deploy.demo.aftermath import drive_on
from deploy.demo.phone import Answered, Phone
from deploy.demo.town import openid
from models.audit import audit
from models.packet_chain import day_seed
from tests.journeys.conftest import STORE, House, bill

CONSUMER, MERCHANT = "/api/v1/consumer", "/api/v1/merchant"


async def test_refunds_in_the_hold_and_after_the_split(house: House) -> None:
    ann, ben, eve = (house.phones[number] for number in (1, 2, 3))
    orders = [await _buy(house, phone, n) for n, phone in enumerate((ann, ben, eve))]
    owner = await _owner(house)

    part = await _ask(ben, orders[1], 4_000)
    agreed = await _agree(house, owner, part["refund_id"])
    assert (agreed["state"], [step["kind"] for step in agreed["steps"]]) == ("posted", ["refund"])
    done = await _see(house, ben, part["refund_id"], "finished")
    assert done["state_words"] == "已退款，由微信原路退回。"
    assert (await _at_wechat(house, orders[1]))["refunds"][0]["funds_account"] == "UNAVAILABLE"
    assert await _heard(house, agreed["steps"][0]["number"]), "WeChat's notice was kept as a hint"

    assert await drive_on(house.database, house.stack.clock), "every promise was kept"
    assert (await _at_wechat(house, orders[1]))["refunded_fen"] == 4_000
    in_hand = await _in_hand(house, 1)
    assert in_hand > 0

    await house.sandbox.ask(
        "POST",
        "/sandbox/faults",
        [
            {"match": "refund.create", "kind": "error_500_done"},
            {"match": "return.create", "kind": "reset_done"},
            {"match": "callback", "kind": "forged"},
        ],
    )
    whole = await _ask(eve, orders[2], 10_000)
    agreed = await _agree(house, owner, whole["refund_id"])
    assert {step["kind"] for step in agreed["steps"]} == {"return"}, "returns come first"
    done = await _see(house, eve, whole["refund_id"], "finished")
    assert done["steps"][-1]["kind"] == "refund"
    assert all(step["state"] == "finished" for step in done["steps"])
    assert await _in_hand(house, 1) == in_hand, "nobody's pocket is reached into"
    facts = await _at_wechat(house, orders[2])
    assert [one["amount"]["refund"] for one in facts["refunds"]] == [10_000], "once, not twice"

    for fen, code in ((1, "refund.beyond_paid"), (10_001, "refund.beyond_paid")):
        wish = {"order_id": orders[2], "amount_fen": fen}
        assert await _refused(eve, f"{CONSUMER}/refunds/preview", wish) == code
    assert await drive_on(house.database, house.stack.clock), "every promise was kept"
    await _agree_to_the_fen(house)


async def _buy(house: House, phone: Phone, number: int) -> str:
    receipt = bill(number, number + 1, 10_000)
    house.stack.clock.drive(receipt.at)
    await phone.log_in()
    quote = await phone.quote(receipt, house.scene)
    quoted, payment = await phone.order(receipt, house.scene, quote)
    assert payment
    await phone.pay(payment)
    await phone.see(quoted.order_id, "settled")
    return quoted.order_id


async def _ask(phone: Phone, order_id: str, fen: int) -> dict[str, Any]:
    """Ask for money back twice with one key: it is one question."""
    wish = {"order_id": order_id, "amount_fen": fen}
    told = await phone._ask("POST", f"{CONSUMER}/refunds/preview", wish)
    wish |= {"reason": "不想要了", "digest": told["digest"]}
    key = f"ask-{order_id}-{fen}"
    asked: dict[str, Any] = await phone._ask("POST", f"{CONSUMER}/refunds", wish, key=key)
    again = await phone._ask("POST", f"{CONSUMER}/refunds", wish, key=key)
    assert again["refund_id"] == asked["refund_id"]
    return asked


async def _refused(phone: Phone, path: str, wish: dict[str, Any]) -> str:
    try:
        await phone._ask("POST", path, wish)
    except Answered as refused:
        return refused.code
    return "nothing"


async def _owner(house: House) -> str:
    """The token of the store's owner."""
    wish = {
        "openid": openid(house.options, -1_000_000 - STORE),
        "appid": house.stack.identity["merchant_appid"],
    }
    code = (await house.sandbox.ask("POST", "/sandbox/login", wish))["code"]
    login = await house.product.ask("POST", f"{MERCHANT}/login", {"code": code})
    return str(login["token"])


async def _agree(house: House, owner: str, refund_id: str) -> dict[str, Any]:
    """Look at what it does, and say yes, twice with one key."""
    path = f"{MERCHANT}/refunds/{refund_id}"
    shown = await house.product.ask("GET", f"{path}/preview", token=owner)
    yes = {"digest": shown["digest"]}
    key = f"yes-{refund_id}"
    agreed: dict[str, Any] = await house.product.ask(
        "POST", f"{path}/approve", yes, token=owner, key=key
    )
    await house.product.ask("POST", f"{path}/approve", yes, token=owner, key=key)
    return agreed


async def _see(house: House, phone: Phone, refund_id: str, state: str) -> dict[str, Any]:
    """Let market time pass a little at a time until the refund is there."""
    for _ in range(600):
        found = await phone._ask("GET", f"{CONSUMER}/refunds/{refund_id}")
        if found["state"] == state:
            return dict(found)
        wish = {"advance_seconds": 1}
        await house.sandbox.ask("POST", "/sandbox/clock", wish)
        await asyncio.sleep(0.05)
    raise AssertionError(found)


async def _at_wechat(house: House, order_id: str) -> dict[str, Any]:
    return dict(await house.sandbox.ask("GET", f"/sandbox/orders/{order_id}"))


async def _in_hand(house: House, household: int) -> int:
    one = house.market.openids[household]
    return int((await house.sandbox.ask("GET", f"/sandbox/shoppers/{one}"))["balance_fen"])


async def _heard(house: House, number: str) -> bool:
    for _ in range(100):
        async with house.database.connection() as connection:
            if await connection.fetchval(
                "SELECT count(*) FROM callbacks WHERE subject = $1 AND verdict = 'heard'", number
            ):
                return True
        await asyncio.sleep(0.05)
    return False


async def _agree_to_the_fen(house: House) -> None:
    """The audit is clean, and what we say lies at WeChat lies there."""
    report = await audit(
        house.database,
        seeds=lambda market, day: day_seed(house.options.secret("draw"), market, day),
    )
    assert report.findings == []
    async with house.database.connection() as connection:
        balances = dict(
            await connection.fetch(
                "SELECT account_id >> 48, sum(balance_fen)::bigint FROM balances GROUP BY 1"
            )
        )
    ours = house.stack.identity["sp_mchid"]
    merchant = await house.sandbox.ask("GET", f"/sandbox/merchants/{ours}")
    assert merchant["available_fen"] == -balances[2]
    assert (balances.get(1, 0), balances.get(20, 0), balances.get(21, 0)) == (0, 0, 0)
    book = await house.sandbox.ask("GET", "/sandbox/book")
    assert (book["refunded_fen"], book["frozen_fen"], book["pending_fen"]) == (14_000, 0, 0)
