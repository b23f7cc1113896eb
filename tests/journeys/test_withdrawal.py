"""What a split could not pay is withdrawn through the whole house, and the last fens stay there."""

import asyncio

from deploy.close_market import close_market
from deploy.demo.aftermath import drive_on
from models.audit import audit
from models.ids import fresh_ids
from models.packet_chain import day_seed
from models.payout.transfer import TransferTerms
from tests.journeys.conftest import House, bill


async def test_carried_money_is_withdrawn_and_the_rest_swept(house: House) -> None:
    ann, ben, eve = (house.phones[number] for number in (1, 2, 3))
    await _flag(house, 1, "real_name_missing")
    await _flag(house, 2, "real_name_missing")
    for number, phone in ((0, ann), (1, ben), (2, eve)):
        await _buy(house, phone, bill(number, number + 1, 10_000))
    assert await drive_on(house.database, house.stack.clock)
    wallet = await ann.look("/wallet")
    assert wallet["carried_fen"] == wallet["won_fen"] >= 10
    assert wallet["carried"]["reason"] == "RECEIVER_REAL_NAME_NOT_VERIFIED"

    await _flag(house, 1)
    asked = await ann.withdraw(key="first-withdrawal")
    assert asked["amount_fen"] == wallet["carried_fen"]
    await ann.take(asked)
    ended = await _ended(house, ann, asked["transfer_id"])
    assert ended["result"] == "SUCCESS"
    after = await ann.look("/wallet")
    assert (after["paid_fen"], after["carried_fen"]) == (wallet["won_fen"], 0)
    shopper = await house.sandbox.ask("GET", f"/sandbox/shoppers/{house.market.openids[1]}")
    assert shopper["balance_fen"] == wallet["won_fen"]

    left = await ben.look("/wallet")
    assert left["carried_fen"] > 0
    wallets, fen = await close_market(
        house.database,
        wallet["market"],
        sweep=True,
        terms=TransferTerms(least_fen=left["carried_fen"] + 1),
        clock=house.stack.clock,
        fresh_id=fresh_ids(house.stack.clock, 900),
    )
    assert (wallets["swept"], fen["swept"]) == (1, left["carried_fen"])

    # The reserve has grown beside a settler's memory of it; what is settled next must know.
    await _buy(house, ann, bill(9, 1, 10_000), late=True)
    assert await drive_on(house.database, house.stack.clock)
    report = await audit(
        house.database,
        seeds=lambda market, day: day_seed(house.options.secret("draw"), market, day),
    )
    assert report.findings == []
    assert (report.figures["transfers_arrived"], report.figures["sweeps"]) == (1, 1)


async def _flag(house: House, household: int, *flags: str) -> None:
    wish = {"openid": house.market.openids[household], "flags": list(flags)}
    await house.sandbox.ask("POST", "/sandbox/shoppers", wish)


async def _buy(house: House, phone, receipt, *, late: bool = False) -> None:
    if not late:
        house.stack.clock.drive(receipt.at)
    await phone.log_in()
    quote = await phone.quote(receipt, house.scene)
    quoted, payment = await phone.order(receipt, house.scene, quote)
    await phone.pay(payment)
    await phone.see(quoted.order_id, "settled")


async def _ended(house: House, phone, transfer_id: str) -> dict:
    """Let market time pass until the transfer has ended."""
    for _ in range(100):
        seen = await phone.look(f"/transfers/{transfer_id}")
        if seen["state"] == "finished":
            return dict(seen)
        await house.sandbox.ask("POST", "/sandbox/clock", {"advance_seconds": 5})
        await asyncio.sleep(0.1)
    raise AssertionError(f"still under way: {seen}")
