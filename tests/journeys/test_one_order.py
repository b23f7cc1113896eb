"""One order travels the whole house: scan, quote, pay, settle, split, and money lands."""

from deploy.demo.aftermath import drive_on
from models.audit import audit
from models.packet_chain import day_seed
from tests.journeys.conftest import House, bill


async def test_one_order_travels_the_whole_house(house: House) -> None:
    ann, ben, eve = (house.phones[number] for number in (1, 2, 3))
    first = await _buy(house, ann, bill(0, 1, 10_000))
    assert (await ann.see(first, "settled"))["claim"]["received_fen"] == 0

    second = await _buy(house, ben, bill(1, 2, 10_000))
    await ben.see(second, "settled")
    third = await _buy(house, eve, bill(2, 3, 10_000))
    await eve.see(third, "settled")

    claim = (await ann.see(first, "settled"))["claim"]
    assert claim["packet_count"] == 2
    assert 0 < claim["received_fen"] <= claim["cap_fen"] == 10_000
    wallet = await ann.look("/wallet")
    assert wallet["pending_fen"] == claim["received_fen"]
    assert await _in_hand(house, 1) == 0, "nothing arrives before the hold ends"

    assert await drive_on(house.database, house.stack.clock), "every promise was kept"
    wallet = await ann.look("/wallet")
    assert (wallet["pending_fen"], wallet["paid_fen"]) == (0, claim["received_fen"])
    assert await _in_hand(house, 1) == claim["received_fen"]

    packet = await ann.look(f"/packets/{wallet['packets'][0]['packet_id']}")
    assert packet["state"] == "paid"
    report = await audit(
        house.database,
        seeds=lambda market, day: day_seed(house.options.secret("draw"), market, day),
    )
    assert report.findings == []
    assert report.figures["orders_settled"] == 3
    assert report.figures["payouts_finished"] >= 6


async def _buy(house: House, phone, receipt) -> str:
    house.stack.clock.drive(receipt.at)
    await phone.log_in()
    quote = await phone.quote(receipt, house.scene)
    quoted, payment = await phone.order(receipt, house.scene, quote)
    await phone.pay(payment)
    assert quoted.cap_fen == receipt.amount_fen
    return quoted.order_id


async def _in_hand(house: House, household: int) -> int:
    """What WeChat has put into the shopper's account."""
    openid = house.market.openids[household]
    return (await house.sandbox.ask("GET", f"/sandbox/shoppers/{openid}"))["balance_fen"]
