"""Withdrawing, over HTTP, with a worker and a WeChat: how it goes well, and all it can meet."""

import asyncio
from argparse import Namespace
from datetime import datetime, timedelta

import pytest

from deploy import by_hand
from models.ledger import Kind
from models.payout import transfer
from models.payout.lifecycle import MoveIllegal
from tests.workers.payout.conftest import MARKET
from tests.workers.transfer.conftest import Shop


async def test_carried_money_is_withdrawn(shop: Shop) -> None:
    ann = await shop.person(carried_fen=250)
    custody = await shop.world.balance(Kind.CUSTODY)
    wallet = await ann.wallet()
    assert (wallet["carried_fen"], wallet["paid_fen"]) == (250, 0)
    carried = wallet["carried"]
    assert carried["reason"] == "RECEIVER_REAL_NAME_NOT_VERIFIED"
    assert (carried["rail"], carried["transfer_fen"]) == ("transfer", 250)
    assert carried["split_from_at"] is not None
    assert "¥2.50" in " ".join(carried["sentences"])
    english = (await ann.ask("GET", "/wallet", Accept_Language="en")).body["carried"]["sentences"]
    assert "withdraw ¥2.50" in " ".join(english)

    asked = await ann.withdraw()
    assert (asked["state"], asked["amount_fen"], asked["result"]) == ("waiting", 250, "PENDING")
    assert set(asked["confirm"]) == {"mchId", "appId", "package"}
    wallet = await ann.wallet()
    assert (wallet["paying_fen"], wallet["carried_fen"]) == (250, 0)
    assert wallet["transfer"]["transfer_id"] == asked["transfer_id"]
    assert await ann.in_hand() == 0

    assert (await ann.confirm(asked)).status == 200
    shop.world.pass_time(seconds=5)
    await shop.heard(asked)
    ended = await shop.finish(ann, asked)
    assert (ended["result"], ended["confirm"]) == ("SUCCESS", None)
    assert await ann.in_hand() == 250
    assert await shop.world.balance(Kind.CUSTODY) == custody + 250
    wallet = await ann.wallet()
    assert (wallet["paid_fen"], wallet["carried"], wallet["transfer"]) == (250, None, None)
    listed = (await ann.ask("GET", "/transfers?limit=1")).body
    assert [one["transfer_id"] for one in listed["transfers"]] == [asked["transfer_id"]]
    (moved,) = (await ann.ask("GET", "/wallet/history")).body["movements"]
    assert (moved["kind"], moved["amount_fen"], moved["result"]) == ("transfer", 250, "SUCCESS")
    assert moved["words"] == "已到账。"


async def test_the_same_key_is_the_same_transfer_and_one_goes_at_a_time(shop: Shop) -> None:
    ann, eve = await shop.person(carried_fen=90), await shop.person()
    first = await ann.ask("POST", "/transfers", {}, key="withdraw-once")
    again = await ann.ask("POST", "/transfers", {}, key="withdraw-once")
    assert again.body == first.body
    assert again.body["confirm"] is not None
    reused = await ann.ask("POST", "/transfers", {"real_name": "张三"}, key="withdraw-once")
    assert (reused.status, reused.body["code"]) == (409, "idempotency.key_reused")
    other = await ann.ask("POST", "/transfers")
    assert (other.status, other.body["code"]) == (409, "transfer.under_way")
    foreign = await eve.ask("GET", f"/transfers/{first.body['transfer_id']}")
    assert (foreign.status, foreign.body["code"]) == (404, "transfer.unknown")
    taken = await eve.ask("POST", f"/transfers/{first.body['transfer_id']}/cancel")
    assert taken.status == 404
    stolen = {"openid": eve.openid, "transfer": first.body["confirm"]}
    refused = await shop.stage.sandbox("/sandbox/transfers/confirm", stolen)
    assert (refused.status, refused.body["code"]) == (403, "wrong_payee")
    assert (await eve.ask("POST", "/transfers")).body["code"] == "transfer.nothing_carried"


async def test_nobody_confirms_and_the_money_is_carried_again(shop: Shop) -> None:
    ann = await shop.person(carried_fen=120)
    asked = await ann.withdraw()
    shop.world.pass_time(hours=24)
    await shop.heard(asked)
    ended = await shop.finish(ann, asked)
    assert ended["result"] == "OVERDUE_CLOSE"
    late = await shop.stage.sandbox(
        "/sandbox/transfers/confirm",
        {"openid": ann.openid, "out_bill_no": asked["transfer_id"].replace("_", "") + "330100"},
    )
    assert late.status == 409
    assert (await ann.wallet())["carried_fen"] == 120
    again = await ann.withdraw()
    assert again["transfer_id"] != asked["transfer_id"]
    assert (await ann.confirm(again)).status == 200
    assert (await shop.finish(ann, again))["result"] == "SUCCESS"
    assert await ann.in_hand() == 120


@pytest.mark.parametrize(
    ("early_s", "result"), [(0, "OVERDUE_CLOSE"), (1, "SUCCESS"), (2, "SUCCESS")]
)
async def test_the_last_second_is_decided_by_wechat(shop: Shop, early_s: int, result: str) -> None:
    ann = await shop.person(carried_fen=75)
    asked = await ann.withdraw()
    await shop.world.fault("callback", "lost")
    (offered,) = (await shop.world.look(f"transfers?openid={ann.openid}"))["transfers"]
    expires_at = datetime.fromisoformat(offered["expires_at"])
    assert datetime.fromisoformat(asked["expires_at"]) == expires_at
    shop.world.clock.drive(expires_at - timedelta(seconds=early_s))
    confirmed, _ = await asyncio.gather(ann.confirm(asked), shop.work())
    assert (confirmed.status == 200) == (result == "SUCCESS")
    assert (await shop.finish(ann, asked))["result"] == result
    assert await ann.in_hand() == (75 if result == "SUCCESS" else 0)


async def test_taken_back_before_it_is_confirmed(shop: Shop) -> None:
    ann = await shop.person(carried_fen=60)
    asked = await ann.withdraw()
    taken = await ann.ask("POST", f"/transfers/{asked['transfer_id']}/cancel")
    assert (taken.status, taken.body["state"], taken.body["confirm"]) == (200, "cancelling", None)
    twice = await ann.ask("POST", f"/transfers/{asked['transfer_id']}/cancel")
    assert twice.status == 200
    ended = await shop.finish(ann, asked)
    assert ended["result"] == "CANCELLED"
    assert (await ann.wallet())["carried_fen"] == 60
    over = await ann.ask("POST", f"/transfers/{asked['transfer_id']}/cancel")
    assert (over.status, over.body["code"]) == (409, "transfer.not_cancellable")


async def test_no_second_offer_is_sent_beside_the_one_in_hand_to_take_it_back(shop: Shop) -> None:
    ann = await shop.person(carried_fen=62)
    await shop.world.fault("transfer.create", "error_500")
    asked = await ann.withdraw()
    in_hand = shop.world.house.wire_clock() + timedelta(seconds=60)
    await shop.world.database.pool.execute(
        "UPDATE transfers SET rest_until = $1 WHERE state = 'prepared'", in_hand
    )
    assert (await ann.ask("POST", f"/transfers/{asked['transfer_id']}/cancel")).status == 200
    assert await shop.work() == {}, "whoever has it in hand may still be heard by WeChat"
    shop.world.rest()
    assert (await shop.finish(ann, asked))["result"] == "CANCELLED"
    assert await ann.in_hand() == 0


async def test_whoever_confirms_before_the_cancel_has_the_money(shop: Shop) -> None:
    ann = await shop.person(carried_fen=61)
    asked = await ann.withdraw()
    assert (await ann.confirm(asked)).status == 200
    assert (await ann.ask("POST", f"/transfers/{asked['transfer_id']}/cancel")).status == 200
    assert (await shop.finish(ann, asked))["result"] == "SUCCESS"
    assert await ann.in_hand() == 61


@pytest.mark.parametrize("kind", ["timeout_after_accept", "error_500_done", "reset_done"])
async def test_an_answer_that_was_lost_is_asked_for(shop: Shop, kind: str) -> None:
    ann = await shop.person(carried_fen=45)
    await shop.world.fault("transfer.create", kind)
    asked = await ann.withdraw()
    assert (asked["state"], asked["confirm"]) == ("prepared", None)
    shop.world.rest()
    shop.world.pass_time(seconds=10)
    await shop.work()
    seen = await ann.see(asked)
    assert seen["state"] == "waiting"
    assert (await ann.confirm(seen)).status == 200
    assert (await shop.finish(ann, asked))["result"] == "SUCCESS"
    at_wechat = (await shop.world.look(f"transfers?openid={ann.openid}"))["transfers"]
    assert len(at_wechat) == 1
    assert await ann.in_hand() == 45


@pytest.mark.parametrize("kind", ["429", "error_500", "reset"])
async def test_what_never_arrived_is_sent_again_under_its_number(shop: Shop, kind: str) -> None:
    ann = await shop.person(carried_fen=46)
    await shop.world.fault("transfer.create", kind)
    asked = await ann.withdraw()
    assert asked["state"] == "prepared"
    for _ in range(3):
        shop.world.rest()
        shop.world.pass_time(seconds=10)
        await shop.work()
    seen = await ann.see(asked)
    assert (await ann.confirm(seen)).status == 200
    assert (await shop.finish(ann, asked))["result"] == "SUCCESS"


@pytest.mark.parametrize(
    ("flag", "reason"),
    [
        ("account_closed", "ACCOUNT_NOT_EXIST"),
        ("real_name_missing", "REAL_NAME_CHECK_FAIL"),
        ("high_risk", "TRANSFER_RISK"),
    ],
)
async def test_whom_wechat_will_not_pay(shop: Shop, flag: str, reason: str) -> None:
    ann = await shop.person(carried_fen=33)
    await shop.world.flag(ann.consumer_no, flag)
    asked = await ann.withdraw()
    ended = await shop.finish(ann, asked)
    assert ended["result"] == reason
    wallet = await ann.wallet()
    assert (wallet["carried_fen"], wallet["carried"]["obstacle"]) == (33, "resting")
    soon = await ann.ask("POST", "/transfers")
    assert (soon.status, soon.body["code"]) == (409, "transfer.resting")
    if flag != "high_risk":
        await shop.world.flag(ann.consumer_no)
        shop.world.pass_time(days=1)
        again = await ann.withdraw()
        assert (await ann.confirm(again)).status == 200
        assert (await shop.finish(ann, again))["result"] == "SUCCESS"


async def test_an_account_closed_after_confirming(shop: Shop) -> None:
    ann = await shop.person(carried_fen=34)
    asked = await ann.withdraw()
    assert (await ann.confirm(asked)).status == 200
    await shop.world.flag(ann.consumer_no, "account_closed")
    assert (await shop.finish(ann, asked))["result"] == "ACCOUNT_NOT_EXIST"
    assert (await ann.wallet())["carried_fen"] == 34


async def test_a_short_account_waits_for_its_top_up(shop: Shop) -> None:
    ann, ben = await shop.person(carried_fen=55), await shop.person(carried_fen=56)
    left = await shop.drain()
    asked = await ann.withdraw()
    assert (asked["state"], asked["confirm"]) == ("prepared", None)
    shop.world.pass_time(minutes=1)
    shop.world.rest()
    assert (await shop.work())["stuck"] == 1
    number = await shop.world.value("SELECT last_error FROM transfers WHERE state = 'prepared'")
    assert "NOT_ENOUGH" in number
    other = await ben.withdraw()
    taken = await ben.ask("POST", f"/transfers/{other['transfer_id']}/cancel")
    assert taken.status == 200
    assert (await shop.finish(ben, other))["result"] == "CANCELLED"
    await shop.top_up(left)
    for _ in range(4):
        shop.world.rest()
        shop.world.pass_time(minutes=5)
        await shop.work()
    seen = await ann.see(asked)
    assert (await ann.confirm(seen)).status == 200
    assert (await shop.finish(ann, asked))["result"] == "SUCCESS"


async def test_what_is_too_small_says_so(shop: Shop) -> None:
    ann = await shop.person(carried_fen=9)
    refused = await ann.ask("POST", "/transfers")
    assert (refused.status, refused.body["code"]) == (409, "transfer.too_small")
    assert refused.body["detail"]["least_fen"] == 10
    carried = (await ann.wallet())["carried"]
    assert (carried["transfer_fen"], carried["transfer_least_fen"]) == (0, 10)
    assert "¥0.10" in " ".join(carried["sentences"])


async def test_what_we_did_wrong_is_a_dead_letter_that_is_driven_again(shop: Shop) -> None:
    ann = await shop.person(carried_fen=88)
    await shop.world.fault("transfer.create", "error_500")
    asked = await ann.withdraw()
    house, right = shop.world.house, shop.world.house.public_url
    house.public_url = "nowhere"
    shop.world.rest()
    shop.world.pass_time(seconds=10)
    assert (await shop.work())["stuck"] == 1
    house.public_url = right
    async with house.database.connection() as connection:
        (dead,) = await transfer.history.dead_letters(connection, MARKET, limit=10)
    assert "PARAM_ERROR" in (dead.last_error or "")
    assert (await ann.see(asked))["state"] == "prepared"
    assert (await ann.wallet())["paying_fen"] == 88
    async with house.database.transaction() as connection:
        await transfer.redrive(connection, MARKET, dead.transfer_id, now=house.clock())
        with pytest.raises(MoveIllegal):
            await transfer.redrive(connection, MARKET, dead.transfer_id, now=house.clock())
    await shop.work()
    assert (await ann.confirm(await ann.see(asked))).status == 200
    assert (await shop.finish(ann, asked))["result"] == "SUCCESS"


async def test_a_number_that_wechat_has_forgotten_is_never_sent_again(shop: Shop) -> None:
    ann = await shop.person(carried_fen=89)
    await shop.world.fault("transfer.create", "error_500")
    asked = await ann.withdraw()
    shop.world.rest()
    shop.world.pass_time(days=30)
    await shop.work()
    last_error = await shop.world.value(
        "SELECT last_error FROM transfers WHERE state = 'dead_letter'"
    )
    assert last_error == "FORGOTTEN"
    assert (await ann.see(asked))["state"] == "prepared"
    assert (await shop.world.look(f"transfers?openid={ann.openid}"))["transfers"] == []
    house, now = shop.world.house, shop.world.clock()
    async with house.database.transaction() as connection:
        (line,) = await by_hand.dead_letters(connection, MARKET)
        number, amount, why = line.split()
        assert (amount, why) == ("¥0.89", "FORGOTTEN")
        await by_hand.redrive(connection, MARKET, number, now)
        ending = Namespace(market=MARKET, settle=number, arrived=False, words="账单中没有")
        with pytest.raises(transfer.TransferNotByHand):
            await by_hand.settle(connection, ending, now)
    await shop.work()
    async with house.database.transaction() as connection:
        await by_hand.settle(connection, ending, now)
        assert await by_hand.dead_letters(connection, MARKET) == []
    assert (await ann.see(asked))["result"] == "FORGOTTEN"
    assert (await ann.wallet())["carried_fen"] == 89
