"""A 交易类 program: WeChat is told of shipping, and pays out only what it has settled."""

from typing import Any

from deploy import by_hand
from models.ids import write_id
from models.shipping import dead_letters
from tests.market import MARKET
from tests.town import Town
from tests.waiting import until
from wechat import Refused
from wechat.mini.shipping import NewShipping, get_order, upload
from workers.payout import send_payouts
from workers.shipping import ask_management, ask_shipments, upload_shipments

STATE = "SELECT state FROM shipments ORDER BY order_id DESC LIMIT 1"


async def manage(town: Town, managed: bool = True, confirm_seconds: int = 172_800) -> None:
    wish = {"managed": managed, "confirm_seconds": confirm_seconds}
    assert (await town.stage.sandbox("/sandbox/trade-management", wish)).status == 200
    assert await ask_management(town.context) is managed


async def settled(town: Town) -> bool:
    return bool(await town.value(STATE) == "settled")


async def splits(town: Town, number: str) -> list[Any]:
    found: list[Any] = (await town.look(f"orders/{number}"))["splits"]
    return found


async def test_an_unmanaged_program_ships_nothing(town: Town) -> None:
    await manage(town, managed=False)
    number = await town.buy("o-plain")
    assert await upload_shipments(town.context) == 0
    town.pass_time(days=1, minutes=1)
    await town.pay_out()
    assert await splits(town, number)


async def test_an_order_is_paid_out_only_once_wechat_has_settled_it(town: Town) -> None:
    await manage(town)
    number = await town.buy("o-buyer")
    assert await upload_shipments(town.context) == 1
    assert await town.value(STATE) == "uploaded"
    assert await upload_shipments(town.context) == 0
    town.pass_time(days=1, minutes=1)
    await town.pay_out()
    assert await splits(town, number) == [], "the hold is over, but nothing is settled"
    assert await town.value("SELECT last_error FROM promises WHERE job = 'payout.send'") == (
        "unsettled"
    )
    receipt = {"openid": "o-buyer", "out_trade_no": number}
    assert (await town.stage.sandbox("/sandbox/receipts", receipt)).status == 200
    await until(lambda: settled(town))
    await town.pay_out()
    assert [one["state"] for one in await splits(town, number)] == ["FINISHED", "FINISHED"]


async def test_time_confirms_and_the_event_promises_for_the_end_of_the_hold(town: Town) -> None:
    await manage(town, confirm_seconds=3_600)
    number = await town.buy("o-quick")
    await upload_shipments(town.context)
    town.pass_time(hours=2)
    await until(lambda: settled(town))
    await town.pay_out()
    assert await splits(town, number) == [], "settled, but the hold is not over"
    town.pass_time(days=1)
    await town.pay_out()
    assert await splits(town, number)


async def test_a_lost_event_is_made_good_by_asking_each_day(town: Town) -> None:
    await manage(town, confirm_seconds=3_600)
    await town.buy("o-unheard")
    await upload_shipments(town.context)
    async with town.database.connection() as connection:
        await connection.execute("UPDATE orders SET transaction_id = 'x' || transaction_id")
    town.pass_time(hours=2)

    async def told() -> bool:
        newest = (await town.look("pushes"))["pushes"][0]
        return bool(newest["delivered"] and "settlement_time" in newest["event"])

    await until(told)
    assert await town.value(STATE) == "uploaded", "numbers that are not ours change nothing"
    verdicts = "SELECT count(*) FROM callbacks WHERE verdict = 'unknown_order'"
    assert await town.value(verdicts) >= 1
    async with town.database.connection() as connection:
        await connection.execute("UPDATE orders SET transaction_id = substr(transaction_id, 2)")
    town.pass_time(days=1)
    assert await ask_shipments(town.context) >= 1
    assert await town.value(STATE) == "settled"


async def test_an_event_before_our_upload_is_heard_and_one_that_comes_twice_is_one(
    town: Town,
) -> None:
    await manage(town, confirm_seconds=0)
    number = await town.buy("o-early")
    order = await town.look(f"orders/{number}")
    wish = NewShipping(
        transaction_id=order["transaction_id"],
        openid="o-early",
        words="面",
        uploaded_at=town.clock(),
    )
    await upload(town.house.programs["consumer"], wish)
    town.pass_time(seconds=1)
    await until(lambda: settled(town))
    assert await upload_shipments(town.context) == 0, "nothing is left to tell"
    before = await town.value("SELECT count(*) FROM callbacks")
    newest = (await town.look("pushes"))["pushes"][0]
    await town.stage.sandbox(f"/sandbox/pushes/{newest['number']}/resend", {})

    async def twice() -> bool:
        return bool((await town.look("pushes"))["pushes"][0]["attempts"] == 2)

    await until(twice)
    assert await town.value("SELECT count(*) FROM callbacks") == before


async def test_an_unclear_upload_is_not_said_again(town: Town) -> None:
    await manage(town)
    await town.buy("o-unclear")

    async def uploads() -> int:
        return int((await town.look("book"))["calls"]["shipping.upload"])

    before = await uploads()
    fault = {"match": "shipping.upload", "kind": "error_500_done", "times": 1}
    await town.stage.sandbox("/sandbox/faults", fault)
    for _ in range(3):
        await upload_shipments(town.context)
        town.pass_time(minutes=1)
    assert await town.value(STATE) == "uploaded"
    assert await uploads() == before + 1


async def test_a_refused_upload_is_a_dead_letter_that_may_be_tried_again(town: Town) -> None:
    await manage(town)
    await town.buy("o-refused")
    await town.value(
        "UPDATE orders SET transaction_id = 'y' || transaction_id"
        " WHERE order_id = (SELECT max(order_id) FROM shipments) RETURNING 1"
    )
    for _ in range(25):
        await upload_shipments(town.context)
        town.pass_time(hours=10)  # longer than any pause between two tries
    async with town.database.transaction() as connection:
        ((order_id, _),) = await dead_letters(connection, MARKET)
        number = write_id("ord", order_id)
        (line,) = await by_hand.dead_letters(connection, MARKET)
        assert line.startswith(number)
        assert "10060001" in line
        await connection.execute(
            "UPDATE orders SET transaction_id = substr(transaction_id, 2) WHERE order_id = $1",
            order_id,
        )
        await by_hand.redrive(connection, MARKET, number, town.clock())
        assert await by_hand.dead_letters(connection, MARKET) == []
    await upload_shipments(town.context)
    assert await town.value(STATE) == "uploaded"


async def test_orders_that_were_settled_before_management_began_are_shipped_too(
    town: Town,
) -> None:
    await manage(town, managed=False)
    await town.stage.sandbox("/sandbox/trade-management", {"managed": True})
    await town.buy("o-between")
    assert await upload_shipments(town.context) == 0
    assert await ask_management(town.context) is True
    assert await upload_shipments(town.context) == 1
    assert await town.value(STATE) == "uploaded"
    await send_payouts(town.context)
    assert (
        await town.value(
            "SELECT count(*) FROM payouts WHERE order_id = (SELECT max(order_id) FROM shipments)"
        )
        == 0
    )


async def test_wechat_s_own_rules_about_shipping(town: Town) -> None:
    """Split before settlement, shipping of another's order, and a third upload are refused."""
    await manage(town)
    number = await town.buy("o-rules")
    wire = town.house.programs["consumer"]
    transaction_id = (await town.look(f"orders/{number}"))["transaction_id"]

    async def told(openid: str = "o-rules") -> str:
        wish = NewShipping(
            transaction_id=transaction_id, openid=openid, words="面", uploaded_at=town.clock()
        )
        try:
            await upload(wire, wish)
        except Refused as refused:
            return refused.code
        return "told"

    assert await told("o-other") == "10060031"
    assert await told() == "told"
    assert await told() == "268485216", "a later upload needs a later time"
    town.pass_time(seconds=1)
    assert [await told(), await told()] == ["told", "10060003"]
    record = await get_order(wire, transaction_id)
    assert record is not None
    assert (record.is_shipped, record.is_over) == (True, False)
    assert await get_order(wire, "4200000000000000000000000000") is None
